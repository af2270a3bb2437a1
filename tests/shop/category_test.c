/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "base/arena.h"
#include "lib/shop.h"
#include "redis/redis.h"
#include "user/shown.h"
#include "user/user.h"

static struct browser *visitor(void)
{
	shop_product("sencha", 250, 7);
	test_sql("INSERT INTO subcategories (id, category_id, slug, name)"
	         " VALUES (2, 1, 'tea-black', 'Black')");
	test_sql("INSERT INTO products (subcategory_id, slug, name,"
	         " description, price, currency) VALUES"
	         " (2, 'assam', 'Assam', '', 400, 'USD')");
	return browser_open();
}

Test(category, shows_its_products_and_subcategories)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/category/tea"), 200);
	cr_assert(sees(b, "<title>Tea"));
	cr_assert(sees(b, "/product/sencha"));
	cr_assert(sees(b, "/product/assam"));
	cr_assert(sees(b, "href=\"/category/tea-black\""));
	cr_assert(sees(b, "href=\"/category/tea\" aria-current=\"true\""));
	cr_assert_str_eq(header(b, "X-Accel-Expires"), "10");
}

Test(category, a_subcategory_shows_its_own)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/category/tea-black"), 200);
	cr_assert(sees(b, "<h1>Black</h1>"));
	cr_assert(sees(b, "<a href=\"/category/tea\">Tea</a>"));
	cr_assert(sees(b, "/product/assam"));
	cr_assert_not(sees(b, "/product/sencha"));
	cr_assert(sees(b, "action=\"/category/tea-black\""));
}

Test(category, a_search_stays_inside)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/category/tea?q=assam"), 200);
	cr_assert(sees(b, "/product/assam"));
	cr_assert_not(sees(b, "/product/sencha"));
	cr_assert_eq(visit(b, "/category/tea-green?q=assam"), 200);
	cr_assert(sees(b, "Nothing fits here"));
}

Test(category, the_second_time_costs_one_trip_to_redis_and_no_sql)
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
	visit(b, "/category/tea");
	sent = db_sent();
	trips = redis_trips();
	cr_assert_eq(visit(b, "/category/tea"), 200);
	cr_assert(sees(b, "/product/sencha"));
	cr_assert_eq(db_sent() - sent, 0);
	cr_assert_eq(redis_trips() - trips, 1);
}

Test(category, what_is_not_there_is_not_found)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/category/coffee"), 404);
	cr_assert_eq(visit(b, "/category/T%20x"), 404);
	cr_assert_eq(visit(b, "/category/tea?page=9"), 404);
	cr_assert_eq(visit(b, "/category/tea?sort=x"), 400);
}
