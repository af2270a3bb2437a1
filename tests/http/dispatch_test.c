/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "lib/shop.h"

TestSuite(dispatch, .timeout = 300);

/* Each page in ever larger arenas, until it fits: wherever memory ends on the
 * way, the answer is 500 and of its request, and all goes on. */
static void squeeze(struct browser *b, const char *path)
{
	size_t memory = 6000;
	int status;

	while ((status = visit_within(b, path, memory)) == 500) {
		cr_assert(sees(b, "needs more memory"), "%s", path);
		cr_assert_str_eq(header(b, "Cache-Control"), "no-store");
		memory += 1000 + memory / 16;
		cr_assert(memory < 16 << 20, "%s", path);
	}
	cr_assert(memory > 6000, "%s took no memory", path);
	cr_assert_eq(status, 200, "%s: %d", path, status);
}

Test(dispatch, a_page_that_does_not_fit_is_a_500_and_never_an_abort)
{
	struct browser *b = browser_of("ann", 1000);
	char order[64];

	shop_product("sencha", 250, 50);
	snprintf(order, sizeof(order), "%s", buys(b, "sencha", 2));
	submit(b, "/cart", "product=sencha&quantity=2");
	squeeze(b, "/");
	squeeze(b, "/category/tea");
	squeeze(b, "/product/sencha");
	squeeze(b, "/cart");
	squeeze(b, "/orders");
	squeeze(b, order);
	squeeze(b, "/account");
	squeeze(b, "/account/statement");
	squeeze(b, "/account/security");
	squeeze(b, "/deposit");
}

Test(dispatch, the_500_names_its_request)
{
	static const char *const ID[] = {
		"REQUEST_ID=0123456789abcdef0123456789abcdef", NULL};
	struct browser *b = browser_open();

	cr_assert_eq(ask_within(b, "/", ID, 6000), 500);
	cr_assert(sees(b, "0123456789abcdef0123456789abcdef"));
}

Test(dispatch, a_checkout_that_does_not_fit_buys_once_or_nothing)
{
	struct browser *b = browser_of("ann", 100000);
	size_t memory = 6000;

	shop_product("sencha", 250, 500);
	for (int status = 500; status == 500; memory += memory / 16) {
		const char *fields;
		int64_t before = test_number("SELECT COUNT(*) FROM buys");

		submit(b, "/cart", "product=sencha&quantity=2");
		fields = checkout_form(b);
		status = submit_within(b, "/checkout", fields, memory);
		/* Again with room: the same order, or the first one. */
		cr_assert_eq(submit(b, "/checkout", fields), 303);
		cr_assert_eq(test_number("SELECT COUNT(*) FROM buys"),
		             before + 1);
	}
	cr_assert_eq(test_number("SELECT COUNT(*) FROM buys b WHERE quantity <>"
	                         " (SELECT COUNT(*) FROM buy_items i"
	                         "   WHERE i.buy_id = b.id)"),
	             0);
	cr_assert_eq(test_number("SELECT SUM(total_price) FROM buys"),
	             test_number("SELECT consume_records FROM users"));
}
