/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "price/price.h"
#include "side.h"

static struct prices ask(struct side *s, price_read *read, const char *uri)
{
	const struct price_question none = {0};
	struct said said = side_ask(s, "GET", uri, "");
	struct prices out;
	const char *why = read(&out, s->arena, &none, said.status, said.body);

	cr_assert_null(why, "%s: %s", uri, why);
	return out;
}

static const char *price_of(const struct prices *p, const char *coin)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].coin, coin))
			return p->v[i].text;
	cr_assert_fail("no price of %s", coin);
	return NULL;
}

/* Whole dollars, within the sway of half a percent. */
static void is_about(const char *text, long want)
{
	long got = strtol(text, NULL, 10);

	cr_expect(labs(got - want) <= want / 150 + 1, "%s", text);
}

Test(sandbox_prices, kraken_names_coins_in_its_own_way)
{
	struct side s = side_open();
	struct prices p = ask(&s, kraken_read,
	                      "/kraken/0/public/Ticker?pair=XBTUSD,ETHUSD,"
	                      "LTCUSD,SOLUSD,USDTUSD,USDCUSD,XDGUSD,BNBUSD,"
	                      "TRXUSD");

	cr_expect_eq(p.n, 9);
	is_about(price_of(&p, "BTC"), 97000);
	is_about(price_of(&p, "ETH"), 3400);
	is_about(price_of(&p, "USDT"), 1);
	side_close(&s);
}

Test(sandbox_prices, kraken_keeps_its_names)
{
	struct side s = side_open();
	struct said said = side_ask(
		&s, "GET", "/kraken/0/public/Ticker?pair=XBTUSD,XDGEUR", "");

	cr_expect(strstr(said.body.p, "\"XXBTZUSD\""));
	cr_expect(strstr(said.body.p, "\"XDGEUR\""));
	side_close(&s);
}

Test(sandbox_prices, one_unknown_pair_spoils_krakens_answer)
{
	struct side s = side_open();
	struct said said = side_ask(
		&s, "GET", "/kraken/0/public/Ticker?pair=XBTUSD,NOPE", "");

	cr_expect_eq(said.status, 200);
	cr_expect_eq(json_array_length(json_member(said.json, "error")), 1);
	side_close(&s);
}

Test(sandbox_prices, coingecko_leaves_out_what_it_does_not_know)
{
	struct side s = side_open();
	struct prices p = ask(&s, coingecko_read,
	                      "/coingecko/api/v3/simple/price?ids=bitcoin,tron,"
	                      "nope&vs_currencies=usd,eur,zzz&precision=full"
	                      "&include_last_updated_at=true");

	cr_expect_eq(p.n, 4);
	is_about(price_of(&p, "BTC"), 97000);
	side_close(&s);
}

Test(sandbox_prices, coinbase_tells_one_pair)
{
	struct side s = side_open();
	struct prices p =
		ask(&s, coinbase_read, "/coinbase/v2/prices/LTC-USD/spot");

	cr_assert_eq(p.n, 1);
	is_about(price_of(&p, "LTC"), 105);
	cr_expect_eq(
		side_ask(&s, "GET", "/coinbase/v2/prices/NOPE-USD/spot", "")
			.status,
		404);
	side_close(&s);
}
