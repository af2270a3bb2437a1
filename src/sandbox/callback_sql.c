/* SPDX-License-Identifier: MIT */
#include "sandbox/callback.h"
#include "base/arena.h"
#include "db/db.h"

enum { LEASE_MS = 30000 };

STATEMENT(ADD, "INSERT INTO callbacks (payment_id, kind, url, body, signature,"
               "                       due_ms, after_id)"
               " VALUES (?, ?, ?, ?, ?, ?, ?)");

STATEMENT(DUE, "SELECT c.id, c.payment_id, c.kind, c.url, c.body, c.signature,"
               "       c.tries"
               "  FROM callbacks c"
               " WHERE c.is_done = 0 AND c.due_ms <= ?"
               "   AND (c.after_id IS NULL"
               "        OR c.after_id IN (SELECT b.id FROM callbacks b"
               "                           WHERE b.is_done = 1))"
               " ORDER BY c.due_ms, c.id"
               " LIMIT 16"
               "   FOR UPDATE SKIP LOCKED");

STATEMENT(TAKE,
          "UPDATE callbacks SET tries = tries + 1, due_ms = ? WHERE id = ?");

STATEMENT(DONE, "UPDATE callbacks SET is_done = 1 WHERE id = ?");

STATEMENT(AGAIN, "UPDATE callbacks SET due_ms = ? WHERE id = ?");

STATEMENT(DROP_OF, "UPDATE callbacks SET is_done = 1"
                   " WHERE payment_id = ? AND is_done = 0");

int64_t callback_insert(struct db *db, const struct callback *c,
                        const struct callback_order *o)
{
	return db_insert(db, &ADD,
	                 ARGS(arg_int(c->payment_id), arg_text(c->kind),
	                      arg_text(c->url), arg_bytes(c->body),
	                      arg_text(c->signature), arg_int(o->due.ms),
	                      o->after ? arg_int(o->after) : arg_null()));
}

void callback_drop(struct db *db, int64_t payment_id)
{
	db_run(db, &DROP_OF, ARGS(arg_int(payment_id)));
}

struct callback *callback_take(size_t *n, struct db *db, struct arena *a)
{
	int64_t now_ms = clock_now().ms;
	struct rows rows = db_rows(db, a, &DUE, ARGS(arg_int(now_ms)));
	struct callback *c = arena_array(a, rows.n + 1, struct callback);

	for (size_t i = 0; i < rows.n; i++) {
		const struct row *r = rows.row[i];

		c[i] = (struct callback){
			.id = row_int(r, "id"),
			.payment_id = row_int(r, "payment_id"),
			.kind = row_text(r, "kind"),
			.url = row_text(r, "url"),
			.signature = row_text_or_null(r, "signature"),
			.body = row_bytes(r, "body"),
			.tries = row_int(r, "tries") + 1,
		};
		db_run(db, &TAKE,
		       ARGS(arg_int(now_ms + LEASE_MS), arg_int(c[i].id)));
	}
	*n = rows.n;
	return c;
}

void callback_done(struct db *db, int64_t id)
{
	db_run(db, &DONE, ARGS(arg_int(id)));
}

void callback_again(struct db *db, int64_t id, struct moment due)
{
	db_run(db, &AGAIN, ARGS(arg_int(due.ms), arg_int(id)));
}
