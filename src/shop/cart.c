/* SPDX-License-Identifier: MIT */
#include "shop/cart.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "buy/free.h"
#include "cart/cart.h"
#include "cart/till.h"
#include "http/form.h"
#include "http/session.h"
#include "ledger/ledger.h"
#include "shop/layout.h"

/* How many more of each the visitor may have; NULL where nothing is free. */
static const uint32_t *free_limits(struct request *rq,
                                   const struct products *products)
{
	struct user_id buyer = {session_user(rq)};
	uint32_t *most = NULL;
	struct free_taken taken;

	for (size_t i = 0; i < products->n && buyer.v; i++) {
		const struct product *p = &products->v[i];

		if (!money_is_zero(p->price))
			continue;
		if (!most) {
			taken = free_taken(rq->db, rq->arena, buyer);
			most = arena_array(rq->arena, products->n, uint32_t);
			memset(most, 0xff, products->n * sizeof(*most));
		}
		most[i] = free_left(&taken, p->id, p->max_quantity);
	}
	return most;
}

struct till cart_till(struct request *rq)
{
	struct cart cart = {0};
	struct product_id *ids;
	struct products products;

	if (rq->session->cart)
		cart = cart_read(rq->redis, rq->arena, rq->session->cart);
	ids = arena_array(rq->arena, cart.n, struct product_id);
	for (size_t i = 0; i < cart.n; i++)
		ids[i] = cart.v[i].product;
	products = catalog_list_ids(rq->db, rq->arena, ids, cart.n);
	return till_reckon(rq->arena, &cart, &products,
	                   free_limits(rq, &products));
}

static const char *change_text(struct arena *a, const struct till_line *line)
{
	char before[MONEY_TEXT], now[MONEY_TEXT];

	switch (line->change) {
	case TILL_SAME:
		return "";
	case TILL_PRICE:
		money_show(before, line->seen);
		money_show(now, line->product->price);
		return arena_printf(a, "The price was %s and is now %s.",
		                    before, now);
	case TILL_FEWER:
		return arena_printf(a,
		                    "You wanted %" PRIu32 "; %" PRIu32
		                    " can be bought now.",
		                    line->wanted, line->quantity);
	case TILL_GONE:
		return "Sold out meanwhile.";
	case TILL_TOO_FEW:
		return "Fewer are left than the smallest order.";
	case TILL_LIMIT:
		if (!line->quantity)
			return "You have had all free items an account gets.";
		return arena_printf(a,
		                    "Free items are limited per account: you "
		                    "can get %" PRIu32 " more.",
		                    line->quantity);
	}
	return "";
}

static void show_line(struct view *v, struct request *rq,
                      const struct till_line *line)
{
	struct view *row = view_row(v, "lines");
	const char *typed = form_raw(rq, "quantity");
	const char *product = form_raw(rq, "product");
	bool refused = rq->status == 422 && product && typed &&
	               !strcmp(product, line->product->slug);

	view_text(row, "slug", line->product->slug);
	view_text(row, "name", line->product->name);
	view_money(row, "price", line->product->price);
	view_text(
		row, "quantity",
		refused ? typed
			: arena_printf(rq->arena, "%" PRIu32, line->quantity));
	view_money(row, "total", line->total);
	view_count(row, "max", line->product->max_quantity);
	view_text(row, "change", change_text(rq->arena, line));
	view_text(row, "error", refused ? form_why(rq, "quantity") : "");
	view_flag(row, "gone", line->quantity == 0);
}

/* What the buyer lacks, with the way to it. */
static void show_missing(struct view *v, struct request *rq,
                         const struct till *till, bool *enough)
{
	struct money available, missing;
	char amount[MONEY_TEXT];
	struct view *lack;

	*enough = true;
	if (session_user(rq)) {
		available = ledger_balance_shown(
			rq->db, rq->arena, (struct user_id){session_user(rq)});
		*enough = money_cmp(available, till->total) >= 0;
	}
	if (*enough || !money_sub(&missing, till->total, available)) {
		view_flag(v, "missing", false);
		return;
	}
	money_print(amount, missing);
	lack = view_inside(v, "missing");
	view_money(lack, "amount", missing);
	view_url(lack, "url",
	         arena_printf(rq->arena, "/deposit?amount=%s", amount));
}

static const char *problem_of(struct arena *a, const struct till *till)
{
	if (till->too_many)
		return arena_printf(a,
		                    "One order takes %d items at most. Please "
		                    "take some out and buy them afterwards.",
		                    CART_UNITS_MAX);
	if (till->too_large)
		return "This total is more than an order can cost. Remove "
		       "something.";
	if (till->vanished)
		return "Something in your cart is no longer sold here; it will "
		       "not be bought.";
	return "";
}

struct reply *cart_show(struct request *rq)
{
	struct view *v = layout_open(rq, "Your cart");
	struct till till = cart_till(rq);
	bool enough;

	view_list(v, "lines");
	for (size_t i = 0; i < till.n; i++)
		show_line(v, rq, &till.v[i]);
	view_text(v, "count",
	          arena_printf(rq->arena,
	                       till.units == 1 ? "%" PRIu32 " item"
	                                       : "%" PRIu32 " items",
	                       till.units));
	view_money(v, "total", till.total);
	view_text(v, "problem", problem_of(rq->arena, &till));
	view_flag(v, "changed", till.changed);
	show_missing(v, rq, &till, &enough);
	view_flag(v, "buyable",
	          till.units > 0 && enough && !till.too_many &&
	                  !till.too_large);
	view_text(v, "agreed", till.agreed);
	layout_once(v);
	return reply_page(rq, "shop/cart", v);
}

static struct reply *cart_not_found(struct request *rq)
{
	return reply_error(rq, 404,
	                   "That product is not sold here (any more).");
}

static struct reply *cart_is_full(struct request *rq)
{
	return reply_notice(rq,
	                    "Your cart is full: buy or remove something first.",
	                    cart_show);
}

struct reply *cart_add(struct request *rq)
{
	const struct product *p;
	const char *slug;
	uint32_t quantity, now;

	if (!form_read(rq, form_text("product", 1, 80, &slug),
	               form_count("quantity", 1, 1000, &quantity)))
		return reply_form_again(rq, cart_show);
	p = catalog_find(rq->db, rq->arena, slug);
	if (!p)
		return cart_not_found(rq);
	session_start(rq);
	if (!cart_put(rq->redis, rq->arena, rq->session->cart, p->id, quantity,
	              p->max_quantity, p->price, &now))
		return cart_is_full(rq);
	session_done(rq, arena_printf(rq->arena,
	                              "%s is in your cart (%" PRIu32 ").",
	                              p->name, now));
	return reply_to(rq, "/cart");
}

struct reply *cart_update(struct request *rq)
{
	static const char *const ONE[] = {"1", NULL};
	const char *slug, *remove = NULL;
	const struct product *p;
	struct cart_line line;
	uint32_t quantity = 0;

	if (!form_read(
		    rq, form_text("product", 1, 80, &slug),
		    form_optional(form_choice("remove", ONE, &remove)),
		    form_optional(form_count("quantity", 0, 1000, &quantity))))
		return reply_form_again(rq, cart_show);
	p = catalog_find(rq->db, rq->arena, slug);
	if (!p)
		return cart_not_found(rq);
	if (remove)
		quantity = 0;
	if (quantity > p->max_quantity) {
		form_fault(rq, "quantity",
		           arena_printf(rq->arena,
		                        "At most %" PRIu32 " in one order.",
		                        p->max_quantity));
		return reply_form_again(rq, cart_show);
	}
	/* Nothing is taken out of what is not there. */
	if (!quantity && !rq->session->exists)
		return reply_to(rq, "/cart");
	session_start(rq);
	/* Changing a line accepts the price that is shown beside it. */
	line = (struct cart_line){p->id, quantity, p->price};
	if (!cart_set(rq->redis, rq->arena, rq->session->cart, line))
		return cart_is_full(rq);
	return reply_to(rq, "/cart");
}
