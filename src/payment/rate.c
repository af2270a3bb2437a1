/* SPDX-License-Identifier: MIT */
#include "payment/rate.h"
#include "base/arena.h"
#include "chain/assets.h"
#include "settings.h"

/* 10^15 minor units, as much as money_parse takes. */
static const int64_t RATE_MOST = INT64_C(1000000000000000);

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
