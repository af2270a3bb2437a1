/* SPDX-License-Identifier: MIT */
#include "cli/doctor_prices.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "cli/doctor_sql.h"
#include "quote/quote.h"
#include "price/party.h"
#include "settings.h"
#include "watch/health.h"

/* Whether it is paid to own addresses, on whatever network. */
static bool is_needed(struct arena *a, const char *coin)
{
	const char *rest = setting_text(SET_OWN_COINS), *code;

	while ((code = text_next_word(a, &rest))) {
		const struct asset *asset = asset_find(code);

		must(asset);
		if (!strcmp(asset->coin, coin))
			return true;
	}
	return false;
}

static const char *last_words(struct arena *a, const struct rate *rate)
{
	if (!rate || !rate->price)
		return "there never was one";
	return arena_printf(a, "the last was %s %s of %s, %s ago", rate->price,
	                    setting_text(SET_CURRENCY), rate->source,
	                    doctor_age(a, rate->age_s));
}

static void say_rate(struct visit *v, const char *coin, const struct rate *rate)
{
	const char *part = arena_printf(v->a, "price of %s", coin);
	const char *last = last_words(v->a, rate), *why = "none that is fresh";

	if (rate && rate->price && !rate->paused &&
	    rate->age_s <= setting_count(SET_PRICE_AGE)) {
		doctor_fine(
			v, part,
			arena_printf(v->a, "%s %s of %s, %s old", rate->price,
		                     setting_text(SET_CURRENCY), rate->source,
		                     doctor_age(v->a, rate->age_s)));
		return;
	}
	if (rate && rate->paused)
		why = rate->paused;
	why = arena_printf(v->a, "%s (%s)", why, last);
	if (is_needed(v->a, coin))
		doctor_warn(v, part, why);
	else
		doctor_fine(v, part, arena_printf(v->a, "not needed; %s", why));
}

/* Those of prices that fail; one that does well is seen by its rates. */
static void say_source(struct visit *v, const struct price_source *s)
{
	struct party p = party_open(v->a, s);
	struct health h = health_of(v->c->db, v->a, p.name);

	if (h.failures)
		doctor_warn(
			v, arena_printf(v->a, "source %s", p.name),
			arena_printf(v->a,
		                     "failed %" PRId64 " times in a "
		                     "row; %s",
		                     h.failures,
		                     h.fault ? h.fault : "nobody knows why"));
}

void doctor_prices(struct visit *v)
{
	struct rates rates = doctor_sql_rates(v->c->db, v->a);
	struct quote_coins coins = quote_coins(v->a);
	struct price_sources sources = price_sources_set(v->a);

	for (size_t i = 0; i < coins.n; i++) {
		const struct rate *rate = NULL;

		for (size_t k = 0; k < rates.n; k++)
			if (!strcmp(rates.v[k].coin, coins.v[i]))
				rate = &rates.v[k];
		say_rate(v, coins.v[i], rate);
	}
	for (size_t i = 0; i < sources.n; i++)
		say_source(v, sources.v[i]);
}
