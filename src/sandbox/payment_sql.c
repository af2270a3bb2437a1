/* SPDX-License-Identifier: MIT */
#include "sandbox/payment.h"
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"

#define COLUMNS                                                             \
	"id, is_deposit, fiat_currency, fiat_minor, coin, asked, received," \
	" address, hash, callback_url, callback_secret, created_ms,"        \
	" expires_ms, paid_ms, is_expired, is_withdrawn,"                   \
	" withdrawn_shown_ms, plan, copies, get_lie"

STATEMENT(ADD,
          "INSERT INTO payments (is_deposit, fiat_currency, fiat_minor, coin,"
          "                      asked, callback_url, callback_secret,"
          "                      created_ms, expires_ms, plan, copies)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

STATEMENT(SAVE, "UPDATE payments"
                "   SET fiat_minor = ?, asked = ?, received = ?, address = ?,"
                "       hash = ?, expires_ms = ?, paid_ms = ?, is_expired = ?,"
                "       is_withdrawn = ?, withdrawn_shown_ms = ?, plan = ?,"
                "       copies = ?, get_lie = ?"
                " WHERE id = ?");

STATEMENT(LOCK, "SELECT " COLUMNS "  FROM payments WHERE id = ? FOR UPDATE");

STATEMENT(FIND, "SELECT " COLUMNS "  FROM payments WHERE hash = ?");

STATEMENT(ID_OF, "SELECT id FROM payments WHERE hash = ? OR address = ?");

STATEMENT(NEWEST, "SELECT " COLUMNS "  FROM payments"
                  " WHERE hash IS NOT NULL"
                  " ORDER BY id DESC"
                  " LIMIT 30");

STATEMENT(OVERDUE,
          "SELECT id"
          "  FROM payments"
          " WHERE paid_ms IS NULL AND is_expired = 0 AND expires_ms <= ?"
          " ORDER BY expires_ms"
          " LIMIT 50"
          "   FOR UPDATE SKIP LOCKED");

STATEMENT(HELD, "SELECT " COLUMNS "  FROM payments"
                " WHERE coin = ? AND paid_ms IS NOT NULL AND is_withdrawn = 0"
                "   AND (? = 0 OR id = ?)"
                " ORDER BY id"
                "   FOR UPDATE");

static struct arg arg_moment(struct moment m)
{
	return m.ms ? arg_int(m.ms) : arg_null();
}

static struct arg arg_fiat(const struct payment *p)
{
	return p->has_amounts ? arg_money(p->fiat) : arg_null();
}

static struct arg arg_asked(const struct payment *p)
{
	return p->has_amounts ? arg_coin(p->asked) : arg_null();
}

int64_t payment_insert(struct db *db, const struct payment *p)
{
	return db_insert(
		db, &ADD,
		ARGS(arg_bool(p->is_deposit),
	             arg_text(currency_code(p->settles_in)), arg_fiat(p),
	             arg_text(p->coin->code), arg_asked(p),
	             arg_text(p->callback_url), arg_text(p->callback_secret),
	             arg_int(p->created_at.ms), arg_int(p->expires_at.ms),
	             arg_text(p->plan), arg_int(p->copies)));
}

void payment_save(struct db *db, const struct payment *p)
{
	db_run(db, &SAVE,
	       ARGS(arg_fiat(p), arg_asked(p), arg_coin(p->received),
	            arg_text(p->address), arg_text(p->hash),
	            arg_int(p->expires_at.ms), arg_moment(p->paid_at),
	            arg_bool(p->is_expired), arg_bool(p->is_withdrawn),
	            arg_int(p->withdrawn_shown_at.ms), arg_text(p->plan),
	            arg_int(p->copies), arg_text(p->get_lie), arg_int(p->id)));
}

static void read_amounts(struct payment *p, const struct row *r)
{
	p->has_amounts = !row_null(r, "fiat_minor");
	must(p->has_amounts == !row_null(r, "asked"));
	p->settles_in = currency_find(row_text(r, "fiat_currency"));
	if (!p->has_amounts)
		return;
	p->fiat = row_money(r, "fiat_minor", "fiat_currency");
	p->asked = row_coin(r, "asked");
}

static void read_times(struct payment *p, const struct row *r)
{
	p->created_at.ms = row_int(r, "created_ms");
	p->expires_at.ms = row_int(r, "expires_ms");
	p->is_paid = !row_null(r, "paid_ms");
	if (p->is_paid)
		p->paid_at.ms = row_int(r, "paid_ms");
	p->is_expired = row_bool(r, "is_expired");
	p->is_withdrawn = row_bool(r, "is_withdrawn");
	p->withdrawn_shown_at.ms = row_int(r, "withdrawn_shown_ms");
}

static void read_payment(struct payment *p, const struct row *r)
{
	p->id = row_int(r, "id");
	p->is_deposit = row_bool(r, "is_deposit");
	p->coin = listed_coin_find(row_text(r, "coin"));
	must(p->coin);
	p->received = row_coin(r, "received");
	p->address = row_text_or_null(r, "address");
	p->hash = row_text_or_null(r, "hash");
	p->callback_url = row_text_or_null(r, "callback_url");
	p->callback_secret = row_text_or_null(r, "callback_secret");
	p->plan = row_text(r, "plan");
	p->copies = row_int(r, "copies");
	p->get_lie = row_text(r, "get_lie");
	read_amounts(p, r);
	read_times(p, r);
}

static struct payment *read_all(struct arena *a, struct rows rows)
{
	struct payment *p = arena_array(a, rows.n + 1, struct payment);

	for (size_t i = 0; i < rows.n; i++)
		read_payment(&p[i], rows.row[i]);
	return p;
}

static struct payment *read_one(struct arena *a, const struct row *r)
{
	struct payment *p;

	if (!r)
		return NULL;
	p = arena_new(a, struct payment);
	read_payment(p, r);
	return p;
}

struct payment *payment_lock(struct db *db, struct arena *a, int64_t id)
{
	return read_one(a, db_row(db, a, &LOCK, ARGS(arg_int(id))));
}

const struct payment *payment_find(struct db *db, struct arena *a,
                                   const char *hash)
{
	return read_one(a, db_row(db, a, &FIND, ARGS(arg_text(hash))));
}

int64_t payment_id_of(struct db *db, struct arena *a, const char *name)
{
	const struct row *r =
		db_row(db, a, &ID_OF, ARGS(arg_text(name), arg_text(name)));

	return r ? row_int(r, "id") : 0;
}

const struct payment *payment_list(size_t *n, struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &NEWEST, NO_ARGS);

	*n = rows.n;
	return read_all(a, rows);
}

const int64_t *payment_overdue(size_t *n, struct db *db, struct arena *a)
{
	struct rows rows =
		db_rows(db, a, &OVERDUE, ARGS(arg_int(clock_now().ms)));
	int64_t *id = arena_array(a, rows.n + 1, int64_t);

	for (size_t i = 0; i < rows.n; i++)
		id[i] = row_int(rows.row[i], "id");
	*n = rows.n;
	return id;
}

const struct payment *payment_held(size_t *n, struct db *db, struct arena *a,
                                   const struct listed_coin *c, int64_t id)
{
	struct rows rows =
		db_rows(db, a, &HELD,
	                ARGS(arg_text(c->code), arg_int(id), arg_int(id)));

	*n = rows.n;
	return read_all(a, rows);
}
