/* SPDX-License-Identifier: MIT */
#include "payment/payment_callback_sql.h"
#include "base/arena.h"
#include "db/db.h"
#include "settings.h"

STATEMENT(ADD, "INSERT INTO callbacks (payment_id, body, digest, came_at,"
               "                       ask_at)"
               "  VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))");

bool payment_callback_sql_add(struct db *db, const struct payment *p,
                              struct slice body, const uint8_t digest[32])
{
	struct slice sum = {(const char *)digest, 32};

	return db_try_insert(
		db, NULL, &ADD,
		ARGS(arg_int(p->id.v), arg_bytes(body), arg_bytes(sum)));
}

STATEMENT(LIST, "SELECT id FROM callbacks WHERE ask_at <= UTC_TIMESTAMP(3)"
                " ORDER BY ask_at LIMIT ?");

struct callback_ids payment_callback_list(struct db *db, struct arena *a,
                                          unsigned most)
{
	struct rows rows = db_rows(db, a, &LIST, ARGS(arg_int(most)));
	int64_t *v = arena_array(a, rows.n, int64_t);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = row_int(rows.row[i], "id");
	return (struct callback_ids){rows.n, v};
}

/* 20 s, longer than an answer may take, 40 s, ... 10 min; as long as its
 * payment may be looked after. */
STATEMENT(TAKE, "UPDATE callbacks SET ask_at ="
                " IF(came_at + INTERVAL ? DAY <= UTC_TIMESTAMP(3), NULL,"
                "    UTC_TIMESTAMP(3)"
                "    + INTERVAL LEAST(20 << LEAST(asks, 6), 600) SECOND),"
                " asks = asks + 1"
                " WHERE id = ? AND ask_at <= UTC_TIMESTAMP(3)");

STATEMENT(FIND, "SELECT c.body, c.ask_at IS NULL AS is_last, p.public_id"
                "  FROM callbacks c JOIN payments p ON p.id = c.payment_id"
                " WHERE c.id = ?");

const struct kept_callback *
payment_callback_sql_take(struct db *db, struct arena *a, int64_t id)
{
	struct kept_callback *c = arena_new(a, struct kept_callback);
	const struct row *row;

	if (db_run(db, &TAKE,
	           ARGS(arg_int(setting_count(SET_POLL_DAYS)), arg_int(id))) !=
	    1)
		return NULL;
	row = db_row(db, a, &FIND, ARGS(arg_int(id)));
	c->id = id;
	c->public_id = row_text(row, "public_id");
	c->body = row_bytes(row, "body");
	c->is_last = row_bool(row, "is_last");
	return c;
}

STATEMENT(DONE, "UPDATE callbacks SET ask_at = NULL WHERE id = ?");

void payment_callback_sql_done(struct db *db, int64_t id)
{
	(void)db_run(db, &DONE, ARGS(arg_int(id)));
}
