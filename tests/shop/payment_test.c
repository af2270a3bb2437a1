/* SPDX-License-Identifier: MIT */
#include "shop/payment.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "http/reply.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "settings.h"
#include "view/qr.h"

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

/* Each group of four apart, and the whole where the button copies it. */
static bool shows_address(void)
{
	return sees(b, "<code class=\"address\" id=\"address\"><span>AnAd"
	               "</span><wbr><span>dres</span><wbr><span>s</span><wbr>"
	               "</code>") &&
	       sees(b, "data-copy=\"address\" value=\"AnAddress\" hidden>");
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
	cr_expect(sees(b, "Pay <bdi><span id=\"must\">25</span> USDT</bdi>"));
	cr_expect_not(sees(b, "Open in wallet"));
	cr_expect(status_says("open"));
}

Test(payment, one_that_has_ended_shows_no_address)
{
	see_payment("EXPIRED", "");
	cr_expect_not(sees(b, "TAddress1"));
	cr_expect(sees(b, "Payment expired"));
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
	cr_expect(sees(b, "25 USDT under review"));
	cr_expect(sees(b, "The amount received differs from the one reported"));
	cr_expect_not(sees(b, "TAddress1"));
	cr_expect(status_says("review"));
}

Test(payment, one_nobody_answered_has_failed)
{
	see_payment("ABANDONED", "");
	cr_expect(sees(b, "didn’t answer within an hour"));
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

/* Kept fresh by the script; without one by a link, and never by itself. */
static bool refreshes(void)
{
	bool is_watched = sees(b, " data-watched>");

	cr_expect_not(sees(b, "http-equiv"));
	cr_expect_str_empty(header(b, "Refresh"));
	cr_expect_eq(is_watched,
	             sees(b, "data-again><a href=\"/deposit/"
	                     "AAAAAAAAAAAAAAAAAAAAAA\">Refresh</a>"));
	return is_watched;
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
	cr_expect(is_at("Detected", "0 of 2"));
	cr_expect(sees(b, "Payment detected"));
	cr_expect(sees(b, "0.0005 BTC"));
	cr_expect(sees(b, "Detected, not in a block yet"));
	cr_expect(sees(b, "0 of 2 confirmations"));
	cr_expect(sees(b, "Locked rate: 1 BTC = $50,000.00"));
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
	cr_expect(is_at("Confirming", "1 of 2"));
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
	cr_expect(sees(b, "Credited at the next BTC price"));
	cr_expect(refreshes());
}

Test(payment, one_that_vanished_leaves_the_request_open)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, ", state = 'GONE', credited_at = NULL");
	look();
	cr_expect(is_at("Awaiting payment", ""));
	cr_expect(sees(b, "This transaction was cancelled or replaced. "
	                  "Nothing was credited. If you replaced it, the new "
	                  "one is shown here."));
	cr_expect(shows_address());
	cr_expect(status_says("open"));
}

Test(payment, too_little_says_so)
{
	has_payment("own", "OPEN", ANY);
	came(TX_ONE, DEEP RATE ", reason = 'worth less than the least credit'");
	look();
	cr_expect(sees(b, "Below minimum"));
	cr_expect(sees(b, "below the minimum — not credited"));
	cr_expect(shows_address());
}

Test(payment, a_late_own_one_is_credited_at_the_price_of_that_moment)
{
	has_payment("own", "CONFIRMING", ANY);
	came(TX_ONE, SEEN(1) ", rate = '0.0471', is_late = 1");
	look();
	cr_expect(sees(b, "It came after the request expired: rate when "
	                  "detected, 1 BTC = 0.0471 USD"));
}

Test(payment, a_second_own_one_is_credited_as_well)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	came(TX_TWO, SEEN(1) RATE);
	look();
	cr_expect(sees(b, "Another payment is confirming (1 of 2)"));
	cr_expect(sees(b, "Another payment to this address: it is credited "
	                  "too"));
	cr_expect(sees(b, "Credited $25.00 (1 BTC = $50,000.00)"));
	cr_expect(refreshes());
	cr_expect(status_says("paid"));
}

Test(payment, another_coin_is_reviewed_by_hand)
{
	has_payment_of("ETH", "own", "CONFIRMING", ANY);
	came_as("USDT_ERC20", TX_ONE, SEEN(3));
	look();
	cr_expect(sees(b, "You sent USDT (Ethereum, ERC-20) instead of ETH. "
	                  "We’ll review it by hand."));
}

Test(payment, a_held_one_says_why)
{
	has_payment("own", "REVIEW", ANY ", reason = 'the payment is held'");
	came(TX_ONE, ", state = 'HELD', credited_at = NULL,"
	             " confirmations = 2, reason = 'it is <too> much'");
	look();
	cr_expect(sees(b, "0.0005 BTC under review"));
	cr_expect(sees(b, "This top-up is already under review. Your funds "
	                  "are safe."));
	/* A reason without words of its own says no more than that. */
	cr_expect(sees(b, "We need to check this payment before crediting "
	                  "it. Your funds are safe."));
	cr_expect_not(sees(b, "&lt;too"));
	cr_expect(status_says("review"));
}

Test(payment, what_was_taken_back_is_said_with_what_is_owed)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, RATE ", state = 'REVERSED', credited = 2500,"
	                  " credited_at = NOW(3), reversed_at = NOW(3),"
	                  " shortfall = 1180");
	look();
	cr_expect(sees(b, "Payment reversed"));
	cr_expect(sees(b, "$25.00 was deducted"));
	cr_expect(sees(b, "You had already spent $11.80 of it"));
	cr_expect_not(sees(b, "Receipt"));
	cr_expect(is_at("Credited", "reversed"));
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
	cr_expect(sees(b, "Total credited"));
	cr_expect(sees(b, "$74.89"));
	cr_expect(sees(b, "$25.00"));
	cr_expect(sees(b, "0.0009978 BTC"));
	cr_expect(sees(b, "Received after the request had expired"));
	cr_expect_not(refreshes());
}

Test(payment, a_thousand_transfers_are_a_page_like_any_other)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	test_drop_triggers();
	test_sql("UPDATE deposits SET credited = 10, coin_amount = 200");
	test_sql("INSERT INTO deposits (payment_id, user_id, asset, txid,"
	         " position, coin_amount, credited, credited_at, currency,"
	         " state, is_witness, source, height, confirmations, seen_at,"
	         " rate, credited_depth, needed_depth)"
	         " SELECT payment_id, user_id, asset, txid, seq, coin_amount,"
	         " credited, credited_at, currency, state, is_witness, source,"
	         " height, confirmations, seen_at, rate, credited_depth,"
	         " needed_depth FROM deposits, seq_1_to_999");
	look();
	cr_expect(sees(b, "And 950 more, none larger than these."));
	cr_expect(sees(b, "Total credited"));
	cr_expect(sees(b, "$100.00"));
	cr_expect_lt(b->reply->body.len, 200 * 1024);
	json();
	cr_expect(sees(b, "\"more\":950"));
	cr_expect_eq(visit(b, "/deposit"), 200);
}

/* --- in parts, and beyond ------------------------------------------------ */

/* What the address takes stays until the request ends. */
Test(payment, the_address_stays_for_the_rest_of_a_named_amount)
{
	has_payment("own", "CONFIRMING", NAMED RATE);
	came(TX_ONE, SEEN(1) RATE);
	test_sql("UPDATE deposits SET coin_amount = 20000");
	look();
	cr_expect(sees(b, "Partial payment received"));
	cr_expect(sees(b, "Pay the remaining <bdi><span id=\"must\">0.0003"
	                  "</span> BTC</bdi>"));
	cr_expect(shows_address());
	cr_expect(sees(b, "bitcoin:AnAddress?amount=0.0003\""));
	cr_expect(sees(b, "data-missing=\"0.0003 BTC\""));
	json();
	cr_expect(sees(b, "\"missing\":\"0.0003 BTC\""));
	test_sql("UPDATE payments SET state = 'PAID', paid_at = NOW(3)");
	test_sql("UPDATE deposits SET state = 'CONFIRMED'");
	test_sql("UPDATE deposits SET state = 'CREDITED', credited = 1000,"
	         " credited_at = NOW(3), confirmations = 9");
	look();
	cr_expect(sees(b, "$10.00 credited"));
	cr_expect(sees(b, "Receipt"));
	cr_expect(shows_address());
	cr_expect(refreshes());
	test_sql("UPDATE payments SET expires_at = UTC_TIMESTAMP(3)");
	look();
	cr_expect(sees(b, "Receipt"));
	cr_expect_not(sees(b, "AnAddress"));
	cr_expect_not(refreshes());
}

Test(payment, what_is_credited_does_not_hide_what_is_held)
{
	has_payment("own", "PAID", ANY PAID_AT);
	came(TX_ONE, CREDITED);
	came(TX_TWO, ", state = 'HELD', credited_at = NULL, confirmations = 9,"
	             " reason = 'above what is credited without a person'");
	look();
	cr_expect(sees(b, "data-headline>$25.00 credited, 0.0005 BTC under "
	                  "review</p>"));
	cr_expect(sees(b, "Top-ups over $1,000.00 are reviewed by hand. Your "
	                  "funds are safe."));
	json();
	cr_expect(sees(b, "\"headline\":\"$25.00 credited, 0.0005 BTC under "
	                  "review\""));
	cr_expect(sees(b, "\"credited\":\"$25.00\",\"review\":\"0.0005 BTC\","
	                  "\"missing\":\"\""));
}

/* --- what a wallet reads ------------------------------------------------- */

#define ETH_ADDRESS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define SOL_ADDRESS "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"

static bool shows_code_of(const char *payload)
{
	struct html code = qr_draw(shop->arena, payload, "");
	const char *path = strstr(code.s.p, "<path");

	return sees(b, path);
}

static void asks_for(const char *asset, const char *address, const char *coins)
{
	ann = shop_buyer("ann", 0);
	shop = shop_open();
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO payments SET public_id = 'AAAAAAAAAAAAAAAAAAAAAA',"
		" hook_token = 'BBBBBBBBBBBBBBBBBBBBBB', user_id = %" PRId64
		", asset = '%s', state = 'OPEN', currency = 'USD',"
		" address = '%s', provider = 'own', kind = 'PAYMENT',"
		" fiat_amount = 2500, coin_amount = %s,"
		" expires_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR",
		ann.v, asset, address, coins));
	b = browser_open();
	browser_sign_in(b, ann, "ann");
	look();
}

Test(payment, the_code_of_a_coin_names_the_amount)
{
	asks_for("BTC", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", "120000");
	cr_expect(
		shows_code_of("bitcoin:bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306"
	                      "fyu?amount=0.0012"));
	cr_expect(sees(b, "Open in wallet"));
	cr_expect_not(sees(b, "type=\"radio\""));
}

/* Wallets have sent to the contract that such a URI begins with. */
Test(payment, the_code_of_a_token_is_its_bare_address)
{
	static const char URI[] =
		"ethereum:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48@1/transfer"
		"?address=" ETH_ADDRESS "&uint256=25000000";
	const char *page, *second;

	asks_for("USDC_ERC20", ETH_ADDRESS, "25000000");
	cr_expect(shows_code_of(ETH_ADDRESS));
	page = arena_bytes(shop->arena, b->reply->body.p, b->reply->body.len);
	second = strstr(page, "pane full");
	cr_assert(second);
	cr_expect(strstr(second, "EIP-681"));
	cr_expect(strstr(second, "Open in wallet"));
	cr_expect(shows_code_of(URI));
	cr_expect_gt(strstr(page, "ethereum:"), second,
	             "nothing before the second tab leads to the contract");
	cr_expect(sees(b, "id=\"qr-address\" checked>"));
}

Test(payment, so_it_is_on_solana)
{
	asks_for("USDC_SOL", SOL_ADDRESS, "25000000");
	cr_expect(shows_code_of(SOL_ADDRESS));
	cr_expect(sees(b, "Solana Pay"));
}

Test(payment, on_tron_there_is_no_link_to_be_careful_with)
{
	asks_for("USDT_TRC20", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
	         "25000000");
	cr_expect(shows_code_of("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"));
	cr_expect_not(sees(b, "Open in wallet"));
	cr_expect_not(sees(b, "type=\"radio\""));
}

/* --- beside the gateway -------------------------------------------------- */

Test(payment, what_the_gateway_has_waits_for_the_chain)
{
	has_payment("gateway", "CONFIRMING", ANY SAID);
	look();
	cr_expect(sees(b, "Payment received — waiting for the Bitcoin network "
	                  "to show it."));
	cr_expect(is_at("Detected", ""));
	came(TX_ONE, SEEN(1));
	look();
	cr_expect(sees(b, "waiting for confirmations (1 of 2)."));
	cr_expect(is_at("Confirming", "1 of 2"));
}

Test(payment, the_chain_may_show_it_before_the_gateway_does)
{
	has_payment("gateway", "OPEN", NAMED);
	came(TX_ONE, SEEN(1));
	look();
	cr_expect(sees(b, "Waiting for confirmations."));
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
	cr_expect(sees(b, "Partial payment received"));
	cr_expect(sees(b, "Received 0.0005 of 0.0007 BTC (1 of 2 "
	                  "confirmations). Send the remaining 0.0002 BTC to "
	                  "the address below."));
}

Test(payment, a_witness_tells_what_it_brought_and_a_second_is_held)
{
	has_payment("gateway", "PAID", ANY SAID PAID_AT);
	came(TX_ONE, DEEP);
	came(TX_TWO, DEEP);
	is_vouched();
	look();
	cr_expect(sees(b, "Credited $25.00 (1 BTC = $50,000.00)"));
	cr_expect(sees(b, "$25.00 credited, 0.0005 BTC under review"));
	cr_expect(sees(b, "Overpaid: the extra amount is under review."));
	cr_expect(sees(b, "Receipt"));
	cr_expect_not(sees(b, "kryptoexpress:7"));
	cr_expect(refreshes(), "what is under review is watched");
}

Test(payment, a_late_one_that_the_gateway_has_not_counted_is_not_lost)
{
	has_payment("gateway", "EXPIRED", ANY);
	came(TX_ONE, DEEP ", is_late = 1");
	look();
	cr_expect(sees(b, "This request has expired: if our payment processor "
	                  "doesn’t count it, we review it by hand."));
	cr_expect(sees(b, "It came after the request expired. If our payment "
	                  "processor doesn’t count it, we review it by hand."));
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
	cr_expect(sees(b, "\"deposits\":[],\"more\":0}"));
}

Test(payment, what_a_source_says_is_escaped)
{
	has_payment("own", "CONFIRMING", ANY);
	came("<b>\\\"x", SEEN(1) RATE);
	look();
	cr_expect(sees(b, "&lt;b&gt;"));
	cr_expect_not(sees(b, "<b>\""));
	cr_expect_not(sees(b, "View on"));
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
	cr_expect(sees(b, "Our view of the Bitcoin network is delayed; your "
	                  "funds are safe."));
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
	/* The first of them says whose the session is. */
	cr_expect_leq(db_sent() - before, 5);
	before = db_sent();
	json();
	cr_expect_leq(db_sent() - before, 4);
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
