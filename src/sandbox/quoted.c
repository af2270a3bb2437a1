/* SPDX-License-Identifier: MIT */
#include "sandbox/quoted.h"
#include <string.h>

/* The gateway does not deal in it. */
static const struct listed_coin TRX = {
	.code = "TRX",
	.coin = "TRX",
	.network = "TRON",
	.decimals = 6,
	.places = 6,
	.usd_e8 = 29000000,
	.fee = "1",
};

static const struct listed_coin *coin_find(const char *coin)
{
	const struct listed_coin *c;

	for (size_t i = 0; (c = listed_coin_at(i)); i++)
		if (!strcmp(c->coin, coin))
			return c;
	return strcmp(coin, TRX.coin) ? NULL : &TRX;
}

bool quoted_price(char buf[DECIMAL_TEXT], const char *coin,
                  const char *currency, int seconds_ago)
{
	const struct listed_coin *c = coin_find(coin);
	struct moment then = {clock_now().ms - seconds_ago * INT64_C(1000)};

	if (!c || !listed_currency(currency))
		return false;
	listed_price(buf, c, currency, then);
	return true;
}
