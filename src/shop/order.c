/* SPDX-License-Identifier: MIT */
#include "shop/order.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "buy/buy.h"
#include "catalog/unit.h"
#include "http/form.h"
#include "http/session.h"
#include "shop/layout.h"
#include "view/escape.h"

static struct user_id buyer_of(struct request *rq)
{
	return (struct user_id){session_user(rq)};
}

static void show_lines(struct view *v, struct request *rq,
                       const struct buy *buy)
{
	struct buy_lines lines = buy_lines(rq->db, rq->arena, buy);

	view_list(v, "lines");
	for (size_t i = 0; i < lines.n; i++) {
		const struct buy_line *line = &lines.v[i];
		struct view *row = view_row(v, "lines");

		view_text(row, "slug", line->slug);
		view_text(row, "name", line->name);
		view_count(row, "quantity", line->quantity);
		view_money(row, "price", line->price);
		view_money(row, "total", line->total);
	}
}

static struct view *order_view(struct request *rq, const struct buy *buy)
{
	struct view *v = layout_open(
		rq, arena_printf(rq->arena, "Order %s", buy->public_id));

	view_text(v, "id", buy->public_id);
	view_text(v, "state", buy->is_refunded ? "Refunded" : "Delivered");
	view_text(v, "state_band", buy->is_refunded ? "warn" : "good");
	view_money(v, "total", buy->total);
	view_time(v, "when", buy->at);
	view_money(v, "balance_after",
	           buy_balance_after(rq->db, rq->arena, buy));
	show_lines(v, rq, buy);
	view_list(v, "shown");
	return v;
}

static struct reply *no_such_order(struct request *rq)
{
	return reply_error(rq, 404, "There is no such order of yours.");
}

struct reply *order_show(struct request *rq)
{
	const struct buy *buy =
		buy_find(rq->db, rq->arena, buyer_of(rq), rq->param[0]);
	struct view *v;

	if (!buy)
		return no_such_order(rq);
	v = order_view(rq, buy);
	view_flag(v, "revealed", false);
	view_flag(v, "next", false);
	return reply_page(rq, "shop/order", v);
}

/* --- showing the units --------------------------------------------------- */

/* A page of them: all must fit into one answer, whatever they hold, so their
 * size is that as the page writes them: a quote is six bytes there.  The
 * largest unit, all of quotes, fits. */
enum { UNITS_SHOWN = 50, BYTES_SHOWN = 448 * 1024 };

_Static_assert(6 * UNIT_CONTENT_MAX <= BYTES_SHOWN, "any unit can be shown");

struct opened {
	size_t n;
	const struct buy_unit *unit;
	const char *text[UNITS_SHOWN];
};

/* Opens the units after the first `from`, at least one and as many as fit;
 * false when one does not open under the unit key. */
static bool open_units(struct opened *out, struct request *rq,
                       const struct buy *buy, uint32_t from)
{
	struct buy_units units = buy_units(rq->db, rq->arena, buyer_of(rq), buy,
	                                   from, UNITS_SHOWN);
	size_t bytes = 0;

	*out = (struct opened){.unit = units.v};
	for (size_t i = 0; i < units.n; i++) {
		struct slice text = unit_open(rq->arena, units.v[i].fingerprint,
		                              units.v[i].sealed);

		if (!text.p)
			return false;
		bytes += escape_length(text);
		if (i && bytes > BYTES_SHOWN)
			break;
		out->text[out->n++] = arena_bytes(rq->arena, text.p, text.len);
	}
	return true;
}

/* Grouped under their products' names. */
static void show_units(struct view *v, const struct opened *units,
                       uint32_t from, struct moment first)
{
	struct view *group = NULL;

	for (size_t i = 0; i < units->n; i++) {
		const struct buy_unit *unit = &units->unit[i];
		struct view *row;

		if (!i || strcmp(unit->name, unit[-1].name) != 0) {
			group = view_row(v, "shown");
			view_text(group, "name", unit->name);
			view_list(group, "units");
		}
		row = view_row(group, "units");
		view_count(row, "n", (int64_t)(from + i + 1));
		view_text(row, "text", units->text[i]);
		view_time(row, "first", first);
	}
}

static void show_next(struct view *v, const struct buy *buy, size_t next)
{
	struct view *more;

	if ((int64_t)next >= buy->quantity) {
		view_flag(v, "next", false);
		return;
	}
	more = view_inside(v, "next");
	view_count(more, "from", (int64_t)next);
	view_count(more, "left", buy->quantity - (int64_t)next);
}

struct reply *order_reveal(struct request *rq)
{
	const struct buy *buy =
		buy_find(rq->db, rq->arena, buyer_of(rq), rq->param[0]);
	struct opened units;
	uint32_t from = 0;
	struct view *v;

	if (!buy)
		return no_such_order(rq);
	if (!form_read(rq,
	               form_optional(form_count(
			       "from", 0, (uint32_t)buy->quantity - 1, &from))))
		return reply_form_again(rq, order_show);
	if (!open_units(&units, rq, buy, from)) {
		log_error("order %s: a unit does not open under the unit key",
		          buy->public_id);
		return reply_error(rq, 500,
		                   "Your goods could not be opened. They are "
		                   "safe; the operator has been told.");
	}
	v = order_view(rq, buy);
	view_flag(v, "revealed", true);
	show_units(v, &units, from,
	           buy_reveal(rq->db, rq->arena, buyer_of(rq), buy));
	show_next(v, buy, from + units.n);
	return reply_page(rq, "shop/order", v);
}
