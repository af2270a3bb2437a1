/* SPDX-License-Identifier: MIT */
#include "payment/payment_cancel.h"
#include "db/transact.h"
#include "ledger/ledger.h"
#include "payment/payment_moves.h"
#include "payment/payment_sql.h"

struct cancelling {
	struct arena *arena;
	struct payment_id id;
	enum payment_cancelled done;
};

/* Where nobody was told an address yet, none is waited for any more. */
static enum payment_state end_of(const struct payment *p)
{
	return p->state == PAYMENT_CREATING ? PAYMENT_ABANDONED
	                                    : PAYMENT_EXPIRED;
}

static bool has_coins(struct db *db, struct arena *a, const struct payment *p)
{
	return p->state == PAYMENT_CONFIRMING || p->state == PAYMENT_REVIEW ||
	       p->state == PAYMENT_PAID || payment_sql_has_deposit(db, a, p);
}

/* No deposit can be written meanwhile: its key locks the payment's row. */
static enum tx cancel_body(struct db *db, void *arg)
{
	struct cancelling *c = arg;
	const struct payment *p = payment_sql_lock(db, c->arena, c->id);

	(void)ledger_lock(db, c->arena, p->user);
	if (has_coins(db, c->arena, p)) {
		c->done = PAYMENT_HAS_COINS;
		return TX_ROLLBACK;
	}
	if (!payment_is_open(p)) {
		c->done = PAYMENT_OVER_BEFORE;
		return TX_ROLLBACK;
	}
	payment_leave(db, p, end_of(p), NULL, NULL);
	payment_sql_cancelled(db, p);
	c->done = PAYMENT_CANCELLED;
	return TX_COMMIT;
}

enum payment_cancelled payment_cancel(struct db *db, struct arena *a,
                                      const struct payment *p)
{
	struct cancelling c = {.arena = a, .id = p->id};

	db_transact(db, cancel_body, &c);
	return c.done;
}
