/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "lib/shop.h"
#include "settings.h"

Test(orders, an_empty_list_says_what_to_do)
{
	struct browser *b = browser_of("ann", 0);

	cr_assert_eq(visit(b, "/orders"), 200);
	cr_assert(sees(b, "You have not bought anything yet."));
}

Test(orders, lists_ones_own_and_nobody_elses)
{
	struct browser *ann = browser_of("ann", 1000);
	struct browser *bob = browser_of("bob", 1000);

	shop_product("sencha", 250, 5);
	shop_product("assam", 300, 5);
	buys(ann, "sencha", 1);
	buys(bob, "assam", 2);
	visit(ann, "/orders");
	cr_assert(sees(ann, "sencha"));
	cr_assert_not(sees(ann, "assam"));
	visit(bob, "/orders");
	cr_assert(sees(bob, "2 items") && sees(bob, "$6.00"));
}

Test(orders, goes_from_page_to_page)
{
	struct browser *b = browser_of("ann", 1000);

	cr_assert_null(settings_set("page_size", "2"));
	shop_product("sencha", 100, 9);
	for (int i = 0; i < 3; i++)
		buys(b, "sencha", 1);
	visit(b, "/orders");
	cr_assert(sees(b, "Page 1 of 2"));
	cr_assert_eq(visit(b, "/orders?page=2"), 200);
	cr_assert_eq(visit(b, "/orders?page=3"), 404);
	cr_assert_eq(visit(b, "/orders?page=x"), 400);
}

Test(orders, are_for_those_who_signed_in)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/orders"), 303);
	cr_assert_str_eq(header(b, "Location"), "/login?next=/orders");
}
