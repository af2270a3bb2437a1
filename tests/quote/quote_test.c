/* SPDX-License-Identifier: MIT */
#include "quote/quote.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "price/price.h"
#include "settings.h"

TestSuite(quote, .timeout = 60);

static struct shop *shop;

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static void hear(const char *source, const char *coin, const char *price)
{
	struct price said = {.coin = coin, .currency = "USD", .text = price};

	quote_hear(shop->db, shop->arena, source, &said);
}

static const char *judge(const char *coin)
{
	return quote_judge(shop->db, shop->arena, coin);
}

static const struct quote *find(const char *code, const char **why)
{
	return quote_find(shop->db, shop->arena, asset_find(code), why);
}

static const char *price(const char *code)
{
	const char *why;
	const struct quote *q = find(code, &why);

	return q ? q->price : "none";
}

Test(quote, each_coin_of_the_settings_is_wanted_once)
{
	struct quote_coins all;

	shop = shop_open();
	set("own_coins", "USDT_SOL BTC");
	set("coins", "ETH BTC,USDT_TRC20 USDC_ERC20");
	all = quote_coins(shop->arena);
	cr_assert_eq(all.n, 4);
	cr_assert_str_eq(all.v[0], "USDT");
	cr_assert_str_eq(all.v[1], "BTC");
	cr_assert_str_eq(all.v[2], "ETH");
	cr_assert_str_eq(all.v[3], "USDC");
}

Test(quote, a_coin_nobody_has_spoken_of_has_no_price)
{
	const char *why;

	shop = shop_open();
	cr_assert_null(find("BTC", &why));
	cr_assert_str_eq(why, "There is no fresh price of Bitcoin just now. "
	                      "It comes back by itself.");
	cr_assert_str_eq(judge("BTC"), why);
	cr_assert_null(find("BTC", &why));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM rates"
	                         " WHERE price IS NULL"),
	             1);
}

Test(quote, a_rate_is_of_the_coin_on_all_its_networks)
{
	const char *why;

	shop = shop_open();
	hear("kraken", "USDT", "9.9947e-01");
	cr_assert_null(judge("USDT"));
	cr_assert_str_eq(price("USDT_TRC20"), "0.99947");
	cr_assert_str_eq(price("USDT_ERC20"), "0.99947");
	cr_assert_str_eq(price("USDC_ERC20"), "none");
	cr_assert_str_eq(find("USDT_SOL", &why)->source, "kraken");
	cr_assert_neq(find("USDT_SOL", &why)->at.ms, 0);
}

Test(quote, a_rate_ages_by_the_clock_of_the_database)
{
	const char *why;

	shop = shop_open();
	set("price_age", "60");
	hear("kraken", "BTC", "64000");
	cr_assert_null(judge("BTC"));
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) - INTERVAL 58 SECOND");
	cr_assert_not_null(find("BTC", &why));
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) - INTERVAL 61 SECOND");
	cr_assert_null(find("BTC", &why));
	cr_assert(strstr(why, "no fresh price of Bitcoin"));
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) + INTERVAL 2 HOUR");
	cr_assert_null(find("BTC", &why));
}

Test(quote, judging_again_does_not_make_an_old_price_younger)
{
	shop = shop_open();
	hear("kraken", "BTC", "64000");
	test_sql("UPDATE quotes SET at = UTC_TIMESTAMP(3) - INTERVAL 5 MINUTE");
	cr_assert_null(judge("BTC"));
	cr_assert_null(judge("BTC"));
	cr_assert_leq(test_number("SELECT ABS(TIMESTAMPDIFF(SECOND, at,"
	                          " UTC_TIMESTAMP(3)) - 300) FROM rates"),
	              2);
}

Test(quote, a_price_that_is_not_believed_stops_the_one_before_at_once)
{
	const char *why;

	shop = shop_open();
	hear("kraken", "BTC", "64000");
	cr_assert_null(judge("BTC"));
	hear("kraken", "BTC", "64");
	cr_assert_not_null(judge("BTC"));
	cr_assert_null(find("BTC", &why));
	cr_assert(strstr(why, "sudden new price of Bitcoin"));
	cr_assert_eq(test_number("SELECT price FROM rates"), 64000);
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) - INTERVAL 25 HOUR");
	cr_assert_null(judge("BTC")); /* it was not to be known for so long */
	cr_assert_str_eq(price("BTC"), "64");
}

Test(quote, who_is_not_trusted_any_more_is_not_heard)
{
	shop = shop_open();
	hear("kraken", "BTC", "64000");
	hear("coinbase", "BTC", "99000");
	cr_assert_not_null(judge("BTC"));
	set("price_sources", "coinbase");
	cr_assert_null(judge("BTC"));
	cr_assert_str_eq(price("BTC"), "99000");
}

Test(quote, a_dollar_coin_is_a_dollar_only_by_setting_and_in_dollars)
{
	const char *why;

	shop = shop_open();
	cr_assert_not_null(judge("USDT"));
	set("stable_parity", "yes");
	cr_assert_null(judge("USDT"));
	cr_assert_str_eq(price("USDT_TRC20"), "1");
	cr_assert_str_eq(find("USDT_TRC20", &why)->source, "parity");
	cr_assert_not_null(judge("BTC"));
	set("currency", "EUR");
	test_sql("DELETE FROM rates");
	cr_assert_not_null(judge("USDT"));
	cr_assert_null(find("USDT_TRC20", &why));
}

Test(quote, the_longest_words_fit)
{
	shop = shop_open();
	hear("kraken", "USDC", "1");
	cr_assert_null(judge("USDC"));
	hear("kraken", "USDC", "2");
	cr_assert(strstr(judge("USDC"), "comes back by itself."));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM rates WHERE paused LIKE"
	                         " '%comes back by itself.'"),
	             1);
}
