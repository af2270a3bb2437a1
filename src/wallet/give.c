/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "base/arena.h"
#include "base/log.h"
#include "settings.h"
#include "wallet/pool_sql.h"
#include "wallet/wallet_inside.h"
/*
 * Who gets an address, when most who ask never pay.
 *
 * First one of the buyer's own that nobody paid.  Then a fresh one, while he
 * holds but a few, and while enough are left for those who hold none or have
 * paid before.
 */

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What is kept of so many for the better buyers. */
static int64_t reserve_of(int64_t all)
{
	return least(setting_count(SET_OWN_RESERVE), all / 4);
}

/* Whether one of those that are left is for him. */
static bool is_for(const struct holder *h, int64_t left, int64_t reserve)
{
	if (h->has_paid)
		return left > 0;
	return left > (h->held ? reserve : reserve / 2);
}

static bool may_hold_more(const struct holder *h)
{
	if (h->has_paid)
		return h->held < setting_count(SET_OWN_HELD);
	return h->held < setting_count(SET_OWN_HELD_NEW) &&
	       h->held_nearby < setting_count(SET_OWN_HELD_NETWORK);
}

/* What a network has to give, locked. */
struct shelf {
	const struct asset *asset;
	const struct wallet *key; /* or NULL */
	struct pool_address free;
};

/* Who has paid goes beyond the gap that the wallet bears: he will pay again,
 * and the doctor says what to do. */
static const char *of_key(struct db *db, struct arena *a, const struct shelf *s,
                          const struct holder *h, int64_t payment)
{
	int64_t most = setting_count(SET_OWN_GAP), left;

	if (!s->key)
		return NULL;
	left = most - wallet_gap(s->key);
	if (wallet_gap_is_wide(s->key))
		log_warn("the key of %s: %" PRId64 " addresses in a row are "
		         "unpaid, and own_gap is %" PRId64,
		         network_code(s->asset->network), wallet_gap(s->key),
		         most);
	if (!h->has_paid && !is_for(h, left, reserve_of(most)))
		return NULL;
	return wallet_derive(db, a, s->key, h, payment);
}

static const char *of_pool(struct db *db, struct arena *a,
                           const struct shelf *s, const struct holder *h,
                           int64_t payment)
{
	enum network network = s->asset->network;
	int64_t all, left;

	if (!s->free.address)
		return NULL;
	all = pool_size(db, a, network);
	left = pool_left(db, a, network);
	if (left <= reserve_of(all))
		log_warn("the pool of %s: %" PRId64 " addresses are left",
		         network_code(network), left);
	if (!is_for(h, left, reserve_of(all)))
		return NULL;
	pool_sql_give(db, &s->free, h, payment);
	return s->free.address;
}

const char *wallet_give(struct db *db, struct arena *a,
                        const struct asset *asset, int64_t payment)
{
	/* Locked before anything is read plainly, or the snapshot of that
	 * read would be too old for the lock. */
	struct shelf s = {
		.asset = asset,
		.key = wallet_sql_lock_live(db, a, asset->network),
		.free = pool_sql_lock_oldest(db, a, asset->network),
	};
	struct holder h = holder_sql_find(db, a, asset, payment);
	const char *address = holder_sql_again(db, a, &h, asset, payment);

	if (address || !may_hold_more(&h))
		return address;
	address = of_key(db, a, &s, &h, payment);
	return address ? address : of_pool(db, a, &s, &h, payment);
}
