/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "lib/shop.h"

static int64_t orders(void)
{
	return test_number("SELECT COUNT(*) FROM buys");
}

Test(checkout, sells_the_cart_and_empties_it)
{
	struct browser *b = browser_of("ann", 1000);

	shop_product("sencha", 250, 5);
	cr_assert_eq(submit(b, "/cart", "product=sencha&quantity=3"), 303);
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(strncmp(header(b, "Location"), "/order/", 7), 0);
	cr_assert_eq(test_number("SELECT top_up_amount - consume_records"
	                         " FROM users"),
	             250);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM items"
	                         " WHERE is_sold = 1"),
	             3);
	cr_assert_eq(test_number("SELECT stock FROM products"), 2);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM outbox"
	                         " WHERE kind = 'order_placed'"),
	             1);
	visit(b, "/cart");
	cr_assert(sees(b, "Your cart is empty"));
}

Test(checkout, the_same_form_again_leads_to_the_same_order)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256], first[64];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	snprintf(first, sizeof(first), "%s", header(b, "Location"));
	for (int i = 0; i < 3; i++) {
		cr_assert_eq(submit(b, "/checkout", fields), 303);
		cr_assert_str_eq(header(b, "Location"), first);
	}
	cr_assert_eq(orders(), 1);
}

Test(checkout, a_used_token_with_other_fields_is_refused)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	submit(b, "/checkout", fields);
	fields[strlen(fields) - 1] ^= 1;
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 1);
}

Test(checkout, without_its_token_nothing_is_bought)
{
	struct browser *b = browser_of("ann", 1000);
	const char *agreed;
	char fields[128];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	checkout_form(b);
	agreed = input_value(b, "agreed");
	snprintf(fields, sizeof(fields), "agreed=%s", agreed);
	cr_assert_eq(submit(b, "/checkout", fields), 400);
	cr_assert_eq(orders(), 0);
}

Test(checkout, a_price_that_moved_is_asked_about_and_never_charged_silently)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	test_sql("UPDATE products SET price = 300");
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 0);
	cr_assert(sees(b, "was $2.50 and is now $3.00"));
	/* Not accepted, even with the new sum. */
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	snprintf(fields, sizeof(fields), "%s&accept=1", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	cr_assert_eq(test_number("SELECT total_price FROM buys"), 300);
}

Test(checkout, a_fourth_unit_of_three_is_asked_about)
{
	struct browser *b = browser_of("ann", 10000);
	char fields[256];

	shop_product("sencha", 250, 3);
	submit(b, "/cart", "product=sencha&quantity=4");
	visit(b, "/cart");
	cr_assert(sees(b, "3 can be bought now"));
	snprintf(fields, sizeof(fields), "%s&accept=1", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	cr_assert_eq(test_number("SELECT quantity FROM buys"), 3);
}

Test(checkout, too_little_credit_offers_what_is_missing)
{
	struct browser *b = browser_of("ann", 500);

	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=2");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	/* Spent meanwhile, in another window. */
	test_drop_triggers();
	test_sql("UPDATE users SET consume_records = 400");
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 0);
	visit(b, "/cart");
	cr_assert(sees(b, "/deposit?amount=4.00"));
	cr_assert_str_eq(input_value(b, "agreed"), "");
}

Test(checkout, an_order_of_zero_credits_works)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sample", 0, 5);
	submit(b, "/cart", "product=sample&quantity=1");
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(orders(), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_transfers"), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_entries"), 1);
}

Test(checkout, losing_redis_in_between_loses_only_the_cart)
{
	struct browser *b = browser_of("ann", 1000);
	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	checkout_form(b);
	shop_forget_redis();
	cr_assert_eq(submit(b, "/checkout", "once=x"), 303);
	cr_assert_str_eq(header(b, "Location"), "/login");
	cr_assert_eq(orders(), 0);
}
