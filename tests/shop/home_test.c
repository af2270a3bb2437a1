/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
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
	shop_product("gyokuro", 990, 2);
	return browser_open();
}

Test(home, shows_categories_and_products)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/"), 200);
	cr_assert(sees(b, "<a href=\"/category/tea\"><b>Tea</b>"));
	cr_assert(sees(b, "2 products"));
	cr_assert(sees(b, "href=\"/product/sencha\""));
	cr_assert(sees(b, "$9.90"));
	cr_assert(sees(b, "2 left"));
	cr_assert(sees(b, "/cover/sencha.svg?v="));
	cr_assert(sees(b, "Open an account"));
}

Test(home, an_empty_shop_says_so)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/"), 200);
	cr_assert(sees(b, "nothing to buy yet"));
}

Test(home, nginx_keeps_it_for_visitors_alone)
{
	struct browser *b = visitor(), *ann = browser_open();

	visit(b, "/");
	cr_assert_str_eq(header(b, "X-Accel-Expires"), "10");
	cr_assert_not(sees(b, "csrf"));
	browser_sign_in(ann, shop_buyer("ann", 1000), "ann");
	visit(ann, "/");
	cr_assert_str_eq(header(ann, "X-Accel-Expires"), "");
	cr_assert(sees(ann, "csrf"));
	cr_assert_not(sees(ann, "Open an account"));
}

Test(home, the_second_time_costs_one_trip_to_redis_and_no_sql)
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
	cr_assert_eq(visit(b, "/?q=sencha"), 200);
	sent = db_sent();
	trips = redis_trips();
	cr_assert_eq(visit(b, "/?q=sencha"), 200);
	cr_assert(sees(b, "Results for"));
	cr_assert(sees(b, "href=\"/product/sencha\""));
	cr_assert_eq(db_sent() - sent, 0);
	cr_assert_eq(redis_trips() - trips, 1);
}

Test(home, a_change_of_the_catalogue_is_seen_at_once)
{
	struct shop *s = shop_open();
	struct browser *b = visitor();

	visit(b, "/");
	test_sql("UPDATE products SET name = 'Kabusecha' WHERE id = 1");
	visit(b, "/");
	cr_assert_not(sees(b, "Kabusecha"));
	catalog_changed(s->redis, s->arena);
	visit(b, "/");
	cr_assert(sees(b, "Kabusecha"));
}

Test(home, a_search_shows_what_it_was_and_is_escaped)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/?q=%3Cb%3E+gyo"), 200);
	cr_assert_not(sees(b, "<b> gyo"));
	cr_assert(sees(b, "&lt;b&gt; gyo"));
	cr_assert(sees(b, "0 products"));
	cr_assert(sees(b, "Nothing here has that name"));
	visit(b, "/?q=gyo");
	cr_assert(sees(b, "1 product<"));
	cr_assert_not(sees(b, "/product/sencha"));
}

Test(home, pages_follow_each_other_and_keep_the_search)
{
	struct browser *b = browser_open();

	for (int i = 0; i < 30; i++) {
		char slug[16];

		snprintf(slug, sizeof(slug), "tea-%02d", i);
		shop_product(slug, 100 + i, 0);
	}
	cr_assert_eq(visit(b, "/?q=tea%26+x"), 200);
	cr_assert_eq(visit(b, "/?q=tea+green&sort=price-down"), 200);
	cr_assert(sees(b, "Page 1 of 2"));
	cr_assert(sees(b, "/?q=tea%20green&amp;sort=price-down&amp;page=2"));
	cr_assert(sees(b, "<option value=\"price-down\" selected>"));
	cr_assert(sees(b, "/product/tea-29"));
	cr_assert_eq(visit(b, "/?page=2"), 200);
	cr_assert(sees(b, "href=\"/\" rel=\"prev\""));
	cr_assert_not(sees(b, "rel=\"next\""));
}

Test(home, refuses_what_cannot_be)
{
	struct browser *b = visitor();

	cr_assert_eq(visit(b, "/?page=2"), 404);
	cr_assert_eq(visit(b, "/?page=0"), 400);
	cr_assert_eq(visit(b, "/?page=x"), 400);
	cr_assert_eq(visit(b, "/?sort=stock"), 400);
	cr_assert_eq(visit(b, "/?sort=name&sort=price"), 400);
	cr_assert(b->reply->body.len > 0);
}
