/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "price/price.h"

static struct arena *a;

static void open_it(void)
{
	a = arena_open(1024 * 1024);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(price_plan, .init = open_it, .fini = close_it);

static struct price_requests plan(const char *source, const char *coins,
                                  const char *currency)
{
	const char *v[8], *rest = coins;
	struct price_wish wish = {v, 0, currency};

	while ((v[wish.n] = text_next_word(a, &rest)))
		wish.n++;
	return price_source_find(source)->plan(a, &wish);
}

Test(price_plan, kraken_is_asked_once_by_its_own_names)
{
	struct price_requests all = plan("kraken", "BTC DOGE SHIB SOL", "EUR");

	cr_assert_eq(all.n, 1);
	cr_assert_str_eq(all.v[0].path,
	                 "/0/public/Ticker?pair=XBTEUR,XDGEUR,SOLEUR");
	cr_assert_null(all.v[0].question.coin);
	all = plan("kraken", "SHIB BTC", "EUR");
	cr_assert_str_eq(all.v[0].question.coin, "BTC");
}

Test(price_plan, kraken_is_not_asked_what_it_does_not_trade)
{
	cr_assert_eq(plan("kraken", "BTC LTC", "NOK").n, 0);
	cr_assert_eq(plan("kraken", "SHIB", "USD").n, 0);
	cr_assert_eq(plan("kraken", "", "USD").n, 0);
}

Test(price_plan, coingecko_is_asked_once_by_ids)
{
	struct price_requests all = plan("coingecko", "BTC BNB XYZ", "JPY");

	cr_assert_eq(all.n, 1);
	cr_assert_str_eq(all.v[0].path,
	                 "/api/v3/simple/price?ids=bitcoin,binancecoin"
	                 "&vs_currencies=jpy&precision=full"
	                 "&include_last_updated_at=true");
	cr_assert_eq(plan("coingecko", "XYZ", "USD").n, 0);
}

Test(price_plan, coinbase_is_asked_for_each_coin)
{
	struct price_requests all = plan("coinbase", "BTC LTC", "USD");

	cr_assert_eq(all.n, 2);
	cr_assert_str_eq(all.v[1].path, "/v2/prices/LTC-USD/spot");
	cr_assert_str_eq(all.v[1].question.coin, "LTC");
}

Test(price_plan, a_paid_key_goes_by_another_header)
{
	cr_assert_str_eq(coingecko_key_header("api.coingecko.com"),
	                 "x-cg-demo-api-key");
	cr_assert_str_eq(coingecko_key_header("pro-api.coingecko.com"),
	                 "x-cg-pro-api-key");
}

Test(price_plan, a_plain_price_has_no_exponent)
{
	cr_assert_str_eq(price_plain(a, "8.94e-06"), "0.00000894");
	cr_assert_str_eq(price_plain(a, "1.5E3"), "1500");
	cr_assert_str_eq(price_plain(a, "83548.90000"), "83548.9");
	cr_assert_str_eq(price_plain(a, "1e41"),
	                 "100000000000000000000000000000000000000000");
}
