/* SPDX-License-Identifier: MIT */
#include "payment/payment_begin.h"
#include "base/arena.h"
#include "base/panic.h"
#include "base/random.h"
#include "db/db.h"
#include "db/transact.h"
#include "ledger/ledger.h"
#include "ledger/once.h"
#include "payment/asker.h"
#include "payment/payment_moves.h"
#include "payment/payment_own.h"
#include "payment/payment_sql.h"
#include "settings.h"

struct beginning {
	struct arena *arena;
	const struct payment_wish *wish;
	const char *path;
	enum payment_begun begun;
};

/* The buyer's overdue payments make room. */
static int end_overdue(struct db *db, struct arena *a, struct user_id user)
{
	struct payments old = payment_sql_lock_overdue(db, a, user);

	for (size_t i = 0; i < old.n; i++) {
		const struct payment *p = old.v[i];

		if (p->state == PAYMENT_CREATING)
			payment_give_up(db, p);
		else
			(void)payment_to_expired(db, a, p);
	}
	return (int)old.n;
}

/* The row, and of an own one its address with it. */
static bool write_row(struct db *db, struct arena *a,
                      const struct payment_wish *w)
{
	char token[PUBLIC_ID_TEXT];

	random_public_id(token);
	if (w->is_own)
		return payment_own_write(db, a, token, w);
	payment_sql_insert(db, token, w);
	return true;
}

static enum tx begin_body(struct db *db, void *arg)
{
	struct beginning *b = arg;
	const struct payment_wish *w = b->wish;
	struct balance held = ledger_lock(db, b->arena, w->user);
	int64_t most = setting_count(SET_OPEN_PAYMENTS_MAX);

	/* Only when there is no room: looking for them locks the gap that
	 * other buyers insert into, and two new ones would deadlock. */
	if (held.open_payments >= most)
		held.open_payments -= end_overdue(db, b->arena, w->user);
	if (!once_store(db, w->user, w->once, b->path)) {
		b->begun = PAYMENT_BEGUN_BEFORE;
		return TX_ROLLBACK;
	}
	if (held.open_payments >= most) {
		b->begun = PAYMENT_TOO_MANY;
		return TX_ROLLBACK;
	}
	if (!write_row(db, b->arena, w)) {
		b->begun = PAYMENT_NO_ADDRESS;
		return TX_ROLLBACK;
	}
	payment_sql_count_open(db, w->user, 1);
	b->begun = PAYMENT_BEGUN;
	return TX_COMMIT;
}

/* What the form's token led to, if it was used before. */
static enum payment_begun begun_before(struct db *db, struct arena *a,
                                       const char **path,
                                       const struct payment_wish *w)
{
	switch (once_find(db, a, w->user, w->once, path)) {
	case ONCE_FRESH:
		return PAYMENT_BEGUN;
	case ONCE_DONE:
		return PAYMENT_BEGUN_BEFORE;
	case ONCE_OTHER:
		return PAYMENT_OTHER_FORM;
	}
	panic("no such once_state");
}

/* Read before the transaction: a plain read in it would make a snapshot too
 * old for the locks that follow. */
static bool is_network_full(struct db *db, struct arena *a,
                            const struct payment_wish *w)
{
	struct asker who = asker_find(db, a, w->user, w->network);

	return asker_open_nearby(db, a, &who) >=
	       setting_count(SET_OPEN_NETWORK_MAX);
}

enum payment_begun payment_begin(struct db *db, struct arena *a,
                                 const struct payment **out, const char **path,
                                 const struct payment_wish *wish)
{
	struct beginning b = {.arena = a, .wish = wish};
	enum payment_begun before = PAYMENT_BEGUN;

	must((wish->kind == PAYMENT_NAMED) == !money_is_zero(wish->fiat));
	must((wish->is_own && wish->kind == PAYMENT_NAMED) == !!wish->rate);
	b.path = arena_printf(a, "/deposit/%s", wish->public_id);
	*out = NULL;
	if (is_network_full(db, a, wish))
		return PAYMENT_NETWORK_FULL;
	db_transact(db, begin_body, &b);
	*path = b.path;
	if (b.begun == PAYMENT_BEGUN_BEFORE)
		before = begun_before(db, a, path, wish);
	*out = payment_find(db, a, wish->public_id);
	/* Begun before by ourselves, in a COMMIT whose answer was lost. */
	if (b.begun == PAYMENT_BEGUN_BEFORE && !*out)
		return before;
	if (*out)
		return PAYMENT_BEGUN;
	must(b.begun != PAYMENT_BEGUN);
	return b.begun;
}
