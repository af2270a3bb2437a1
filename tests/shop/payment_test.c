/* SPDX-License-Identifier: MIT */
#include "shop/payment.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include "base/arena.h"
#include "lib/services.h"
#include "lib/shop.h"

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
