/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "catalog/catalog.h"
#include "lib/shop.h"
#include "redis/redis.h"
#include "user/shown.h"
#include "user/user.h"

static struct browser *visitor(void)
{
	shop_product("sencha", 250, 7);
	shop_product("gyokuro", 990, 0);
	test_sql("UPDATE products SET description ="
	         " 'Steamed.\\n\\nFrom <Uji>.' WHERE id = 1");
	return browser_open();
}

Test(product, shows_what_it_is_and_its_form)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/product/sencha"), 200);
	cr_assert(sees(b, "<h1>sencha</h1>"));
	cr_assert(sees(b, "$2.50"));
	cr_assert(sees(b, "In stock"));
	cr_assert(sees(b, "<p>Steamed.</p>"));
	cr_assert(sees(b, "<p>From &lt;Uji&gt;.</p>"));
	cr_assert_str_eq(input_value(b, "product"), "sencha");
	cr_assert_str_eq(input_value(b, "quantity"), "1");
	cr_assert(sees(b, "max=\"10\""));
	cr_assert(sees(b, "At most 10 in one order."));
	cr_assert(sees(b, "<a href=\"/category/tea-green\">Green</a>"));
}

Test(product, a_visitor_gets_no_token_and_a_buyer_gets_one)
{
	struct browser *b = visitor(), *ann = browser_open();

	visit(b, "/product/sencha");
	cr_assert_not(sees(b, "csrf"));
	cr_assert_str_eq(header(b, "X-Accel-Expires"), "10");
	browser_sign_in(ann, shop_buyer("ann", 1000), "ann");
	visit(ann, "/product/sencha");
	cr_assert_neq(strlen(input_value(ann, "csrf")), 0);
	cr_assert_str_eq(header(ann, "X-Accel-Expires"), "");
}

Test(product, sold_out_offers_no_form)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/product/gyokuro"), 200);
	cr_assert(sees(b, "This is sold out"));
	cr_assert_not(sees(b, "name=\"quantity\""));
}

Test(product, fewer_than_an_order_may_hold_is_all_there_is)
{
	struct browser *b = visitor();

	shop_product("hojicha", 100, 3);
	visit(b, "/product/hojicha");
	cr_assert(sees(b, "3 left"));
	cr_assert(sees(b, "max=\"3\""));
}

Test(product, the_second_time_costs_one_trip_to_redis_and_no_sql)
{
	struct shop *s = shop_open();
	struct browser *b = visitor();
	struct user_id ann = shop_buyer("ann", 1000);
	const char *account = user_account(s->db, s->arena, ann);
	uint64_t sent, trips;

	browser_sign_in(b, ann, "ann");
	shown_balance(s->redis, s->arena, account,
	              money_minor(1000, currency_find("USD")));
	shown_notices(s->redis, s->arena, account, 0);
	visit(b, "/product/sencha");
	sent = db_sent();
	trips = redis_trips();
	cr_assert_eq(visit(b, "/product/sencha"), 200);
	cr_assert(sees(b, "<h1>sencha</h1>"));
	cr_assert(sees(b, "name=\"quantity\""));
	cr_assert_eq(db_sent() - sent, 0);
	cr_assert_eq(redis_trips() - trips, 1);
}

Test(product, what_is_not_listed_is_not_found)
{
	struct browser *b = visitor();

	test_sql("UPDATE products SET is_listed = 0 WHERE id = 1");
	cr_assert_eq(visit(b, "/product/sencha"), 404);
	cr_assert_eq(visit(b, "/product/nothing"), 404);
	cr_assert_eq(visit(b, "/product/%2e%2e"), 404);
}
