/* SPDX-License-Identifier: MIT */
#include "payment/payment_own.h"
#include "base/arena.h"
#include "base/log.h"
#include "chain/assets.h"
#include "chain/node_wallet.h"
#include "db/db.h"
#include "db/transact.h"
#include "payment/payment_begin.h"
#include "payment/payment_own_sql.h"
#include "payment/payment_settle.h"
#include "payment/payment_sql.h"
#include "wallet/wallet.h"
#include "watch/watched.h"

static const char *const REFUSED =
	"Our own node would not watch a new address just now.";

/* What must arrive of a named amount, rounded up; false, logged, when it
 * can't be said. */
static bool find_coin(struct coin *out, const struct payment_wish *w)
{
	const char *why;

	if (w->kind != PAYMENT_NAMED)
		return true;
	why = coin_for_value_ceil(out, w->fiat, w->asset->decimals, w->rate);
	if (why)
		log_error("no amount of %s at a price of %s: %s",
		          w->asset->code, w->rate, why);
	return !why;
}

bool payment_own_write(struct db *db, struct arena *a, const char *hook_token,
                       const struct payment_wish *w)
{
	bool has_node = node_of(w->asset->network) != NULL;
	struct coin coin = {0};
	const char *address, *why;
	int64_t id;

	if (!find_coin(&coin, w))
		return false;
	id = payment_own_sql_insert(db, hook_token, w, coin, has_node);
	address = wallet_give(db, a, w->asset, id);
	if (!address) {
		log_warn("no own address is left for %s", w->asset->code);
		return false;
	}
	payment_own_sql_address(db, id, address, !has_node);
	why = watched_add(db, a, id, w->asset, address);
	if (why)
		log_error("the own address %s cannot be watched: %s", address,
		          why);
	return !why;
}

struct opening {
	struct arena *arena;
	struct payment_id id;
	bool is_imported; /* a node was told */
};

static enum tx open_body(struct db *db, void *arg)
{
	const struct opening *o = arg;
	const struct payment *p = payment_sql_lock(db, o->arena, o->id);

	if (p->state == PAYMENT_CREATING)
		payment_sql_move(db, p, PAYMENT_OPEN, NULL, NULL);
	if (o->is_imported)
		watched_imported(db, p->id.v);
	return TX_COMMIT;
}

/* A node that was started anew has no wallet loaded. */
static const char *tell(struct db *db, struct arena *a,
                        const struct endpoint *node, const char *address)
{
	const char *why = node_wallet_import(a, node, &address, 1);

	if (why && !node_wallet_open(
			   a, node, !watched_is_imported(db, a, node->network)))
		why = node_wallet_import(a, node, &address, 1);
	return why;
}

void payment_own_tell(struct db *db, struct arena *a, const struct payment *p)
{
	const struct endpoint *node = node_of(p->asset->network);
	const char *why;

	if (!node || !p->address)
		return;
	why = tell(db, a, node, p->address);
	if (why)
		log_warn("%s did not take the address of payment %s: %s",
		         node->name, p->public_id, why);
	else
		watched_imported(db, p->id.v);
}

void payment_own_open(struct db *db, struct arena *a, const struct payment *p)
{
	const struct endpoint *node = node_of(p->asset->network);
	struct opening o = {a, p->id, node != NULL};
	const char *why = NULL;

	if (p->provider != PROVIDER_OWN || p->state != PAYMENT_CREATING ||
	    p->is_over)
		return;
	if (node)
		why = tell(db, a, node, p->address);
	if (!why) {
		db_transact(db, open_body, &o);
		return;
	}
	log_error("%s did not take the address of payment %s: %s", node->name,
	          p->public_id, why);
	payment_refuse(db, a, p, REFUSED);
}
