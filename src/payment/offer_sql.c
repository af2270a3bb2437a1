/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "db/db.h"
#include "payment/offer.h"
#include "quote/quote.h"
#include "settings.h"
#include "wallet/wallet.h"

STATEMENT(LIST, "SELECT asset, price,"
                " checked_at < UTC_TIMESTAMP(3) - INTERVAL 15 MINUTE AS is_old"
                "  FROM coins WHERE is_listed = 1");

/* What the gateway takes. */
static struct offers read_listed(struct arena *a, struct rows rows)
{
	struct offers all = {0, arena_array(a, rows.n, struct offer)};

	for (size_t i = 0; i < rows.n; i++) {
		struct offer *o = &all.v[all.n];

		o->asset = asset_find(row_text(rows.row[i], "asset"));
		o->price = row_text_or_null(rows.row[i], "price");
		if (row_bool(rows.row[i], "is_old"))
			o->paused = "The gateway has not confirmed it for a "
				    "while. It comes back by itself.";
		all.n += o->asset != NULL;
	}
	return all;
}

static struct offer own_offer(struct db *db, struct arena *a,
                              const struct asset *asset)
{
	struct offer o = {.asset = asset, .is_own = true};
	const struct quote *q = quote_find(db, a, asset, &o.paused);

	if (q)
		o.price = q->price;
	if (!endpoint_knows(asset))
		o.paused = "The shop does not look at its network just now.";
	if (!o.paused && !wallet_can_give(db, a, asset))
		o.paused = "No address is left for it just now.";
	return o;
}

static const struct offer *among(const struct offers *all,
                                 const struct asset *asset)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].asset == asset)
			return &all->v[i];
	return NULL;
}

struct offers offer_list(struct db *db, struct arena *a)
{
	struct offers listed = read_listed(a, db_rows(db, a, &LIST, NO_ARGS));
	const char *rest = setting_text(SET_COINS), *code;
	struct offers all = {0, arena_array(a, ASSETS_COUNT, struct offer)};

	while ((code = text_next_word(a, &rest))) {
		const struct asset *asset = asset_find(code);
		const struct offer *theirs = among(&listed, asset);

		must(asset);
		if (among(&all, asset))
			continue;
		if (asset_is_among(a, asset, setting_text(SET_OWN_COINS)))
			all.v[all.n++] = own_offer(db, a, asset);
		else if (theirs)
			all.v[all.n++] = *theirs;
	}
	return all;
}

STATEMENT(STORE, "INSERT INTO coins (asset, is_listed, price, checked_at)"
                 "  VALUES (?, ?, ?, UTC_TIMESTAMP(3))"
                 " ON DUPLICATE KEY UPDATE is_listed = VALUE(is_listed),"
                 "  price = VALUE(price), checked_at = VALUE(checked_at)");

void offer_store(struct db *db, const struct asset *asset, bool is_listed,
                 const char *price)
{
	(void)db_run(db, &STORE,
	             ARGS(arg_text(asset->code), arg_bool(is_listed),
	                  arg_text(price)));
}
