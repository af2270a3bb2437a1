/* SPDX-License-Identifier: MIT */
#include "shop/category.h"
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "http/request.h"
#include "http/session.h"
#include "shop/layout.h"
#include "shop/listing.h"
#include "view/fragment.h"
#include "view/templates.h"

/* The category asked for, and the subcategory if it is one. */
struct place {
	const struct category *category, *sub;
};

static const struct category *asked(const struct place *at)
{
	return at->sub ? at->sub : at->category;
}

static const char *path_of(struct arena *a, const struct category *c)
{
	return arena_printf(a, "/category/%s", c->slug);
}

static void show_pill(struct request *rq, struct view *v, const char *name,
                      const struct category *c, const struct place *at)
{
	struct view *row = view_row(v, "subcategories");

	view_text(row, "name", name);
	view_text(row, "count", listing_count_text(rq->arena, c->products));
	view_url(row, "url", path_of(rq->arena, c));
	view_flag(row, "current", strcmp(c->slug, asked(at)->slug) == 0);
}

static void show_subcategories(struct request *rq, struct view *v,
                               const struct place *at)
{
	struct categories list =
		catalog_subcategories(rq->db, rq->arena, at->category->id);

	view_list(v, "subcategories");
	if (list.n)
		show_pill(rq, v, "All", at->category, at);
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].products)
			show_pill(rq, v, list.v[i].name, &list.v[i], at);
}

static void show_place(struct view *v, const struct place *at)
{
	view_text(v, "name", asked(at)->name);
	view_text(v, "slug", asked(at)->slug);
	view_text(v, "description", asked(at)->description);
	if (at->sub) {
		struct view *parent = view_inside(v, "parent");

		view_text(parent, "slug", at->category->slug);
		view_text(parent, "name", at->category->name);
	} else {
		view_flag(v, "parent", false);
	}
}

/* What does not depend on the visitor; NULL where there is no such page. */
static const struct fragment *make(struct request *rq, struct listing *l)
{
	struct fragment *f = arena_new(rq->arena, struct fragment);
	struct view *v = view_open(rq->arena);
	struct products products;
	struct place at;
	uint32_t total;

	at.category =
		catalog_category(rq->db, rq->arena, rq->param[0], &at.sub);
	if (!at.category)
		return NULL;
	l->category = at.category->id;
	l->subcategory = at.sub ? at.sub->id : 0;
	products = catalog_list(rq->db, rq->arena, l, &total);
	if (!listing_has_page(l, total))
		return NULL;
	show_place(v, &at);
	show_subcategories(rq, v, &at);
	listing_show(rq->arena, v, l, path_of(rq->arena, asked(&at)), products,
	             total);
	f->title = asked(&at)->name;
	f->piece[0] = templates_render(rq->arena, "part/category_body", v);
	return f;
}

struct reply *category_show(struct request *rq)
{
	const struct fragment *f;
	struct listing l;
	const char *key;

	if (!text_is_slug(rq->param[0]))
		return reply_error(rq, 404, "There is no such category.");
	if (!listing_read(rq, &l))
		return reply_error(rq, 400, LISTING_REFUSED);
	key = listing_key(rq->arena,
	                  arena_printf(rq->arena, "category %s", rq->param[0]),
	                  &l);
	f = fragment_find(rq->arena, key, rq->session->catalogue);
	if (f)
		return listing_page(rq, "shop/category", f);
	f = make(rq, &l);
	if (!f)
		return reply_error(rq, 404, "There is no such page.");
	if (!f->piece[0].s.p)
		return reply_error(rq, 500, "The page could not be drawn.");
	fragment_keep(key, rq->session->catalogue, f);
	return listing_page(rq, "shop/category", f);
}
