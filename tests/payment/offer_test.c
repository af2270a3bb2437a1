/* SPDX-License-Identifier: MIT */
#include "payment/offer.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "price/price.h"
#include "quote/quote.h"
#include "settings.h"

TestSuite(offer, .timeout = 60);

static struct shop *shop;

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static void believe(const char *coin, const char *price)
{
	struct price said = {.coin = coin, .currency = "USD", .text = price};

	quote_hear(shop->db, shop->arena, "kraken", &said);
	cr_assert_null(quote_judge(shop->db, shop->arena, coin));
}

static struct offers list(void)
{
	return offer_list(shop->db, shop->arena);
}

static void open_shop(const char *coins, const char *own)
{
	shop = shop_open();
	set("coins", coins);
	set("own_coins", own);
	/* Somebody looks at the network, as far as the settings go. */
	set("sources_bitcoin", "esplora=http://127.0.0.1:9");
}

Test(offer, an_own_coin_is_offered_without_the_gateway)
{
	struct offers all;

	open_shop("LTC BTC DOGE BTC", "BTC");
	offer_store(shop->db, asset_find("LTC"), true, "90");
	offer_store(shop->db, asset_find("BTC"), true, "1");
	believe("BTC", "64120.009");
	believe("LTC", "80");
	test_sql("INSERT INTO own_addresses (network, script, address)"
	         " VALUES ('bitcoin', '00', 'bc1qown')");
	all = list();
	cr_assert_eq(all.n, 2);
	cr_assert_str_eq(all.v[0].asset->code, "LTC");
	cr_assert_not(all.v[0].is_own);
	cr_assert_str_eq(all.v[0].price, "90"); /* the gateway's own */
	cr_assert_str_eq(all.v[1].asset->code, "BTC");
	cr_assert(all.v[1].is_own);
	cr_assert_null(all.v[1].paused);
	cr_assert_str_eq(offer_hint(shop->arena, &all.v[1]),
	                 "1 BTC = $64,120.00");
}

Test(offer, an_own_coin_pauses_without_a_price_and_comes_back)
{
	struct offers all;

	open_shop("BTC", "BTC");
	test_sql("INSERT INTO own_addresses (network, script, address)"
	         " VALUES ('bitcoin', '00', 'bc1qown')");
	all = list();
	cr_assert_eq(all.n, 1);
	cr_assert_str_eq(all.v[0].paused,
	                 "There is no fresh price of Bitcoin just now. "
	                 "It comes back by itself.");
	cr_assert_null(all.v[0].price);
	cr_assert_str_eq(offer_hint(shop->arena, &all.v[0]), "");
	believe("BTC", "64000");
	cr_assert_null(list().v[0].paused);
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");
	cr_assert_not_null(list().v[0].paused);
}

Test(offer, an_own_coin_pauses_when_no_address_is_left)
{
	struct offers all;

	open_shop("BTC", "BTC");
	believe("BTC", "64000");
	all = list();
	cr_assert_eq(all.n, 1);
	cr_assert_str_eq(all.v[0].paused,
	                 "No address is left for it just now.");
	test_sql("INSERT INTO own_addresses (network, script, address)"
	         " VALUES ('bitcoin', '00', 'bc1qown')");
	cr_assert_null(list().v[0].paused);
}

Test(offer, an_own_coin_that_nobody_looks_at_pauses)
{
	static const char NOBODY[] =
		"The shop does not look at its network just now.";
	struct offers all;

	open_shop("LTC ETH BTC", "LTC ETH BTC");
	set("sources_ethereum", "evm=http://127.0.0.1:9");
	test_sql("INSERT INTO own_addresses (network, script, address) VALUES"
	         " ('litecoin', '00', 'ltc1qown'), ('ethereum', '00', '0x0'),"
	         " ('bitcoin', '00', 'bc1qown')");
	believe("LTC", "80");
	believe("ETH", "2000");
	believe("BTC", "64000");
	all = list();
	cr_assert_eq(all.n, 3);
	cr_expect_str_eq(all.v[0].paused, NOBODY);
	/* Its own coin is seen only with watch_native. */
	cr_expect_str_eq(all.v[1].paused, NOBODY);
	cr_expect_null(all.v[2].paused);
	set("watch_native", "yes");
	cr_expect_null(list().v[1].paused);
}

/* The sanitized build panics when a row is fetched and not read. */
Test(offer, the_list_of_the_gateway_is_read_where_every_coin_is_own)
{
	open_shop("BTC", "BTC");
	offer_store(shop->db, asset_find("BTC"), true, "1");
	offer_store(shop->db, asset_find("LTC"), true, "90");
	cr_assert_eq(list().n, 1);
	cr_assert(list().v[0].is_own);
}

Test(offer, what_is_own_but_not_offered_stays_out)
{
	open_shop("LTC", "BTC");
	cr_assert_eq(list().n, 0);
}

Test(offer, the_page_says_why_a_coin_is_paused)
{
	struct browser *b;

	open_shop("BTC", "BTC");
	b = browser_of("ann", 0);
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_assert(sees(b, "There is no fresh price of Bitcoin just now."));
}
