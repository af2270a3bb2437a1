/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
/*
 * offer: the coins that may be paid with now.
 *
 * The setting `coins` says which ones the shop wants, the gateway's own list
 * (table `coins`, kept by the worker) which ones it takes.  A list that has
 * not been confirmed for a quarter of an hour pauses the coin until it is.
 *
 * Those of the setting `own_coins` go to addresses of the operator's own: the
 * gateway is not asked about them, and they pause while they have no fresh
 * price (quote/), no address is left (wallet/), or no source of their network
 * is set (chain/endpoint.h): nobody would see what is paid.
 */
struct arena;
struct asset;
struct db;

struct offer {
	const struct asset *asset;
	bool is_own;        /* paid to an address of the operator's own */
	const char *price;  /* of one coin, decimal text; or NULL */
	const char *paused; /* why it may not be chosen, in words; or NULL */
};

struct offers {
	size_t n;
	struct offer *v;
};

/* In the order of the setting. */
struct offers offer_list(struct db *db, struct arena *a);
/* "1 BTC = $64,120.00", or "" without a price. */
const char *offer_hint(struct arena *a, const struct offer *o);

/* What the gateway said just now; price may be NULL. */
void offer_store(struct db *db, const struct asset *asset, bool is_listed,
                 const char *price);
