/* SPDX-License-Identifier: MIT */
#include "shop/home.h"
#include "base/arena.h"
#include "http/request.h"
#include "http/session.h"
#include "settings.h"
#include "shop/layout.h"
#include "shop/listing.h"
#include "view/fragment.h"
#include "view/templates.h"

static void show_categories(struct request *rq, struct view *v)
{
	struct categories list = catalog_categories(rq->db, rq->arena);

	for (size_t i = 0; i < list.n; i++) {
		const struct category *c = &list.v[i];
		struct view *row;

		if (!c->products)
			continue;
		row = view_row(v, "categories");
		view_text(row, "slug", c->slug);
		view_text(row, "name", c->name);
		view_text(row, "count",
		          listing_count_text(rq->arena, c->products));
	}
}

static struct html body(struct request *rq, const struct listing *l,
                        struct products products, uint32_t total)
{
	struct view *v = view_open(rq->arena);

	view_flag(v, "searching", *l->search);
	view_flag(v, "signed_in", rq->session->account);
	view_text(v, "shop_name", setting_text(SET_SHOP_NAME));
	view_text(v, "q", l->search);
	view_text(v, "tagline",
	          "Digital goods, paid with coins and delivered at once.");
	view_list(v, "categories");
	if (!*l->search)
		show_categories(rq, v);
	listing_show(rq->arena, v, l, "/", products, total);
	return templates_render(rq->arena, "part/home_body", v);
}

/* What does not depend on the visitor; NULL where there is no such page. */
static const struct fragment *make(struct request *rq, const struct listing *l)
{
	struct fragment *f = arena_new(rq->arena, struct fragment);
	struct products products;
	uint32_t total;

	products = catalog_list(rq->db, rq->arena, l, &total);
	if (!listing_has_page(l, total))
		return NULL;
	f->title = *l->search ? arena_printf(rq->arena, "Results for “%s”",
	                                     l->search)
	                      : "All products";
	f->piece[0] = body(rq, l, products, total);
	return f;
}

struct reply *home_show(struct request *rq)
{
	const struct fragment *f;
	struct listing l;
	const char *key;

	if (!listing_read(rq, &l))
		return reply_error(rq, 400, LISTING_REFUSED);
	key = listing_key(rq->arena,
	                  rq->session->account ? "home in" : "home out", &l);
	f = fragment_find(rq->arena, key, rq->session->catalogue);
	if (f)
		return listing_page(rq, "shop/home", f);
	f = make(rq, &l);
	if (!f)
		return reply_error(rq, 404, "There is no such page.");
	if (!f->piece[0].s.p)
		return reply_error(rq, 500, "The page could not be drawn.");
	fragment_keep(key, rq->session->catalogue, f);
	return listing_page(rq, "shop/home", f);
}
