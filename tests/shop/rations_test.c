/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include "base/arena.h"
#include "base/random.h"
#include "lib/shop.h"
#include "payment/payment_gateway.h"
#include "settings.h"
#include "wallet/wallets.h"

/* Limits on payment requests, by account as by network (B13). */
TestSuite(rations, .timeout = 120);

static struct shop *shop;

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static void open_shop(void)
{
	const struct wallet *w;

	shop = shop_open();
	set("own_coins", "BTC");
	set("sources_bitcoin", "esplora=http://127.0.0.1:9");
	set("own_held_new", "50");
	set("own_held_network", "1000");
	set("own_gap", "10000");
	cr_assert(payment_gateway_open(true));
	test_sql("INSERT INTO rates (coin, price, source, at) VALUES"
	         " ('BTC', '30000', 'kraken', UTC_TIMESTAMP(3))");
	cr_assert_null(wallet_add(&w, shop->db, shop->arena, "cli:test",
	                          NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_assert_null(wallet_confirm(shop->db, shop->arena, "cli:test",
	                              NETWORK_BITCOIN, BTC_0));
}

static struct browser *from(const char *address)
{
	char name[PUBLIC_ID_TEXT];
	struct browser *b = browser_open();

	random_public_id(name);
	browser_sign_in(b, shop_buyer(name, 0), name);
	b->address = address;
	return b;
}

static int ask(struct browser *b)
{
	cr_assert_eq(visit(b, "/deposit"), 200);
	return submit(b, "/deposit",
	              arena_printf(shop->arena, "once=%s&asset=BTC&amount=25",
	                           input_value(b, "once")));
}

/* So many new accounts from each of these, one request each. */
static void each_is(const char *const *addresses, size_t n, int status)
{
	for (size_t i = 0; i < n; i++)
		cr_expect_eq(ask(from(addresses[i])), status, "%s",
		             addresses[i]);
}

static void end_all(void)
{
	test_sql("UPDATE payments SET state = 'EXPIRED',"
	         " expires_at = UTC_TIMESTAMP(3)");
	test_sql("UPDATE users SET open_payments = 0");
	shop_forget_redis();
}

#define EACH(status, ...)                                    \
	each_is((const char *const[]){__VA_ARGS__},          \
	        sizeof((const char *const[]){__VA_ARGS__}) / \
	                sizeof(const char *),                \
	        (status))

Test(rations, accounts_of_one_network_share_its_hour)
{
	open_shop();
	set("requests_hourly", "3");
	EACH(303, "192.0.2.1", "192.0.2.2", "192.0.2.3");
	EACH(429, "192.0.2.4", "192.0.2.1");
	EACH(303, "192.0.3.1");
	EACH(303, "2001:db8::1", "2001:db8::2:1", "2001:db8:0:0:ffff::");
	EACH(429, "2001:db8::1");
	EACH(303, "2001:db8:0:1::1");
}

Test(rations, accounts_opened_in_one_network_share_an_hour_wherever_they_are)
{
	open_shop();
	set("requests_hourly", "3");
	for (int i = 0; i < 4; i++) {
		struct browser *b =
			from(arena_printf(shop->arena, "198.51.%d.1", i));

		test_sql("UPDATE users SET network = '0123456789abcdef'");
		cr_expect_eq(ask(b), i < 3 ? 303 : 429);
	}
}

Test(rations, accounts_of_one_network_share_what_may_be_open)
{
	open_shop();
	set("open_network_max", "3");
	EACH(303, "192.0.2.1", "192.0.2.2", "192.0.2.3");
	EACH(429, "192.0.2.4");
	EACH(303, "192.0.3.1");
	/* Redis forgot all of it; MariaDB did not. */
	shop_forget_redis();
	EACH(429, "192.0.2.4");
	end_all();
	EACH(303, "192.0.2.4");
}

Test(rations, a_network_behind_which_everybody_may_be_stops_nobody)
{
	open_shop();
	set("requests_hourly", "3");
	set("open_network_max", "3");
	EACH(303, "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "::1",
	     "unix:");
}

Test(rations, an_account_has_its_own_hour_there_too)
{
	struct browser *b;

	open_shop();
	set("requests_hourly", "3");
	b = from("127.0.0.1");
	for (int i = 0; i < 3; i++)
		cr_expect_eq(ask(b), 303);
	cr_expect_eq(ask(b), 429);
	cr_expect(sees(b, "too many payment requests"));
	EACH(303, "127.0.0.1");
}

Test(rations, who_has_paid_is_counted_by_himself)
{
	struct browser *b;

	open_shop();
	set("requests_hourly", "3");
	set("open_network_max", "3");
	EACH(303, "192.0.2.1", "192.0.2.2", "192.0.2.3");
	b = from("192.0.2.5");
	cr_expect_eq(ask(b), 429);
	b = browser_of("payer", 500);
	b->address = "192.0.2.5";
	for (int i = 0; i < 3; i++)
		cr_expect_eq(ask(b), 303);
	cr_expect_eq(ask(b), 429);
}

Test(rations, what_is_refused_leaves_room_and_no_row)
{
	struct browser *b;

	open_shop();
	set("open_network_max", "1");
	EACH(303, "192.0.2.1");
	b = from("192.0.2.2");
	cr_expect_eq(ask(b), 429);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 1);
	cr_expect_eq(test_number("SELECT SUM(open_payments) FROM users"), 1);
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Top up"));
}
