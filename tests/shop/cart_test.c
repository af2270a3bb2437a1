/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "lib/shop.h"

static const char *const OURS[] = {"HTTP_ORIGIN=http://127.0.0.1:8080", NULL};

Test(cart, a_guest_gets_one_by_a_form_from_our_page)
{
	struct browser *b = browser_open();

	shop_product("sencha", 250, 5);
	cr_assert_eq(submit_raw(b, "/cart", "product=sencha&quantity=2", OURS),
	             303);
	visit(b, "/cart");
	cr_assert(sees(b, "$5.00"));
	cr_assert(sees(b, "Sign in to buy"));
}

Test(cart, a_form_from_elsewhere_is_refused)
{
	static const char *const THEIRS[] = {"HTTP_ORIGIN=https://evil.example",
	                                     NULL};
	static const char *const CROSS[] = {"HTTP_SEC_FETCH_SITE=cross-site",
	                                    NULL};
	static const char *const NONE[] = {NULL};
	struct browser *b = browser_open();

	shop_product("sencha", 250, 5);
	cr_assert_eq(
		submit_raw(b, "/cart", "product=sencha&quantity=1", THEIRS),
		403);
	cr_assert_eq(submit_raw(b, "/cart", "product=sencha&quantity=1", CROSS),
	             403);
	cr_assert_eq(submit_raw(b, "/cart", "product=sencha&quantity=1", NONE),
	             403);
	cr_assert_eq(submit_raw(b, "/cart", "product=sencha&quantity=1", OURS),
	             303);
	/* With a session the token is asked for, whatever the headers say. */
	cr_assert_eq(submit_raw(b, "/cart", "product=sencha&quantity=1", OURS),
	             403);
}

Test(cart, adding_twice_adds_up_to_the_limit_of_an_order)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sencha", 250, 50);
	submit(b, "/cart", "product=sencha&quantity=7");
	submit(b, "/cart", "product=sencha&quantity=7");
	visit(b, "/cart");
	cr_assert(sees(b, "$25.00"), "10 of them, not 14");
}

Test(cart, what_is_wrong_with_a_quantity_is_said_beside_it)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sencha", 250, 50);
	submit(b, "/cart", "product=sencha&quantity=2");
	cr_assert_eq(submit(b, "/cart/update", "product=sencha&quantity=11"),
	             422);
	cr_assert(sees(b, "At most 10 in one order."));
	cr_assert(sees(b, "value=\"11\""), "what was typed is kept");
	cr_assert_eq(submit(b, "/cart/update", "product=sencha&quantity=-1"),
	             422);
	visit(b, "/cart");
	cr_assert(sees(b, "$5.00"), "nothing changed");
}

Test(cart, a_line_can_be_changed_and_removed)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sencha", 250, 50);
	submit(b, "/cart", "product=sencha&quantity=2");
	submit(b, "/cart/update", "product=sencha&quantity=4");
	visit(b, "/cart");
	cr_assert(sees(b, "$10.00"));
	submit(b, "/cart/update", "product=sencha&quantity=4&remove=1");
	visit(b, "/cart");
	cr_assert(sees(b, "Your cart is empty"));
}

Test(cart, prices_and_totals_of_the_client_are_not_fields)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sencha", 250, 50);
	cr_assert_eq(submit(b, "/cart", "product=sencha&quantity=1&price=1"),
	             400);
	cr_assert_eq(
		submit(b, "/cart/update", "product=sencha&quantity=1&total=1"),
		400);
}

Test(cart, what_is_not_sold_is_not_found)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sencha", 250, 50);
	test_sql("UPDATE products SET is_listed = 0");
	cr_assert_eq(submit(b, "/cart", "product=sencha&quantity=1"), 404);
	cr_assert_eq(submit(b, "/cart", "product=nothing&quantity=1"), 404);
}
