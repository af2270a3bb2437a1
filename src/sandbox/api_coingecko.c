/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "sandbox/quoted.h"
#include "sandbox/routes.h"
#include "sandbox/service.h"
/*
 * CoinGecko below /coingecko: coins by names of its own; what it does not
 * know vanishes.
 */
enum { SECONDS_AGO = 40, CODE = 3 };

static const struct {
	const char *id, *coin;
} COINS[] = {
	{"bitcoin",     "BTC" },
        {"litecoin",    "LTC" },
        {"ethereum",    "ETH" },
	{"solana",      "SOL" },
        {"binancecoin", "BNB" },
        {"dogecoin",    "DOGE"},
	{"tether",      "USDT"},
        {"usd-coin",    "USDC"},
        {"tron",        "TRX" },
};

static const char *coin_of(const char *id)
{
	for (size_t i = 0; i < sizeof(COINS) / sizeof(COINS[0]); i++)
		if (!strcmp(COINS[i].id, id))
			return COINS[i].coin;
	return NULL;
}

static void add_currency(struct text *t, const char *coin, const char *asked)
{
	char currency[CODE + 1] = "", price[DECIMAL_TEXT];

	if (strlen(asked) != CODE)
		return;
	for (size_t i = 0; i < CODE; i++)
		currency[i] = (char)toupper((unsigned char)asked[i]);
	if (quoted_price(price, coin, currency, SECONDS_AGO))
		text_printf(t, "%s\"%s\":%s", t->len > 1 ? "," : "", asked,
		            price);
}

static void add_coin(struct text *t, struct request *rq, const char *id)
{
	char *rest = arena_text(rq->arena, service_field(rq, "vs_currencies"));
	struct text prices = text_open(rq->arena, 256);
	const char *currency, *coin = coin_of(id);

	if (!coin)
		return;
	text_add_text(&prices, "{");
	while ((currency = strsep(&rest, ",")))
		add_currency(&prices, coin, currency);
	if (!strcmp(service_field(rq, "include_last_updated_at"), "true"))
		text_printf(&prices, "%s\"last_updated_at\":%" PRId64,
		            prices.len > 1 ? "," : "",
		            clock_now().ms / 1000 - SECONDS_AGO);
	text_printf(t, "%s\"%s\":%s}", t->len > 1 ? "," : "", id, prices.p);
}

static struct reply *say(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 1024);
	char *rest = arena_text(rq->arena, service_field(rq, "ids"));
	const char *id;

	(void)w;
	text_add_text(&t, "{");
	while ((id = strsep(&rest, ",")))
		add_coin(&t, rq, id);
	text_add_text(&t, "}");
	return service_json(rq, &t);
}

struct reply *api_coingecko(struct request *rq)
{
	return service_answer(rq, "coingecko", NULL, say);
}
