/* SPDX-License-Identifier: MIT */
#include "sandbox/truth.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(ADD, "INSERT INTO truth (at_ms, what, payment_id, coin, amount,"
               "                   currency, fiat, ref, detail)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

STATEMENT(NEW,
          "SELECT id, at_ms, what, payment_id, coin, amount, currency, fiat,"
          "       ref, detail"
          "  FROM truth"
          " WHERE is_copied = 0"
          " ORDER BY id"
          " LIMIT 500");

STATEMENT(COPIED, "UPDATE truth SET is_copied = 1 WHERE id = ?");

STATEMENT(NEWEST,
          "SELECT at_ms, what, payment_id, coin, amount, currency, fiat, ref,"
          "       detail"
          "  FROM truth"
          " ORDER BY id DESC"
          " LIMIT 50");

void truth_add(struct db *db, const struct truth *t)
{
	db_insert(db, &ADD,
	          ARGS(arg_int(clock_now().ms), arg_text(t->what),
	               t->payment ? arg_int(t->payment) : arg_null(),
	               arg_text(t->coin), arg_text(t->amount),
	               arg_text(t->fiat_currency), arg_text(t->fiat),
	               arg_text(t->ref), arg_text(t->detail)));
}

static struct truth truth_from(const struct row *r)
{
	return (struct truth){
		.at = {row_int(r, "at_ms")},
		.what = row_text(r, "what"),
		.payment = row_null(r, "payment_id") ? 0
	                                             : row_int(r, "payment_id"),
		.coin = row_text_or_null(r, "coin"),
		.amount = row_text_or_null(r, "amount"),
		.fiat_currency = row_text_or_null(r, "currency"),
		.fiat = row_text_or_null(r, "fiat"),
		.ref = row_text_or_null(r, "ref"),
		.detail = row_text_or_null(r, "detail"),
	};
}

const struct truth *truth_list(size_t *n, struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &NEWEST, NO_ARGS);
	struct truth *t = arena_array(a, rows.n + 1, struct truth);

	for (size_t i = 0; i < rows.n; i++)
		t[i] = truth_from(rows.row[i]);
	*n = rows.n;
	return t;
}

const struct truth_row *truth_new_rows(size_t *n, struct db *db,
                                       struct arena *a)
{
	struct rows rows = db_rows(db, a, &NEW, NO_ARGS);
	struct truth_row *t = arena_array(a, rows.n + 1, struct truth_row);

	for (size_t i = 0; i < rows.n; i++) {
		t[i].n = row_int(rows.row[i], "id");
		t[i].truth = truth_from(rows.row[i]);
	}
	*n = rows.n;
	return t;
}

void truth_copied(struct db *db, int64_t n)
{
	db_run(db, &COPIED, ARGS(arg_int(n)));
}
