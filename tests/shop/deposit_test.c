/* SPDX-License-Identifier: MIT */
#include "shop/deposit.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "jobs.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "lib/stub.h"
#include "payment/payment_gateway.h"
#include "settings.h"
#include "wallet/wallets.h"

TestSuite(deposit, .timeout = 60);

static struct shop *shop;
static struct browser *b;
static struct stub_page pages[3];

static const char ADDRESS[] = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";

static void list_coin(const char *asset, const char *price)
{
	test_sql(arena_printf(shop->arena,
	                      "INSERT INTO coins VALUES ('%s', 1, '%s',"
	                      " UTC_TIMESTAMP(3))",
	                      asset, price));
}

/* The gateway makes one payment of any amount, or of a named one. */
static void gateway_makes(const char *type, const char *asset,
                          const char *amounts)
{
	const char *body = arena_printf(
		shop->arena,
		"{\"id\":1,\"paymentType\":\"%s\",\"fiatCurrency\":\"USD\",%s"
		"\"cryptoCurrency\":\"%s\",\"expireDatetime\":%" PRId64
		",\"createDatetime\":%" PRId64 ",\"address\":\"%s\","
		"\"isPaid\":false,\"isWithdrawn\":false,"
		"\"hash\":\"0123456789abcdef0123\"}",
		type, amounts, asset, clock_now().ms + 7200000, clock_now().ms,
		ADDRESS);

	pages[0].path = "/payment";
	pages[0].answer =
		arena_printf(shop->arena,
	                     "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
	                     "Connection: close\r\n\r\n%s",
	                     strlen(body), body);
}

static void open_shop(void)
{
	struct user_id ann;

	shop = shop_open();
	cr_assert_null(settings_set(
		"gateway_url", arena_printf(shop->arena, "http://127.0.0.1:%d",
	                                    stub_start(pages))));
	cr_assert(payment_gateway_open(true));
	list_coin("BTC", "50000");
	list_coin("USDT_TRC20", "1");
	list_coin("TRX", "0.1");
	ann = shop_buyer("ann", 0);
	b = browser_open();
	browser_sign_in(b, ann, "ann");
}

/* The job that asks for addresses. */
static void run_ask(void)
{
	struct job_context job = {.db = shop->db,
	                          .redis = shop->redis,
	                          .arena = shop->arena,
	                          .result = ""};

	(void)job_find("ask")->run(&job);
}

/* Posts the form as the page gave it. */
static int post(const char *fields)
{
	cr_assert_eq(visit(b, "/deposit"), 200);
	return submit(b, "/deposit",
	              arena_printf(shop->arena, "once=%s&%s",
	                           input_value(b, "once"), fields));
}

/* The same, and its address is asked for. */
static int ask(const char *fields)
{
	int status = post(fields);

	run_ask();
	return status;
}

static const char *follow(void)
{
	const char *path = header(b, "Location");

	cr_assert_eq(visit(b, path), 200, "%s", path);
	return path;
}

Test(deposit, only_the_coins_of_setting_and_gateway_are_offered)
{
	open_shop();
	cr_assert_eq(visit(b, "/deposit?amount=2.30&asset=BTC"), 200);
	cr_expect(sees(b, "coin-BTC"));
	cr_expect(sees(b, "1 BTC = $50,000.00"));
	cr_expect(sees(b, "coin-USDT_TRC20"));
	cr_expect_not(sees(b, "coin-TRX")); /* not in the setting */
	cr_expect_not(sees(b, "coin-LTC")); /* not listed */
	cr_expect_str_eq(input_value(b, "amount"), "5.00");
	cr_expect(sees(b, "Wrong network"));
	test_sql("UPDATE coins SET checked_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Paused"));
	cr_expect_eq(ask("asset=BTC&amount="), 422);
}

Test(deposit, the_limit_above_which_a_person_looks_is_said_before)
{
	open_shop();
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "From $5.00 to $10,000.00. Top-ups over $1,000.00 "
	                  "are reviewed by hand."));
	cr_assert_null(settings_set("review_above", "10000.00"));
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect_not(sees(b, "reviewed by hand. Leave empty"));
}

/* One line each, for each coin, before and on the payment's page. */
Test(deposit, the_six_rules_stand_on_both_pages)
{
	static const char *const RULES[] = {"Exchange rate", "Confirmations",
	                                    "Wrong amount",  "Late payment",
	                                    "Paying twice",  "Wrong network"};

	open_shop();
	gateway_makes("DEPOSIT", "BTC", "");
	cr_assert_eq(visit(b, "/deposit"), 200);
	for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
		cr_expect(sees(b, RULES[i]), "%s", RULES[i]);
	cr_assert_eq(ask("asset=BTC&amount="), 303);
	(void)follow();
	for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
		cr_expect(sees(b, RULES[i]), "%s", RULES[i]);
}

Test(deposit, a_named_amount_shows_what_must_arrive)
{
	const char *path;

	open_shop();
	gateway_makes("PAYMENT", "BTC",
	              "\"fiatAmount\":25.00,\"cryptoAmount\":0.0005,");
	cr_assert_eq(ask("asset=BTC&amount=25"), 303);
	cr_expect(strstr(stub_latest(), "\"fiatAmount\":25.00"));
	path = follow();
	cr_expect(sees(b, "0.0005"));
	cr_expect(sees(b, ADDRESS));
	cr_expect(sees(b, "<svg"));
	cr_expect(sees(b, "bitcoin:bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
	                  "?amount=0.0005"));
	cr_expect_not(sees(b, "http-equiv"));
	cr_assert_eq(visit(b, arena_printf(shop->arena, "%s/status", path)),
	             200);
	cr_expect(sees(b, "{\"state\":\"open\","));
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "0.0005 BTC"));
}

Test(deposit, any_amount_may_be_sent_of_a_coin_but_not_of_a_stablecoin)
{
	open_shop();
	gateway_makes("DEPOSIT", "BTC", "");
	cr_assert_eq(ask("asset=BTC&amount="), 303);
	(void)follow();
	cr_expect(sees(b, "Pay any amount of BTC"));
	cr_expect_eq(ask("asset=USDT_TRC20&amount="), 422);
	cr_expect_eq(ask("asset=USDT_TRC20"), 409);
	cr_expect_eq(ask("asset=USDT_TRC20&amount=4.99"), 422);
	cr_expect_eq(ask("asset=NONE&amount=20"), 422);
}

Test(deposit, a_payment_belongs_to_its_buyer)
{
	struct user_id bob;
	const char *path;

	open_shop();
	gateway_makes("DEPOSIT", "BTC", "");
	cr_assert_eq(ask("asset=BTC"), 303);
	path = follow();
	bob = shop_buyer("bob", 0);
	browser_sign_in(b, bob, "bob");
	cr_expect_eq(visit(b, path), 404);
	cr_expect_eq(visit(b, arena_printf(shop->arena, "%s/status", path)),
	             404);
}

Test(deposit, what_the_gateway_refuses_is_said_and_leaves_room)
{
	open_shop();
	pages[0].path = "/payment";
	pages[0].answer = "HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n"
			  "Connection: close\r\n\r\n{}";
	cr_assert_eq(ask("asset=BTC&amount=25"), 303);
	(void)follow();
	cr_expect(sees(b, "Couldn’t create an address"));
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}

Test(deposit, an_answer_that_never_came_leaves_it_being_made)
{
	open_shop();
	pages[0].path = "/payment";
	pages[0].answer = NULL;
	cr_assert_eq(ask("asset=BTC&amount=25"), 303);
	(void)follow();
	cr_expect(sees(b, "Creating your address"));
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 1);
	cr_expect_eq(stub_requests(), 1);
	run_ask();
	cr_expect_eq(stub_requests(), 1, "the gateway was asked twice");
}

Test(deposit, the_page_does_not_wait_for_the_gateway)
{
	const char *path;

	open_shop();
	gateway_makes("DEPOSIT", "BTC", "");
	cr_assert_eq(post("asset=BTC"), 303);
	cr_expect_eq(stub_requests(), 0, "the gateway was asked by the page");
	path = follow();
	cr_expect(sees(b, "Creating your address"));
	cr_expect_str_eq(header(b, "Refresh"), "2");
	cr_assert_eq(visit(b, arena_printf(shop->arena, "%s/status", path)),
	             200);
	cr_expect(sees(b, "{\"state\":\"creating\","));
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Creating"));
	test_sql("UPDATE payments SET created_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE");
	cr_assert_eq(visit(b, path), 200);
	cr_expect(sees(b, "taking longer"));
	cr_expect_str_eq(header(b, "Refresh"), "");
	run_ask();
	cr_assert_eq(visit(b, path), 200);
	cr_expect(sees(b, ADDRESS));
	cr_expect_str_eq(header(b, "Refresh"), "");
}

Test(deposit, the_same_form_again_leads_to_the_first)
{
	const char *fields, *first;

	open_shop();
	gateway_makes("DEPOSIT", "BTC", "");
	cr_assert_eq(visit(b, "/deposit"), 200);
	fields = arena_printf(shop->arena, "once=%s&asset=BTC",
	                      input_value(b, "once"));
	cr_assert_eq(submit(b, "/deposit", fields), 303);
	first = header(b, "Location");
	run_ask();
	cr_assert_eq(submit(b, "/deposit", fields), 303);
	cr_assert_str_eq(header(b, "Location"), first);
	run_ask();
	cr_assert_eq(stub_requests(), 1);
	cr_assert_eq(submit(b, "/deposit",
	                    arena_printf(shop->arena, "%s&amount=25", fields)),
	             409);
	cr_assert_eq(submit(b, "/deposit", "asset=BTC"), 400);
}

Test(deposit, a_sixth_open_payment_is_refused)
{
	open_shop();
	pages[0].path = "/payment";
	pages[0].answer = NULL;
	for (int i = 0; i < 5; i++)
		cr_assert_eq(ask("asset=BTC"), 303);
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "5 of 5"));
	cr_assert_eq(
		submit(b, "/deposit", "once=AAAAAAAAAAAAAAAAAAAAAA&asset=BTC"),
		409);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments"), 5);
}

/* --- to addresses of the shop's own --------------------------------------- */

static void own_shop(void)
{
	const struct wallet *w;

	shop = shop_open();
	cr_assert_null(settings_set("own_coins", "BTC USDT_ERC20"));
	cr_assert_null(
		settings_set("sources_bitcoin", "esplora=http://127.0.0.1:9"));
	cr_assert_null(
		settings_set("sources_ethereum", "evm=http://127.0.0.1:9"));
	open_shop();
	test_sql("INSERT INTO rates (coin, price, source, at) VALUES"
	         " ('BTC', '30000', 'kraken', UTC_TIMESTAMP(3)),"
	         " ('USDT', '1.001', 'kraken', UTC_TIMESTAMP(3))");
	cr_assert_null(wallet_add(&w, shop->db, shop->arena, "cli:test",
	                          NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_assert_null(wallet_confirm(shop->db, shop->arena, "cli:test",
	                              NETWORK_BITCOIN, BTC_0));
}

Test(deposit, an_own_coin_says_its_rules_and_gives_an_address_at_once)
{
	own_shop();
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Locked for 60 minutes if you enter an amount"));
	cr_expect(sees(b, "2 confirmations"));
	cr_expect(sees(b, "credited at the rate of that moment"));
	/* Those of the gateway keep their words. */
	cr_expect(sees(b, "Too little: send the rest in time"));
	cr_assert_eq(ask("asset=BTC&amount=25"), 303);
	cr_expect_eq(stub_requests(), 0, "the gateway was asked");
	(void)follow();
	cr_expect(sees(b, "0.00083334"));
	cr_expect(sees(b, BTC_0));
	cr_expect(sees(b, "Locked until the timer ends"));
	cr_expect_not(sees(b, "Too little: send the rest in time"));
	cr_assert_eq(ask("asset=BTC&amount="), 303);
	(void)follow();
	cr_expect(sees(b, BTC_1));
	cr_expect(sees(b, "The rate when we first detect your payment."));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE provider = 'own' AND state = 'OPEN'"),
	             2);
}

Test(deposit, an_own_coin_pauses_without_a_fresh_price)
{
	own_shop();
	cr_assert_eq(visit(b, "/deposit"), 200);
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY");
	cr_expect_eq(submit(b, "/deposit",
	                    arena_printf(shop->arena,
	                                 "once=%s&asset=BTC&amount=25.50",
	                                 input_value(b, "once"))),
	             422);
	cr_expect(sees(b, "Paused"));
	cr_expect_str_eq(input_value(b, "amount"), "25.50");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 0);
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 0);
}

Test(deposit, an_own_coin_pauses_when_its_addresses_are_used_up)
{
	own_shop();
	test_sql("UPDATE coins SET is_listed = 0 WHERE asset = 'USDT_ERC20'");
	cr_assert_eq(visit(b, "/deposit"), 200);
	test_sql("UPDATE wallets SET retired_at = UTC_TIMESTAMP(3)");
	cr_expect_eq(submit(b, "/deposit",
	                    arena_printf(shop->arena,
	                                 "once=%s&asset=BTC&amount=25.50",
	                                 input_value(b, "once"))),
	             422);
	cr_expect_str_eq(input_value(b, "amount"), "25.50");
	cr_expect(sees(b, "Top up"));
}

Test(deposit, an_own_stablecoin_needs_no_amount)
{
	own_shop();
	cr_assert_null(settings_set("coins", "BTC USDT_ERC20 TRX"));
	(void)pool_import(shop->db, shop->arena, "cli:test",
	                  asset_find("USDT_ERC20"), SLICE(ETH_0), false,
	                  (struct pool_watcher){0});
	cr_assert_eq(ask("asset=USDT_ERC20&amount="), 303);
	(void)follow();
	cr_expect(sees(b, ETH_0 + 38));
}
