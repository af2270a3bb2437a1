/* SPDX-License-Identifier: MIT */
#include "shop/cover.h"
#include <criterion/criterion.h>
#include "base/arena.h"
#include "lib/shop.h"

Test(cover_page, is_kept_by_browsers_for_a_day)
{
	struct shop *s = shop_open();
	struct browser *b = browser_open();

	shop_product("sencha", 250, 7);
	cr_assert_eq(visit(b, cover_url(s->arena, "sencha", "sencha")), 200);
	cr_assert_str_eq(b->reply->type, "image/svg+xml");
	cr_assert(sees(b, "<svg"));
	cr_assert_str_eq(header(b, "Cache-Control"), "public, max-age=86400");
	cr_assert_str_eq(header(b, "X-Accel-Expires"), "86400");
}

Test(cover_page, has_another_address_after_the_name_changed)
{
	struct shop *s = shop_open();

	cr_assert_str_neq(cover_url(s->arena, "sencha", "sencha"),
	                  cover_url(s->arena, "sencha", "Sencha"));
}

Test(cover_page, is_not_found_without_its_product)
{
	struct browser *b = browser_open();

	shop_product("sencha", 250, 7);
	cr_assert_eq(visit(b, "/cover/nothing.svg"), 404);
	cr_assert_eq(visit(b, "/cover/sencha"), 404);
	cr_assert_eq(visit(b, "/cover/.svg"), 404);
	cr_assert_eq(visit(b, "/cover/Sencha.svg"), 404);
}
