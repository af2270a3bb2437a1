/* SPDX-License-Identifier: MIT */
#include "quote/quote.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "price/price.h"
#include "quote/quote_sql.h"
#include "settings.h"

/* --- which coins --------------------------------------------------------- */

static bool has(const struct quote_coins *all, const char *coin)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i], coin))
			return true;
	return false;
}

static void add(struct quote_coins *all, struct arena *a, enum setting s)
{
	const char *rest = setting_text(s), *code;

	while ((code = text_next_word(a, &rest))) {
		const struct asset *asset = asset_find(code);

		must(asset);
		if (!has(all, asset->coin))
			all->v[all->n++] = asset->coin;
	}
}

struct quote_coins quote_coins(struct arena *a)
{
	struct quote_coins all = {0,
	                          arena_array(a, ASSETS_COUNT, const char *)};

	add(&all, a, SET_OWN_COINS);
	add(&all, a, SET_COINS);
	return all;
}

/* --- what they are worth ------------------------------------------------- */

static const struct asset *asset_of(const char *coin)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (!strcmp(ASSETS[i].coin, coin))
			return &ASSETS[i];
	return NULL;
}

/* A setting, for a dollar coin is worth a dollar only as long as it is. */
static bool has_parity(const char *coin)
{
	const struct asset *asset = asset_of(coin);

	return asset && asset->is_stable && setting_yes(SET_STABLE_PARITY) &&
	       !strcmp(setting_text(SET_CURRENCY), "USD");
}

/* In the order of trust; who is not in the setting any more is not heard. */
static struct hearings in_order(struct arena *a, struct hearings heard)
{
	struct price_sources sources = price_sources_set(a);
	struct hearings out = {0, arena_array(a, heard.n, struct heard)};

	for (size_t i = 0; i < sources.n; i++)
		for (size_t k = 0; k < heard.n; k++)
			if (!strcmp(heard.v[k].source, sources.v[i]->name))
				out.v[out.n++] = heard.v[k];
	return out;
}

static struct pick pick(struct db *db, struct arena *a, const char *coin)
{
	static const struct heard DOLLAR = {"parity", "1", 0};
	struct rule rule = {
		.age_most_ms = setting_count(SET_PRICE_AGE) * 1000,
		.band = (unsigned)setting_count(SET_PRICE_BAND),
		.spread = (unsigned)setting_count(SET_PRICE_SPREAD),
	};
	struct hearings heard;
	const char *before;
	int64_t age_ms = 0;

	if (has_parity(coin))
		return (struct pick){.heard = &DOLLAR};
	heard = in_order(a, quote_sql_heard(db, a, coin));
	before = quote_sql_before(db, a, coin, &age_ms);
	return rule_pick(heard.v, heard.n, before, age_ms, &rule);
}

const char *quote_judge(struct db *db, struct arena *a, const char *coin)
{
	struct pick picked = pick(db, a, coin);
	const struct asset *asset = asset_of(coin);
	const char *why;

	if (picked.heard) {
		quote_sql_set(db, coin, picked.heard);
		return NULL;
	}
	why = arena_printf(a, "%s of %s just now. It comes back by itself.",
	                   picked.why, asset ? asset->name : coin);
	quote_sql_pause(db, coin, why);
	return why;
}
