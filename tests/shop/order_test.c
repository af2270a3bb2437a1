/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "catalog/unit.h"
#include "lib/shop.h"

Test(order, is_not_there_for_anybody_else)
{
	struct browser *ann = browser_of("ann", 1000);
	struct browser *bob = browser_of("bob", 1000);
	char path[64], reveal[80];

	shop_product("sencha", 250, 5);
	submit(ann, "/cart", "product=sencha&quantity=1");
	submit(ann, "/checkout", checkout_form(ann));
	snprintf(path, sizeof(path), "%s", header(ann, "Location"));
	snprintf(reveal, sizeof(reveal), "%s/reveal", path);
	cr_assert_eq(visit(ann, path), 200);
	cr_assert_eq(visit(bob, path), 404);
	cr_assert_eq(submit(bob, reveal, ""), 404);
	cr_assert_not(sees(bob, "sencha-1"));
	cr_assert_eq(visit(bob, "/order/AAAAAAAAAAAAAAAAAAAAAA"), 404);
}

Test(order, shows_its_units_only_when_asked_and_notes_it)
{
	struct browser *b = browser_of("ann", 1000);
	char path[64], reveal[80];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=2");
	submit(b, "/checkout", checkout_form(b));
	snprintf(path, sizeof(path), "%s", header(b, "Location"));
	snprintf(reveal, sizeof(reveal), "%s/reveal", path);
	visit(b, path);
	cr_assert_not(sees(b, "sencha-1"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM reveals"), 0);
	cr_assert_eq(submit(b, reveal, ""), 200);
	cr_assert(sees(b, "sencha-1") && sees(b, "sencha-2"));
	cr_assert_not(sees(b, "sencha-3"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM reveals"), 1);
}

Test(order, many_units_are_shown_in_parts)
{
	struct browser *b = browser_of("ann", 10000);
	char reveal[80];

	shop_product("sencha", 10, 70);
	test_sql("UPDATE products SET max_quantity = 100");
	snprintf(reveal, sizeof(reveal), "%s/reveal", buys(b, "sencha", 60));
	cr_assert_eq(submit(b, reveal, ""), 200);
	cr_assert(sees(b, ">sencha-50<") && sees(b, "Show the other 10"));
	cr_assert_not(sees(b, ">sencha-51<"));
	cr_assert_eq(submit(b, reveal, "from=50"), 200);
	cr_assert(sees(b, ">sencha-51<") && sees(b, ">sencha-60<"));
	cr_assert_not(sees(b, "Show the other"));
	cr_assert_eq(submit(b, reveal, "from=60"), 422);
}

/* Bought with one form per page, each unit is seen once. */
Test(order, units_of_any_size_are_shown_in_parts)
{
	struct browser *b = browser_of("ann", 10000);
	struct arena *a = shop_open()->arena;
	int64_t product = shop_product("quotes", 10, 0);
	char *quotes = arena_array(a, UNIT_CONTENT_MAX + 1, char);
	const char *reveal;
	int from = 0, pages = 0;

	memset(quotes, '"', UNIT_CONTENT_MAX);
	for (int n = 1; n <= 5; n++) {
		quotes[0] = (char)('0' + n);
		shop_unit(product, n, (struct slice){quotes, UNIT_CONTENT_MAX});
	}
	test_sql("UPDATE products SET stock = 5");
	reveal = arena_printf(a, "%s/reveal", buys(b, "quotes", 5));
	for (const char *next = "0"; *next; pages++) {
		cr_assert_eq(
			submit(b, reveal, arena_printf(a, "from=%s", next)),
			200);
		cr_assert(sees(b, arena_printf(a, ">%d&quot;", from + 1)));
		next = input_value(b, "from");
		from = *next ? (int)strtol(next, NULL, 10) : 5;
	}
	cr_assert_eq(from, 5);
	cr_assert_leq(pages, 5);
}
