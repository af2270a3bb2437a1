/* SPDX-License-Identifier: MIT */
#include "shop/cancel.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/arrivals.h"
#include "lib/services.h"
#include "payment/payment_gateway.h"
#include "settings.h"
#include "wallet/wallets.h"

TestSuite(cancel, .timeout = 60);

static struct shop *shop;
static struct browser *b;

static void open_shop(void)
{
	const struct wallet *w;

	shop = shop_open();
	cr_assert(payment_gateway_open(true));
	cr_assert_null(settings_set("own_coins", "BTC"));
	cr_assert_null(
		settings_set("sources_bitcoin", "esplora=http://127.0.0.1:9"));
	test_sql("INSERT INTO rates (coin, price, source, at) VALUES"
	         " ('BTC', '50000', 'kraken', UTC_TIMESTAMP(3))");
	cr_assert_null(wallet_add(&w, shop->db, shop->arena, "cli:test",
	                          NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_assert_null(wallet_confirm(shop->db, shop->arena, "cli:test",
	                              NETWORK_BITCOIN, BTC_0));
	b = browser_open();
	browser_sign_in(b, shop_buyer("ann", 0), "ann");
}

static int ask(const char *amount)
{
	cr_assert_eq(visit(b, "/deposit"), 200);
	return submit(b, "/deposit",
	              arena_printf(shop->arena, "once=%s&asset=BTC&amount=%s",
	                           input_value(b, "once"), amount));
}

/* The path of a new one. */
static const char *begin(const char *amount)
{
	cr_assert_eq(ask(amount), 303);
	return arena_text(shop->arena, header(b, "Location"));
}

/* A look after their end that showed nothing: then addresses come back. */
static void all_are_looked_at(void)
{
	test_sql("UPDATE watches SET looked_at ="
	         " UTC_TIMESTAMP(3) + INTERVAL 1 SECOND");
}

static int cancel(const char *path, const char *fields)
{
	return submit(b, arena_printf(shop->arena, "%s/cancel", path), fields);
}

Test(cancel, the_page_says_so_and_shows_no_address)
{
	const char *path;

	open_shop();
	path = begin("25");
	cr_assert_eq(visit(b, path), 200);
	cr_expect(sees(b, BTC_0));
	cr_expect(sees(
		b, arena_printf(shop->arena, "action=\"%s/cancel\"", path)));
	cr_assert_eq(cancel(path, ""), 303);
	cr_expect_str_eq(header(b, "Location"), path);
	cr_assert_eq(visit(b, path), 200);
	cr_expect(sees(b, "Top-up cancelled"));
	cr_expect_not(sees(b, BTC_0));
	cr_expect_not(sees(b, "/cancel\""));
	cr_assert_eq(visit(b, arena_printf(shop->arena, "%s/status", path)),
	             200);
	cr_expect(sees(b, "{\"state\":\"cancelled\","));
	cr_assert_eq(cancel(path, ""), 303, "twice does harm");
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}

Test(cancel, five_of_them_lock_nobody_out)
{
	const char *path = "";

	open_shop();
	cr_assert_null(settings_set("own_held_new", "6"));
	cr_assert_null(settings_set("own_held", "6"));
	for (int i = 0; i < 5; i++)
		path = begin("25");
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "5 of 5"));
	cr_expect(sees(b, "Pay or cancel one first"));
	cr_expect_not(sees(b, "name=\"once\""));
	cr_expect_eq(
		submit(b, "/deposit", "once=AAAAAAAAAAAAAAAAAAAAAA&asset=BTC"),
		409);
	cr_assert_eq(cancel(path, "then=list"), 303);
	cr_expect_str_eq(header(b, "Location"), "/deposit");
	cr_expect_str_neq(begin("25"), path);
}

Test(cancel, another_coin_for_the_same_amount)
{
	const char *once, *path;

	open_shop();
	cr_assert_eq(visit(b, "/deposit"), 200);
	once = arena_text(shop->arena, input_value(b, "once"));
	cr_assert_eq(
		submit(b, "/deposit",
	               arena_printf(shop->arena,
	                            "once=%s&asset=BTC&amount=25.50", once)),
		303);
	path = arena_text(shop->arena, header(b, "Location"));
	cr_assert_eq(cancel(path, "then=coin"), 303);
	cr_assert_str_eq(header(b, "Location"), "/deposit?amount=25.50");
	cr_assert_eq(visit(b, "/deposit?amount=25.50"), 200);
	cr_expect_str_eq(input_value(b, "amount"), "25.50");
	/* The form of the first leads to the first, and begins none. */
	cr_assert_eq(
		submit(b, "/deposit",
	               arena_printf(shop->arena,
	                            "once=%s&asset=BTC&amount=25.50", once)),
		303);
	cr_expect_str_eq(header(b, "Location"), path);
	path = begin("");
	cr_assert_eq(cancel(path, "then=coin"), 303);
	cr_expect_str_eq(header(b, "Location"), "/deposit");
}

Test(cancel, what_coins_have_come_for_stays_as_it_is)
{
	const struct payment *p;
	const char *path;

	open_shop();
	path = begin("25");
	p = payment_find(shop->db, shop->arena, path + strlen("/deposit/"));
	LOOK(p, {"aa", "0", 50000, 0});
	cr_assert_eq(visit(b, path), 200);
	cr_expect_not(sees(b, "/cancel\""));
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect_not(sees(b, "/cancel\""));
	cr_assert_eq(cancel(path, "then=coin"), 409);
	cr_expect(sees(b, "can’t be cancelled"));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE cancelled_at IS NOT NULL"),
	             0);
}

Test(cancel, only_its_buyer_may)
{
	const char *path;

	open_shop();
	path = begin("25");
	browser_sign_in(b, shop_buyer("bob", 0), "bob");
	cr_expect_eq(cancel(path, ""), 404);
	cr_expect_eq(cancel("/deposit/AAAAAAAAAAAAAAAAAAAAAA", ""), 404);
	cr_expect_eq(visit(b, arena_printf(shop->arena, "%s/cancel", path)),
	             405);
	cr_expect_eq(cancel(path, "then=elsewhere"), 404);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE state = 'OPEN'"),
	             1);
}

Test(cancel, it_is_no_way_around_the_hourly_limit)
{
	open_shop();
	cr_assert_null(settings_set("requests_hourly", "3"));
	for (int i = 0; i < 3; i++) {
		cr_assert_eq(cancel(begin("25"), "then=list"), 303);
		all_are_looked_at();
	}
	cr_expect_eq(ask("25"), 429);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 3);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}

/* What nobody paid comes back to the same buyer, so a loop of requests takes
 * no addresses and pushes no wallet past its gap limit. */
Test(cancel, a_loop_of_requests_takes_one_address)
{
	open_shop();
	for (int i = 0; i < 5; i++) {
		cr_assert_eq(cancel(begin("25"), ""), 303);
		all_are_looked_at();
	}
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 1);
}
