/* SPDX-License-Identifier: MIT */
#include "shop/product.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "settings.h"
#include "shop/cover.h"
#include "shop/layout.h"
#include "shop/listing.h"
#include "view/fragment.h"
#include "view/templates.h"

enum { KEPT_S = 10 };

/* The pieces of the fragment. */
enum { TRAIL, SUMMARY, FIELDS, PROSE };

static void show_place(struct view *v, const char *as, const char *slug,
                       const char *name)
{
	struct view *place = view_inside(v, as);

	view_text(place, "slug", slug);
	view_text(place, "name", name);
}

static struct html trail(struct arena *a, const struct product *p)
{
	struct view *v = view_open(a);

	view_text(v, "name", p->name);
	show_place(v, "category", p->category_slug, p->category_name);
	show_place(v, "subcategory", p->subcategory_slug, p->subcategory_name);
	return templates_render(a, "part/product_trail", v);
}

static bool sold_out(const struct product *p)
{
	return p->stock < p->min_quantity;
}

static struct html summary(struct arena *a, const struct product *p)
{
	int64_t stock = sold_out(p) ? 0 : p->stock;
	struct view *v = view_open(a);

	view_text(v, "name", p->name);
	view_money(v, "price", p->price);
	view_text(v, "stock", catalog_stock_text(a, stock));
	view_text(v, "stock_band", catalog_stock_band(stock));
	view_flag(v, "sold_out", sold_out(p));
	show_place(v, "category", p->category_slug, p->category_name);
	return templates_render(a, "part/product_summary", v);
}

/* Depends on no more of the stock than its band, as pages must. */
static uint32_t most(const struct product *p)
{
	if (p->stock >= p->max_quantity ||
	    strcmp(catalog_stock_band(p->stock), "in") == 0)
		return p->max_quantity;
	return (uint32_t)p->stock;
}

/* The limit of an account, which counts for ever. */
static const char *free_limit(struct arena *a, const struct product *p)
{
	int64_t unpaid = setting_count(SET_FREE_UNITS_UNPAID);

	if (unpaid >= p->max_quantity)
		return arena_printf(a, "Free: at most %" PRIu32 " per account.",
		                    p->max_quantity);
	if (!unpaid)
		return arena_printf(a,
		                    "Free after your first top-up: at most "
		                    "%" PRIu32 " per account.",
		                    p->max_quantity);
	return arena_printf(a,
	                    "Free: at most %" PRId64 " per account, %" PRIu32
	                    " after your first top-up.",
	                    unpaid, p->max_quantity);
}

static const char *limit(struct arena *a, const struct product *p)
{
	if (money_is_zero(p->price))
		return free_limit(a, p);
	if (p->min_quantity > 1)
		return arena_printf(a,
		                    "%" PRIu32 " to %" PRIu32 " in one order.",
		                    p->min_quantity, p->max_quantity);
	return arena_printf(a, "At most %" PRIu32 " in one order.",
	                    p->max_quantity);
}

static struct html fields(struct request *rq, const struct product *p)
{
	struct arena *a = rq->arena;
	struct view *v = view_open(a);

	view_text(v, "slug", p->slug);
	view_text(v, "limit", limit(a, p));
	view_count(v, "min", p->min_quantity);
	view_count(v, "max", most(p));
	form_show(rq, v, "quantity",
	          arena_printf(a, "%" PRIu32, p->min_quantity));
	return templates_render(a, "part/product_fields", v);
}

/* Paragraphs are lines; empty ones only part them. */
static struct html prose(struct arena *a, const struct product *p)
{
	struct view *v = view_open(a);
	const char *rest = p->description;

	view_list(v, "description");
	while (*rest) {
		size_t len = strcspn(rest, "\n");

		if (len)
			view_text(view_row(v, "description"), "text",
			          arena_bytes(a, rest, len));
		rest += len;
		rest += *rest == '\n';
	}
	return templates_render(a, "part/product_prose", v);
}

static const struct fragment *make(struct request *rq, const struct product *p)
{
	struct fragment *f = arena_new(rq->arena, struct fragment);

	f->title = p->name;
	f->piece[TRAIL] = trail(rq->arena, p);
	f->piece[SUMMARY] = summary(rq->arena, p);
	f->piece[FIELDS] =
		sold_out(p) ? (struct html){SLICE("")} : fields(rq, p);
	f->piece[PROSE] = prose(rq->arena, p);
	return f;
}

static bool is_whole(const struct fragment *f)
{
	for (size_t i = 0; i < FRAGMENT_PIECES; i++)
		if (!f->piece[i].s.p)
			return false;
	return true;
}

static struct reply *page(struct request *rq, const char *slug,
                          const struct fragment *f)
{
	struct view *v = layout_open(rq, f->title);
	int64_t in_cart = rq->session->cart_count;
	struct reply *r;

	view_url(v, "cover", cover_url(rq->arena, slug, f->title));
	view_html(v, "trail", f->piece[TRAIL]);
	view_html(v, "summary", f->piece[SUMMARY]);
	view_flag(v, "on_sale", f->piece[FIELDS].s.len);
	view_html(v, "fields", f->piece[FIELDS]);
	view_html(v, "prose", f->piece[PROSE]);
	view_text(v, "in_cart",
	          in_cart ? arena_printf(rq->arena, "%s in your cart",
	                                 listing_count_text(rq->arena, in_cart))
	                  : "");
	r = reply_page(rq, "shop/product", v);
	if (!rq->session->exists && rq->method == GET)
		reply_cache_for_visitors(rq, r, KEPT_S);
	return r;
}

static const char *slug_of(const struct request *rq)
{
	const char *slug =
		rq->method == GET ? rq->param[0] : form_raw(rq, "product");

	return slug && text_is_slug(slug) ? slug : NULL;
}

struct reply *product_show(struct request *rq)
{
	const char *slug = slug_of(rq);
	const char *key =
		arena_printf(rq->arena, "product %s", slug ? slug : "");
	const struct fragment *f = NULL;
	const struct product *p;

	/* With a form to show again, the page is this visitor's own. */
	if (slug && rq->method == GET)
		f = fragment_find(rq->arena, key, rq->session->catalogue);
	if (f)
		return page(rq, slug, f);
	p = slug ? catalog_find(rq->db, rq->arena, slug) : NULL;
	if (!p)
		return reply_error(rq, 404, "There is no such product.");
	f = make(rq, p);
	if (!is_whole(f))
		return reply_error(rq, 500, "The page could not be drawn.");
	if (rq->method == GET)
		fragment_keep(key, rq->session->catalogue, f);
	return page(rq, slug, f);
}
