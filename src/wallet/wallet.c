/* SPDX-License-Identifier: MIT */
#include "wallet/wallet_inside.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "chain/address.h"
#include "db/db.h"
#include "db/transact.h"
#include "settings.h"
#include "trail/trail.h"
#include "wallet/pool_sql.h"
#include "wallet/wallet_sql.h"

enum {
	INDEX_END = INT32_MAX, /* next_index goes no further */
	SKIPS_MOST = 2000      /* in one transaction */
};

static const char *wallet_open(struct account *out, const struct wallet *w)
{
	return account_open(out, network_coin(w->network), chain_set(),
	                    w->script, w->key);
}

static struct own_script script_of(struct arena *a, enum network network,
                                   const char *address)
{
	struct address its;

	must(!address_read(&its, network_coin(network), chain_set(), address));
	return (struct own_script){network_code(network), address,
	                           text_hex(a, its.bytes, its.len)};
}

const char *wallet_address(struct arena *a, const struct wallet *w,
                           int64_t index)
{
	struct account account;
	const char *address;

	if (wallet_open(&account, w) ||
	    account_address(&address, a, &account, (uint32_t)index))
		return NULL;
	return address;
}

int64_t wallet_gap(const struct wallet *w)
{
	return w->next_index - w->paid_index - 1;
}

bool wallet_gap_is_wide(const struct wallet *w)
{
	int64_t most = setting_count(SET_OWN_GAP);

	return wallet_gap(w) >= most - most / 4;
}

/* --- a key is added and confirmed ----------------------------------------- */

/* NULL or the reason; sets what will be its row, but for the next index. */
static const char *read_key(struct wallet *out, struct account *account,
                            struct arena *a, const char *script)
{
	const char *why;

	if (out->network == NETWORK_NONE)
		return "there is no such network";
	if (script && !script_find(&out->script, script))
		return "the script is p2pkh, p2sh-p2wpkh or p2wpkh";
	why = wallet_open(account, out);
	if (!why)
		why = account_address(&out->first_address, a, account, 0);
	out->script = account->script;
	return why;
}

/* The first index that nobody was given; some may have been imported. */
static int64_t first_free(struct db *db, struct arena *a,
                          const struct account *account)
{
	const char *address;
	int64_t i = 0;

	for (; i < INDEX_END; i++) {
		struct own_script s;

		if (account_address(&address, a, account, (uint32_t)i))
			continue;
		s = script_of(a, account->asset->network, address);
		if (!wallet_sql_is_known(db, a, &s))
			break;
	}
	return i;
}

static void note(struct db *db, struct arena *a, const char *actor,
                 const char *action, const struct wallet *w)
{
	trail_add(db, actor, action,
	          arena_printf(a, "%s %.100s", network_code(w->network),
	                       w->first_address),
	          "");
}

struct adding {
	struct arena *arena;
	const char *actor;
	const struct wallet *wallet;
};

static enum tx add_body(struct db *db, void *arg)
{
	const struct adding *add = arg;

	if (!wallet_sql_insert(db, add->wallet))
		return TX_ROLLBACK;
	note(db, add->arena, add->actor, "wallet-add", add->wallet);
	return TX_COMMIT;
}

const char *wallet_add(const struct wallet **out, struct db *db,
                       struct arena *a, const char *actor, enum network network,
                       const char *key, const char *script)
{
	struct wallet w = {.network = network, .key = key, .paid_index = -1};
	struct account account;
	const char *why = read_key(&w, &account, a, script);

	if (why)
		return why;
	*out = wallet_sql_first(db, a, network, w.first_address);
	if (*out)
		return NULL;
	w.next_index = first_free(db, a, &account);
	db_transact(db, add_body, &(struct adding){a, actor, &w});
	*out = wallet_sql_first(db, a, network, w.first_address);
	must(*out);
	return NULL;
}

struct confirming {
	struct arena *arena;
	const char *actor;
	enum network network;
	struct address address;
	bool is_found;
};

/* Compared by what it decodes to: an EVM address has many spellings. */
static bool is_first(const struct confirming *c, const struct wallet *w)
{
	struct address first;

	return !address_read(&first, network_coin(c->network), chain_set(),
	                     w->first_address) &&
	       address_same(&first, &c->address);
}

static enum tx confirm_body(struct db *db, void *arg)
{
	struct confirming *c = arg;
	struct wallets all = wallet_sql_lock_network(db, c->arena, c->network);

	c->is_found = false;
	for (size_t i = 0; i < all.n && !c->is_found; i++) {
		c->is_found = is_first(c, &all.v[i]);
		if (!c->is_found)
			continue;
		wallet_sql_confirm(db, &all.v[i]);
		/* Said again, or run again, it changes nothing. */
		if (!all.v[i].is_confirmed || all.v[i].is_retired)
			note(db, c->arena, c->actor, "wallet-confirm",
			     &all.v[i]);
	}
	return c->is_found ? TX_COMMIT : TX_ROLLBACK;
}

const char *wallet_confirm(struct db *db, struct arena *a, const char *actor,
                           enum network network, const char *first_address)
{
	struct confirming c = {a, actor, network, {0}, false};
	const char *why;

	if (network == NETWORK_NONE)
		return "there is no such network";
	why = address_read(&c.address, network_coin(network), chain_set(),
	                   first_address);
	if (why)
		return arena_printf(a, "it is no address: %s", why);
	db_transact(db, confirm_body, &c);
	return c.is_found ? NULL : "no key of this network begins with it";
}

/* --- addresses are given -------------------------------------------------- */

/* The next one of the key.  Most often the first try is right; an index whose
 * child does not exist, or whose address was imported before, is left out. */
const char *wallet_derive(struct db *db, struct arena *a,
                          const struct wallet *w, const struct holder *h,
                          int64_t payment)
{
	struct account account;
	const char *why = wallet_open(&account, w), *address;
	int64_t i = w->next_index, end = i + SKIPS_MOST;

	if (why) {
		log_error("the key of %s gives no addresses: %s",
		          network_code(w->network), why);
		return NULL;
	}
	for (; i < INDEX_END && i < end; i++) {
		struct own_script s;

		if (account_address(&address, a, &account, (uint32_t)i))
			continue;
		s = script_of(a, w->network, address);
		if (!wallet_sql_take(db, w, i, &s, h, payment))
			continue;
		wallet_sql_move(db, w, i + 1);
		return address;
	}
	return NULL;
}

bool wallet_can_give(struct db *db, struct arena *a, const struct asset *asset)
{
	const struct wallet *w = wallet_sql_live(db, a, asset->network);
	struct account account;

	if (w && w->next_index < INDEX_END && !wallet_open(&account, w))
		return true;
	return pool_left(db, a, asset->network) > 0;
}
