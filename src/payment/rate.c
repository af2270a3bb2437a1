/* SPDX-License-Identifier: MIT */
#include "payment/rate.h"
#include "base/arena.h"
#include "base/decimal.h"
#include "chain/assets.h"
#include "settings.h"

/* 10^15 minor units, as much as money_parse takes. */
static const int64_t RATE_MOST = INT64_C(1000000000000000);
/* From so many whole units of the currency on, minor units say enough. */
static const char *const LARGE = "10";

const char *rate_show(struct arena *a, const struct asset *asset, struct coin c,
                      struct money worth)
{
	unsigned __int128 units = (unsigned __int128)money_to_minor(worth);
	char text[MONEY_TEXT];

	if (money_is_negative(worth) || coin_is_zero(c))
		return "";
	for (unsigned i = 0; i < asset->decimals; i++)
		if (__builtin_mul_overflow(units, 10u, &units))
			return "";
	units /= c.units;
	if (units == 0 || units > (unsigned __int128)RATE_MOST)
		return "";
	money_show(text, money_minor((int64_t)units, setting_currency()));
	return arena_printf(a, "1 %s = %s", asset->coin, text);
}

/* Whether a price has no more than minor units, or is too large for more to
 * matter. */
static bool is_round(const char *price, struct money rounded)
{
	struct currency c = money_currency(rounded);
	struct integer digits;
	struct money large;

	if (!decimal_parse(&digits, price, currency_exponent(c)))
		return true;
	return !money_parse(&large, LARGE, c) && money_cmp(rounded, large) >= 0;
}

const char *rate_show_price(struct arena *a, const struct asset *asset,
                            const char *price)
{
	struct currency c = setting_currency();
	char text[MONEY_TEXT];
	struct money m;

	if (money_parse_floor(&m, price, c))
		return "";
	if (!is_round(price, m))
		return arena_printf(a, "1 %s = %s %s", asset->coin, price,
		                    currency_code(c));
	money_show(text, m);
	return arena_printf(a, "1 %s = %s", asset->coin, text);
}
