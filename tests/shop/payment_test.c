/* SPDX-License-Identifier: MIT */
#include "shop/payment.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include "base/arena.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "settings.h"

TestSuite(payment, .timeout = 60);

static struct shop *shop;
static struct browser *b;

/* A payment of ann's in that state, by SQL. */
static void see_payment(const char *state, const char *reason)
{
	struct user_id ann = shop_buyer("ann", 0);

	shop = shop_open();
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO payments (public_id, hook_token, user_id, asset,"
		" kind, state, currency, fiat_amount, coin_amount, address,"
		" expires_at, reason) VALUES ('AAAAAAAAAAAAAAAAAAAAAA',"
		" 'BBBBBBBBBBBBBBBBBBBBBB', %" PRId64 ", 'USDT_TRC20',"
		" 'PAYMENT', '%s', 'USD', 2500, 25000000, 'TAddress1',"
		" UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, NULLIF('%s', ''))",
		ann.v, state, reason));
	b = browser_open();
	browser_sign_in(b, ann, "ann");
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"), 200, "%s",
	             state);
}

static bool status_says(const char *word)
{
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA/status"), 200);
	return sees(b, arena_printf(shop->arena, "\"state\":\"%s\"", word));
}

Test(payment, an_open_one_shows_its_address_without_a_link_it_has_no_uri_for)
{
	see_payment("OPEN", "");
	cr_expect(sees(b, "TAddress1"));
	cr_expect(sees(b, "TRON, TRC-20"));
	cr_expect(sees(b, "59 minutes"));
	cr_expect_not(sees(b, "Open in my wallet"));
	cr_expect(status_says("open"));
}

Test(payment, one_that_has_ended_shows_no_address)
{
	see_payment("EXPIRED", "");
	cr_expect_not(sees(b, "TAddress1"));
	cr_expect(sees(b, "This request has ended"));
	cr_expect(status_says("expired"));
}

Test(payment, one_past_its_time_shows_no_address_before_the_worker_comes)
{
	see_payment("OPEN", "");
	test_sql("UPDATE payments SET expires_at = UTC_TIMESTAMP(3)");
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"), 200);
	cr_expect_not(sees(b, "TAddress1"));
	cr_expect(status_says("expired"));
}

Test(payment, one_that_is_held_says_why)
{
	see_payment("REVIEW", "another amount than we asked for");
	cr_expect(sees(b, "another amount than we asked for"));
	cr_expect_not(sees(b, "TAddress1"));
	cr_expect(status_says("review"));
}

Test(payment, one_nobody_answered_has_failed)
{
	see_payment("ABANDONED", "");
	cr_expect(sees(b, "did not answer within an hour"));
	cr_expect(status_says("failed"));
}

Test(payment, a_paid_one_is_a_receipt)
{
	struct user_id ann = shop_buyer("ann", 2500);

	shop = shop_open();
	b = browser_open();
	browser_sign_in(b, ann, "ann");
	test_sql("UPDATE deposits SET coin_amount = 50000");
	test_sql("UPDATE payments SET public_id = 'AAAAAAAAAAAAAAAAAAAAAA'");
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"), 200);
	cr_expect(sees(b, "0.0005 BTC"));
	cr_expect(sees(b, "1 BTC = $50,000.00"));
	cr_expect(sees(b, "$25.00"));
	cr_expect(status_says("paid"));
}

/* --- what the chain shows ------------------------------------------------ */

#define TX_ONE \
	"1111111111111111111111111111111111111111111111111111111111111111"
#define TX_TWO \
	"2222222222222222222222222222222222222222222222222222222222222222"

static struct user_id ann;

/* A payment of ann's in BTC, by SQL; more: further columns. */
static void has_payment_of(const char *asset, const char *provider,
                           const char *state, const char *more)
{
	ann = shop_buyer("ann", 0);
	shop = shop_open();
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO payments SET public_id = 'AAAAAAAAAAAAAAAAAAAAAA',"
		" hook_token = 'BBBBBBBBBBBBBBBBBBBBBB', user_id = %" PRId64
		", asset = '%s', state = '%s', currency = 'USD',"
		" address = 'AnAddress', provider = '%s',"
		" expires_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR%s",
		ann.v, asset, state, provider, more));
	b = browser_open();
	browser_sign_in(b, ann, "ann");
}

static void has_payment(const char *provider, const char *state,
                        const char *more)
{
	has_payment_of("BTC", provider, state, more);
}

#define ANY     ", kind = 'DEPOSIT'"
#define NAMED   ", kind = 'PAYMENT', fiat_amount = 2500, coin_amount = 50000"
#define SAID    ", said_at = NOW(3), said_coin = 50000, said_credit = 2500"
#define PAID_AT ", paid_at = NOW(3)"

/* A transfer to it of 0.0005 BTC, seen by a source. */
static void came_as(const char *asset, const char *txid, const char *more)
{
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO deposits SET payment_id ="
		" (SELECT MAX(id) FROM payments), user_id = %" PRId64
		", asset = '%s', txid = '%s', position = '0',"
		" coin_amount = 50000, currency = 'USD',"
		" source = 'bitcoin/esplora@a.test',"
		" seen_at = UTC_TIMESTAMP(3), is_witness ="
		" (SELECT provider = 'gateway' FROM payments"
		"   ORDER BY id DESC LIMIT 1)%s",
		ann.v, asset, txid, more));
}

static void came(const char *txid, const char *more)
{
	came_as("BTC", txid, more);
}

#define SEEN(N) ", state = 'SEEN', credited_at = NULL, confirmations = " #N
#define DEEP    ", state = 'CONFIRMED', credited_at = NULL, confirmations = 9"
#define RATE    ", rate = '50000'"
#define CREDITED                                                       \
	", state = 'CREDITED', credited = 2500, credited_at = NOW(3)," \
	" confirmations = 9" RATE

/* The gateway's word, credited. */
static void is_vouched(void)
{
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO deposits SET payment_id ="
		" (SELECT MAX(id) FROM payments), user_id = %" PRId64
		", asset = 'BTC', txid = 'kryptoexpress:7', position = '0',"
		" coin_amount = 50000, currency = 'USD', credited = 2500",
		ann.v));
}

static void look(void)
{
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"), 200);
}

static void json(void)
{
	cr_assert_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA/status"), 200);
}

static bool refreshes(void)
{
	return sees(b, "http-equiv=\"refresh\"");
}

/* The step that is now, with its note. */
static bool is_at(const char *step, const char *note)
{
	return sees(b, arena_printf(shop->arena,
	                            "<li class=\"now\" data-step "
	                            "aria-current=\"step\"><b>%s</b> "
	                            "<span data-note>%s</span>",
	                            step, note));
}

Test(payment, an_own_transfer_is_shown_from_the_moment_it_is_seen)
{
	has_payment("own", "CONFIRMING", ANY RATE);
	came(TX_ONE, SEEN(0) RATE);
	look();
	cr_expect(is_at("Seen", "0 of 2"));
	cr_expect(sees(b, "Your coins are on their way"));
	cr_expect(sees(b, "0.0005 BTC"));
	cr_expect(sees(b, "Seen, and not in a block yet"));
	cr_expect(sees(b, "0 of 2 confirmations"));
	cr_expect(sees(b, "at the agreed rate: 1 BTC = $50,000.00"));
	cr_expect(sees(b, "href=\"https://mempool.space/tx/" TX_ONE
	                  "\" rel=\"noopener noreferrer\""));
	cr_expect(refreshes());
	cr_expect_not(sees(b, "AnAddress"));
}

Test(payment, confirmations_are_counted_up_to_what_is_needed)
{
	has_payment("own", "CONFIRMING", ANY RATE);
	came(TX_ONE, SEEN(1) RATE);
	look();
	cr_expect(is_at("Confirmed", "1 of 2"));
	cr_expect(sees(b, "class=\"fill\" width=\"600\""));
	test_sql("UPDATE deposits SET confirmations = 700");
	look();
	cr_expect(is_at("Credited", "soon"));
	cr_expect(sees(b, "2 of 2 confirmations"));
	cr_expect(sees(b, "class=\"fill\" width=\"1200\""));
}

Test(payment, a_deep_one_without_a_price_waits_for_one)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, DEEP);
	look();
	cr_expect(is_at("Credited", "no price yet"));
	cr_expect(sees(b, "the next fresh price of BTC"));
	cr_expect(refreshes());
}

Test(payment, one_that_vanished_leaves_the_request_open)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, ", state = 'GONE', credited_at = NULL");
	look();
	cr_expect(is_at("Waiting", ""));
	cr_expect(sees(b, "It was replaced or never mined; nothing was "
	                  "credited. If you replaced it, the new one is "
	                  "shown here."));
	cr_expect(sees(b, "AnAddress"));
	cr_expect(status_says("open"));
}

Test(payment, too_little_says_so)
{
	has_payment("own", "OPEN", ANY);
	came(TX_ONE, DEEP RATE ", reason = 'worth less than the least credit'");
	look();
	cr_expect(sees(b, "Too little"));
	cr_expect(sees(b, "nothing could be credited"));
	cr_expect(sees(b, "AnAddress"));
}

Test(payment, a_late_own_one_is_credited_at_the_price_of_that_moment)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, SEEN(1) ", rate = '0.0471', is_late = 1");
	look();
	cr_expect(sees(b, "the price of the moment it was first seen: "
	                  "1 BTC = 0.0471 USD"));
}

Test(payment, a_second_own_one_is_credited_as_well)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	came(TX_TWO, SEEN(1) RATE);
	look();
	cr_expect(sees(b, "Another transfer is on its way"));
	cr_expect(sees(b, "Another transfer to the same address: it is "
	                  "credited as well"));
	cr_expect(sees(b, "It brought you $25.00 at this rate: 1 BTC = "
	                  "$50,000.00"));
	cr_expect(refreshes());
	cr_expect(status_says("paid"));
}

Test(payment, another_coin_waits_for_a_person)
{
	has_payment_of("ETH", "own", "CONFIRMING", ANY);
	came_as("USDT_ERC20", TX_ONE, SEEN(3));
	look();
	cr_expect(sees(b, "This is USDT on Ethereum, ERC-20, and ETH was "
	                  "asked for"));
	cr_expect(sees(b, "A person has to look at it"));
}

Test(payment, a_held_one_says_why)
{
	has_payment("own", "REVIEW", ANY ", reason = 'it is too much'");
	came(TX_ONE, ", state = 'HELD', credited_at = NULL,"
	             " confirmations = 2, reason = 'it is <too> much'");
	look();
	cr_expect(sees(b, "A person looks at it: it is &lt;too&gt; much."));
	cr_expect(sees(b, "Held because of this: it is too much."));
	cr_expect(status_says("review"));
}

Test(payment, what_was_taken_back_is_said_with_what_is_owed)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, RATE ", state = 'REVERSED', credited = 2500,"
	                  " credited_at = NOW(3), reversed_at = NOW(3),"
	                  " shortfall = 1180");
	look();
	cr_expect(sees(b, "$25.00 was taken back"));
	cr_expect(sees(b, "You had spent $11.80 of it already"));
	cr_expect_not(sees(b, "Receipt"));
	cr_expect(is_at("Credited", "taken back"));
	cr_expect(status_says("reversed"));
}

Test(payment, several_credits_make_one_receipt)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	came(TX_TWO, CREDITED ", is_late = 1");
	test_drop_triggers();
	test_sql("UPDATE deposits SET credited = 4989, coin_amount = 99780"
	         " WHERE is_late = 1");
	look();
	cr_expect(sees(b, "Credited in all"));
	cr_expect(sees(b, "$74.89"));
	cr_expect(sees(b, "$25.00"));
	cr_expect(sees(b, "0.0009978 BTC"));
	cr_expect(sees(b, "It came after the request had ended"));
	cr_expect_not(refreshes());
}

/* --- beside the gateway -------------------------------------------------- */

Test(payment, what_the_gateway_has_waits_for_the_chain)
{
	has_payment("gateway", "CONFIRMING", ANY SAID);
	look();
	cr_expect(sees(b, "The gateway has your coins; we wait until the "
	                  "Bitcoin network shows it too: nothing is seen "
	                  "yet."));
	cr_expect(is_at("Seen", "by the gateway"));
	came(TX_ONE, SEEN(1));
	look();
	cr_expect(sees(b, "shows it too: 1 of 2."));
	cr_expect(is_at("Confirmed", "1 of 2"));
}

Test(payment, the_chain_may_show_it_before_the_gateway_does)
{
	has_payment("gateway", "OPEN", NAMED);
	came(TX_ONE, SEEN(1));
	look();
	cr_expect(sees(b, "The gateway counts it once the network has "
	                  "confirmed it."));
	cr_expect_not(sees(b, "AnAddress"));
	cr_expect(status_says("seen"));
}

Test(payment, a_part_of_a_named_amount_is_said_to_be_one)
{
	has_payment("gateway", "OPEN", NAMED);
	came(TX_ONE, SEEN(1));
	test_drop_triggers();
	test_sql("UPDATE payments SET coin_amount = 70000");
	look();
	cr_expect(sees(b, "A part of your coins is on its way"));
	cr_expect(sees(b, "0.0005 BTC of 0.0007 BTC has come"));
}

Test(payment, a_witness_tells_what_it_brought_and_a_second_is_held)
{
	has_payment("gateway", "PAID", ANY SAID PAID_AT);
	came(TX_ONE, DEEP);
	came(TX_TWO, DEEP);
	is_vouched();
	look();
	cr_expect(sees(b, "It brought you $25.00 at the gateway&#39;s rate: "
	                  "1 BTC = $50,000.00"));
	cr_expect(sees(b, "More than the gateway counts"));
	cr_expect(sees(b, "Receipt"));
	cr_expect_not(sees(b, "kryptoexpress:7"));
	cr_expect_not(refreshes());
}

Test(payment, a_late_one_that_the_gateway_has_not_counted_is_not_lost)
{
	has_payment("gateway", "EXPIRED", ANY);
	came(TX_ONE, DEEP ", is_late = 1");
	look();
	cr_expect(sees(b, "This request has ended, and your coins are looked "
	                  "after all the same"));
	cr_expect(sees(b, "It came after the request had ended. If the "
	                  "gateway does not count it, a person looks at it."));
	cr_expect(status_says("seen"));
}

/* --- all of them --------------------------------------------------------- */

Test(payment, the_status_tells_each_deposit_as_json)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	json();
	cr_expect(sees(b, "\"deposits\":[{\"asset\":\"BTC\",\"txid\":\"" TX_ONE
	                  "\",\"position\":\"0\",\"amount\":\"0.0005\","
	                  "\"confirmations\":9,\"needed\":2,"
	                  "\"state\":\"credited\",\"label\":\"Credited\","
	                  "\"credited\":\"25.00\",\"rate\":\"50000\","
	                  "\"url\":\"https://mempool.space/tx/" TX_ONE "\","));
	cr_expect(sees(b, "\"steps\":[{\"band\":\"past\",\"note\":\"\"},"));
}

Test(payment, without_a_deposit_the_list_is_empty)
{
	has_payment("own", "OPEN", ANY);
	json();
	cr_expect(sees(b, "\"deposits\":[]}"));
}

Test(payment, what_a_source_says_is_escaped)
{
	has_payment("own", "CONFIRMING", ANY);
	came("<b>\\\"x", SEEN(1) RATE);
	look();
	cr_expect(sees(b, "&lt;b&gt;"));
	cr_expect_not(sees(b, "<b>\""));
	cr_expect_not(sees(b, "Look it up"));
	json();
	cr_expect(sees(b, "\"txid\":\"<b>\\\"x\""));
}

Test(payment, a_view_that_is_delayed_is_said)
{
	has_payment("own", "OPEN", ANY);
	cr_assert_null(
		settings_set("sources_bitcoin", "esplora=http://127.0.0.1:9"));
	test_sql("INSERT INTO sources (name, network, failures, good_at)"
	         " VALUES ('bitcoin/esplora@127.0.0.1:9', 'bitcoin', 3,"
	         "  UTC_TIMESTAMP(3) - INTERVAL 20 MINUTE)");
	look();
	cr_expect(sees(b, "Our view of the Bitcoin network is delayed just "
	                  "now; nothing is lost."));
	test_sql("UPDATE sources SET good_at = UTC_TIMESTAMP(3)");
	look();
	cr_expect_not(sees(b, "delayed"));
	test_sql("UPDATE sources SET failures = 0,"
	         " good_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY");
	look();
	cr_expect_not(sees(b, "delayed"), "nobody had to look until now");
}

Test(payment, a_page_costs_few_statements)
{
	uint64_t before;

	has_payment("own", "PAID", ANY PAID_AT);
	cr_assert_null(
		settings_set("sources_bitcoin", "esplora=http://127.0.0.1:9"));
	came(TX_ONE, CREDITED);
	came(TX_TWO, SEEN(1) RATE);
	look();
	before = db_sent();
	look();
	cr_expect_leq(db_sent() - before, 4);
	before = db_sent();
	json();
	cr_expect_leq(db_sent() - before, 3);
}

Test(payment, of_another_buyer_there_is_none)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, SEEN(1) RATE);
	browser_sign_in(b, shop_buyer("bob", 0), "bob");
	cr_expect_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"), 404);
	cr_expect_not(sees(b, TX_ONE));
	cr_expect_eq(visit(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA/status"), 404);
	cr_expect(sees(b, "no such payment"));
}

Test(payment, the_list_says_that_coins_are_on_their_way)
{
	has_payment("own", "CONFIRMING", ANY);
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Waiting"));
	cr_expect_not(sees(b, "Coins are on their way"));
	came(TX_ONE, SEEN(1) RATE);
	cr_assert_eq(visit(b, "/deposit"), 200);
	cr_expect(sees(b, "Coins are on their way"));
	cr_expect(sees(b, "1 of 2 confirmations"));
}
