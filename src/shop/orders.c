/* SPDX-License-Identifier: MIT */
#include "shop/orders.h"
#include <inttypes.h>
#include "base/arena.h"
#include "buy/buy.h"
#include "http/form.h"
#include "http/session.h"
#include "settings.h"
#include "shop/layout.h"
#include "shop/paging.h"

static const char *names_of(struct arena *a, const struct buy *buy)
{
	if (buy->products == 1)
		return buy->first_name;
	return arena_printf(a, "%s, %" PRId64 " more", buy->first_name,
	                    buy->products - 1);
}

static void show_order(struct view *v, struct arena *a, const struct buy *buy)
{
	struct view *row = view_row(v, "orders");

	view_text(row, "id", buy->public_id);
	view_text(row, "names", names_of(a, buy));
	view_text(row, "count",
	          buy->quantity == 1 ? "1 item"
	                             : arena_printf(a, "%" PRId64 " items",
	                                            buy->quantity));
	view_money(row, "total", buy->total);
	view_text(row, "state", buy->is_refunded ? "Refunded" : "Delivered");
	view_text(row, "state_band", buy->is_refunded ? "warn" : "good");
	view_time(row, "when", buy->at);
}

struct reply *orders_show(struct request *rq)
{
	uint32_t page_size = (uint32_t)setting_count(SET_PAGE_SIZE);
	uint32_t page = 1, total;
	struct buys buys;
	struct view *v;

	if (!form_read(rq, form_optional(form_count("page", 1, 100000, &page))))
		return reply_error(rq, 400, "There is no page of that number.");
	buys = buy_list(rq->db, rq->arena, (struct user_id){session_user(rq)},
	                page, page_size, &total);
	if (page > 1 && !buys.n)
		return reply_error(rq, 404, "There are fewer orders.");
	v = layout_open(rq, "Your orders");
	view_list(v, "orders");
	for (size_t i = 0; i < buys.n; i++)
		show_order(v, rq->arena, &buys.v[i]);
	paging_show(v, rq->arena, "/orders?", page, page_size, total);
	return reply_page(rq, "shop/orders", v);
}
