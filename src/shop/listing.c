/* SPDX-License-Identifier: MIT */
#include "shop/listing.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "settings.h"
#include "shop/cover.h"
#include "shop/layout.h"
#include "shop/paging.h"
#include "view/fragment.h"
#include "view/view.h"

enum { SEARCH_MAX = 100, PAGE_MAX = 100000, SORTS = 4, KEPT_S = 10 };

/* In the order of enum catalog_sort; NULL closes the list. */
static const char *const SORT_VALUES[SORTS + 1] = {
	[SORT_NAME] = "name",
	[SORT_PRICE] = "price",
	[SORT_PRICE_DOWN] = "price-down",
	[SORT_NEWEST] = "newest",
};

static const char *const SORT_TEXTS[SORTS] = {
	[SORT_NAME] = "Name",
	[SORT_PRICE] = "Lowest price",
	[SORT_PRICE_DOWN] = "Highest price",
	[SORT_NEWEST] = "Newest",
};

bool listing_read(struct request *rq, struct listing *l)
{
	const char *sort = SORT_VALUES[SORT_NAME];

	*l = (struct listing){
		.search = "",
		.page = 1,
		.page_size = (uint32_t)setting_count(SET_PAGE_SIZE),
	};
	if (!form_read(
		    rq,
		    form_optional(form_text("q", 0, SEARCH_MAX, &l->search)),
		    form_optional(form_choice("sort", SORT_VALUES, &sort)),
		    form_optional(form_count("page", 1, PAGE_MAX, &l->page))))
		return false;
	for (int i = 0; i < SORTS; i++)
		if (!strcmp(sort, SORT_VALUES[i]))
			l->sort = (enum catalog_sort)i;
	return true;
}

const char *listing_key(struct arena *a, const char *page,
                        const struct listing *l)
{
	return arena_printf(a, "%s %s %" PRIu32 " %s", page,
	                    SORT_VALUES[l->sort], l->page, l->search);
}

static uint32_t pages_of(const struct listing *l, uint32_t total)
{
	return total ? (total - 1) / l->page_size + 1 : 1;
}

bool listing_has_page(const struct listing *l, uint32_t total)
{
	return l->page <= pages_of(l, total);
}

const char *listing_count_text(struct arena *a, int64_t n)
{
	return arena_printf(a, "%" PRId64 " product%s", n, n == 1 ? "" : "s");
}

/* As the query of an address takes it. */
static void add_encoded(struct text *t, const char *s)
{
	static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *s; s++) {
		if (strchr(PLAIN, *s))
			text_add(t, (struct slice){s, 1});
		else
			text_printf(t, "%%%02X", (unsigned char)*s);
	}
}

/* The address of this listing, up to its page number. */
static const char *base_of(struct arena *a, const struct listing *l,
                           const char *path)
{
	struct text t = text_open(a, 128);

	text_add_text(&t, path);
	text_add_text(&t, "?");
	if (*l->search) {
		text_add_text(&t, "q=");
		add_encoded(&t, l->search);
		text_add_text(&t, "&");
	}
	if (l->sort != SORT_NAME)
		text_printf(&t, "sort=%s&", SORT_VALUES[l->sort]);
	return arena_bytes(a, t.p, t.len);
}

static void show_products(struct arena *a, struct view *v, struct products list)
{
	view_list(v, "products");
	for (size_t i = 0; i < list.n; i++) {
		const struct product *p = &list.v[i];
		struct view *row = view_row(v, "products");

		view_text(row, "slug", p->slug);
		view_text(row, "name", p->name);
		view_money(row, "price", p->price);
		view_text(row, "stock", catalog_stock_text(a, p->stock));
		view_text(row, "stock_band", catalog_stock_band(p->stock));
		view_url(row, "cover", cover_url(a, p->slug, p->name));
	}
}

static void show_filter(struct view *v, const struct listing *l,
                        const char *path)
{
	struct view *filter = view_inside(v, "filter");

	view_url(filter, "action", path);
	/* The start page has the field in its header already. */
	if (*l->search || strcmp(path, "/") != 0)
		view_text(view_inside(filter, "within"), "q", l->search);
	else
		view_flag(filter, "within", false);
	view_list(filter, "sorts");
	for (size_t i = 0; i < SORTS; i++) {
		struct view *row = view_row(filter, "sorts");

		view_text(row, "value", SORT_VALUES[i]);
		view_text(row, "text", SORT_TEXTS[i]);
		view_flag(row, "selected", i == (size_t)l->sort);
	}
}

void listing_show(struct arena *a, struct view *v, const struct listing *l,
                  const char *path, struct products products, uint32_t total)
{
	view_text(v, "found", listing_count_text(a, total));
	show_products(a, v, products);
	show_filter(v, l, path);
	paging_show(v, a, base_of(a, l, path), l->page, l->page_size, total);
}

struct reply *listing_page(struct request *rq, const char *template,
                           const struct fragment *f)
{
	struct view *v = layout_open(rq, f->title);
	struct reply *r;

	view_html(v, "body", f->piece[0]);
	r = reply_page(rq, template, v);
	if (!rq->session->exists)
		reply_cache_for_visitors(rq, r, KEPT_S);
	return r;
}
