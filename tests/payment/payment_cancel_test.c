/* SPDX-License-Identifier: MIT */
#include "payment/payment_cancel.h"
#include <criterion/criterion.h>
#include "base/arena.h"
#include "lib/arrivals.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "lib/wishes.h"
#include "payment/payment_make.h"
#include "settings.h"

TestSuite(payment_cancel, .timeout = 120);

static struct shop *shop;

static const struct payment *own(enum payment_kind kind)
{
	shop = shop_open();
	cr_assert_null(settings_set("vanish_seconds", "0"));
	return arrivals_own(shop_buyer("ann", 0), kind);
}

static enum payment_cancelled cancel(const struct payment *p)
{
	return payment_cancel(shop->db, shop->arena, p);
}

Test(payment_cancel, it_is_over_makes_room_once_and_stays_watched)
{
	const struct payment *p = own(PAYMENT_NAMED);

	cr_expect_eq(test_number("SELECT open_payments FROM users"), 1);
	cr_assert_eq(cancel(p), PAYMENT_CANCELLED);
	cr_assert_eq(cancel(p), PAYMENT_OVER_BEFORE);
	p = arrivals_now(p);
	cr_expect_eq(p->state, PAYMENT_EXPIRED);
	cr_expect_neq(p->cancelled_at.ms, 0);
	cr_expect(p->is_over);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM watches"
	                         " WHERE next_look_at IS NOT NULL"
	                         "   AND watched_until > UTC_TIMESTAMP(3)"
	                         "     + INTERVAL 6 DAY"),
	             1);
}

/* Who could cancel and keep the price would have it for nothing, five times
 * over. */
Test(payment_cancel, coins_that_come_then_are_credited_at_the_price_of_now)
{
	const struct payment *p = own(PAYMENT_NAMED);

	cr_assert_eq(cancel(p), PAYMENT_CANCELLED);
	arrivals_price("40000");
	LOOK(p, {"aa", "0", 50000, 2});
	cr_expect_eq(arrivals_settle(p).credited, 1);
	cr_expect_eq(arrivals_now(p)->state, PAYMENT_PAID);
	cr_expect_eq(test_number("SELECT is_late FROM deposits"), 1);
	cr_expect_eq(test_number("SELECT top_up_amount FROM users"), 2000);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}

Test(payment_cancel, one_that_coins_have_come_for_is_refused)
{
	const struct payment *p = own(PAYMENT_NAMED);

	LOOK(p, {"aa", "0", 50000, 0});
	/* Recorded, and not judged yet. */
	cr_expect_eq(arrivals_now(p)->state, PAYMENT_OPEN);
	cr_expect_eq(cancel(p), PAYMENT_HAS_COINS);
	arrivals_settle(p);
	cr_expect_eq(cancel(p), PAYMENT_HAS_COINS);
	LOOK(p, {"aa", "0", 50000, 2});
	arrivals_settle(p);
	cr_expect_eq(cancel(p), PAYMENT_HAS_COINS);
	cr_expect_eq(arrivals_now(p)->state, PAYMENT_PAID);
	cr_expect_eq(test_number("SELECT top_up_amount FROM users"), 2500);
}

Test(payment_cancel, one_whose_coins_were_replaced_can_be)
{
	const struct payment *p = own(PAYMENT_NAMED);

	LOOK(p, {"aa", "0", 50000, 0});
	test_sql("UPDATE deposits SET state = 'GONE', reason = 'replaced'");
	cr_expect_eq(cancel(p), PAYMENT_CANCELLED);
}

/* --- the gateway's -------------------------------------------------------- */

static struct buyers *world;
static struct stub_page pages[2];

static enum payment_cancelled give_up(const struct payment *p)
{
	return payment_cancel(world->db, world->arena, p);
}

Test(payment_cancel, what_the_gateway_says_is_paid_then_is_credited)
{
	const struct payment *p;
	struct gateway_payment said;

	world = buyers_open();
	p = buyers_payment(buyers_add("ann"), PAYMENT_NAMED);
	cr_assert_eq(give_up(p), PAYMENT_CANCELLED);
	said = buyers_said(p, true);
	cr_expect_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	cr_expect_eq(buyers_now(p)->state, PAYMENT_PAID);
	cr_expect_eq(test_number("SELECT top_up_amount FROM users"), 2500);
}

Test(payment_cancel, one_that_nobody_asked_for_is_not_asked_for_any_more)
{
	const struct payment *p;

	world = buyers_open();
	buyers_gateway(stub_start(pages));
	p = wishes_begin(buyers_add("ann"), "BTC");
	cr_assert_eq(give_up(p), PAYMENT_CANCELLED);
	cr_expect_eq(buyers_now(p)->state, PAYMENT_ABANDONED);
	cr_expect_eq(payment_list_wanting(world->db, world->arena, 9).n, 0);
	cr_expect_not(payment_make(world->db, world->arena, p));
	cr_expect_eq(stub_requests(), 0);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}

/* The gateway was being asked, and its answer names an address. */
Test(payment_cancel, an_address_that_is_made_after_all_is_known_and_not_shown)
{
	const struct payment *p;
	struct gateway_payment said;

	world = buyers_open();
	p = wishes_begin(buyers_add("ann"), "BTC");
	cr_assert_eq(give_up(p), PAYMENT_CANCELLED);
	said = buyers_said(p, false);
	cr_expect_eq(buyers_settle(p, &said), PAYMENT_ADOPTED);
	p = buyers_now(p);
	cr_expect_eq(p->state, PAYMENT_ABANDONED);
	cr_expect_not_null(p->address);
	said = buyers_said(p, true);
	cr_expect_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
}
