/* SPDX-License-Identifier: MIT */
#include "cli/doctor_own.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "settings.h"
#include "wallet/wallet.h"

static bool has_key(const struct wallets *all, enum network network)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].network == network && all->v[i].is_confirmed &&
		    !all->v[i].is_retired)
			return true;
	return false;
}

static const char *unseen(struct arena *a, const struct asset *asset)
{
	bool is_native =
		!asset->contract && (asset->network == NETWORK_ETHEREUM ||
	                             asset->network == NETWORK_BSC);

	return arena_printf(a,
	                    "no source sees it, so it is not offered: look at "
	                    "sources_%s%s",
	                    network_code(asset->network),
	                    is_native ? " and watch_native" : "");
}

static void check_coin(struct visit *v, const struct wallets *keys,
                       const char *code)
{
	const struct command_context *c = v->c;
	const struct asset *asset = asset_find(code);
	const char *part = arena_printf(c->arena, "own coin %s", code);
	int64_t left;

	must(asset);
	if (!asset_is_among(c->arena, asset, setting_text(SET_COINS)))
		doctor_warn(v, part,
		            "not offered, for it is not among `coins`");
	if (!endpoint_knows(asset))
		doctor_warn(v, part, unseen(c->arena, asset));
	if (has_key(keys, asset->network)) {
		if (!wallet_can_give(c->db, c->arena, asset))
			doctor_warn(
				v, part,
				"its key gives no addresses: is the setting "
				"`chain` right?");
		return;
	}
	left = pool_left(c->db, c->arena, asset->network);
	if (!left)
		doctor_warn(
			v, part,
			"neither a confirmed key (`cointill wallet`) nor an "
			"address in the pool (`cointill pool`)");
	else if (left <= setting_count(SET_OWN_RESERVE))
		doctor_warn(v, part,
		            arena_printf(c->arena,
		                         "only %" PRId64
		                         " addresses are left in the pool; the "
		                         "last are kept for buyers who have "
		                         "paid before or hold none",
		                         left));
}

static void check_gap(struct visit *v, const struct wallet *w)
{
	if (w->is_retired || !wallet_gap_is_wide(w))
		return;
	doctor_warn(v,
	            arena_printf(v->a, "key of %s", network_code(w->network)),
	            arena_printf(v->a,
	                         "%" PRId64
	                         " unpaid addresses in a row, and buyers who "
	                         "never paid get none beyond %" PRId64
	                         ": raise the gap limit of your wallet, then "
	                         "own_gap",
	                         wallet_gap(w), setting_count(SET_OWN_GAP)));
}

void doctor_own(struct visit *v)
{
	const char *rest = setting_text(SET_OWN_COINS), *code;
	struct wallets keys = wallet_list(v->c->db, v->a);

	while ((code = text_next_word(v->a, &rest)))
		check_coin(v, &keys, code);
	for (size_t i = 0; i < keys.n; i++)
		check_gap(v, &keys.v[i]);
}
