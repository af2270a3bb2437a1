/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "db/db.h"
#include "db/transact.h"
#include "notice/notice.h"
#include "notice/notice_words.h"

STATEMENT(LIST, "SELECT kind, subject, amount, currency, created_at,"
                "       read_at IS NOT NULL AS is_read"
                "  FROM notices WHERE user_id = ?"
                " ORDER BY outbox_id DESC LIMIT ?");

static void read_notice(struct notice *n, const struct row *row)
{
	n->kind = outbox_kind_of(row_text(row, "kind"));
	n->subject = row_text(row, "subject");
	n->has_amount = !row_null(row, "amount");
	if (n->has_amount)
		n->amount = row_money(row, "amount", "currency");
	n->at = row_time(row, "created_at");
	n->is_read = row_bool(row, "is_read");
}

struct notices notice_list(struct db *db, struct arena *a, struct user_id user,
                           unsigned most)
{
	struct rows rows =
		db_rows(db, a, &LIST, ARGS(arg_int(user.v), arg_int(most)));
	struct notices all = {rows.n, arena_array(a, rows.n, struct notice)};

	for (size_t i = 0; i < rows.n; i++)
		read_notice(&all.v[i], rows.row[i]);
	return all;
}

STATEMENT(UNREAD, "SELECT COUNT(*) AS n FROM notices"
                  " WHERE user_id = ? AND read_at IS NULL");

int64_t notice_unread(struct db *db, struct arena *a, struct user_id user)
{
	return row_int(db_row(db, a, &UNREAD, ARGS(arg_int(user.v))), "n");
}

STATEMENT(MARK, "UPDATE notices SET read_at = UTC_TIMESTAMP(3)"
                " WHERE user_id = ? AND read_at IS NULL");

void notice_mark_read(struct db *db, struct user_id user)
{
	(void)db_run(db, &MARK, ARGS(arg_int(user.v)));
}

/* Looked up without a lock: locking the end of the queue would keep every
 * checkout from adding to it. */
STATEMENT(UNDELIVERED, "SELECT id FROM outbox WHERE delivered_at IS NULL"
                       " ORDER BY id LIMIT ?");

/* Two workers at once deliver different rows. */
STATEMENT(TAKE,
          "SELECT id, kind, user_id, subject, amount, currency, created_at"
          "  FROM outbox WHERE id = ? AND delivered_at IS NULL"
          "   FOR UPDATE SKIP LOCKED");

STATEMENT(TELL, "INSERT INTO notices (outbox_id, user_id, kind, subject,"
                "                     amount, currency, created_at)"
                "  VALUES (?, ?, ?, ?, ?, ?, ?)");

STATEMENT(DELIVERED, "UPDATE outbox SET delivered_at = UTC_TIMESTAMP(3)"
                     " WHERE id = ?");

/* One row, in a transaction of its own: nobody waits for a whole batch. */
struct delivery {
	struct arena *arena;
	int64_t id;
	struct user_id user; /* who was told; 0 for nobody */
};

static void tell(struct db *db, const struct row *row)
{
	struct arg none = arg_null(), id = arg_int(row_int(row, "id"));
	bool has_amount = !row_null(row, "amount");

	/* A duplicate was told before. */
	(void)db_try_insert(
		db, NULL, &TELL,
		ARGS(id, arg_int(row_int(row, "user_id")),
	             arg_text(row_text(row, "kind")),
	             arg_text(row_text(row, "subject")),
	             has_amount ? arg_int(row_int(row, "amount")) : none,
	             arg_text(row_text_or_null(row, "currency")),
	             arg_time(row_time(row, "created_at"))));
	(void)db_run(db, &DELIVERED, ARGS(id));
}

static void add_told(struct told *told, struct user_id user)
{
	for (size_t i = 0; i < told->n; i++)
		if (told->v[i].v == user.v)
			return;
	told->v[told->n++] = user;
}

static enum tx deliver(struct db *db, void *arg)
{
	struct delivery *d = arg;
	const struct row *row =
		db_row(db, d->arena, &TAKE, ARGS(arg_int(d->id)));

	d->user.v = 0;
	if (!row)
		return TX_ROLLBACK; /* another worker has it */
	tell(db, row);
	d->user.v = row_int(row, "user_id");
	return TX_COMMIT;
}

unsigned notice_deliver(struct db *db, struct arena *a, unsigned most,
                        struct told *told)
{
	struct rows rows = db_rows(db, a, &UNDELIVERED, ARGS(arg_int(most)));

	told->n = 0;
	told->v = arena_array(a, rows.n, struct user_id);
	for (size_t i = 0; i < rows.n; i++) {
		struct delivery d = {.arena = a,
		                     .id = row_int(rows.row[i], "id")};

		db_transact(db, deliver, &d);
		if (d.user.v)
			add_told(told, d.user);
	}
	return (unsigned)rows.n;
}
