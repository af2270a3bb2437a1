/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "base/clock.h"
/*
 * quote: what a coin is worth to this shop now (tables quotes and rates).
 *
 * The worker asks the sources of prices and picks by the rule of
 * price/rule.h; pages and the crediting of own deposits read here.  A rate
 * that is too old (setting price_age, by the database's clock) is none.
 */
struct arena;
struct asset;
struct db;
struct price;

struct quote {
	const char
		*price; /* of one coin in the shop's currency, decimal text */
	const char *source;
	struct moment at;
};

/* The rate of the asset's coin; NULL when there is no fresh one, with *why in
 * words for a buyer. */
const struct quote *quote_find(struct db *db, struct arena *a,
                               const struct asset *asset, const char **why);

/* --- for the worker ------------------------------------------------------ */

struct quote_coins {
	size_t n;
	const char **v;
};

/* Whose prices are wanted: of all assets in the settings own_coins and coins,
 * each coin once. */
struct quote_coins quote_coins(struct arena *a);
/* What a source has just said. */
void quote_hear(struct db *db, struct arena *a, const char *source,
                const struct price *said);
/* Judges the coin by what was heard last and stores its rate; NULL, or why it
 * is paused now, in words for a buyer. */
const char *quote_judge(struct db *db, struct arena *a, const char *coin);
