/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "http/form.h"
#include "http/request.h"
#include "sandbox/act.h"
#include "sandbox/answer.h"
#include "sandbox/minted.h"
#include "sandbox/page.h"
#include "sandbox/routes.h"
#include "sandbox/world.h"
#include "view/view.h"

enum { BLOCKS_MOST = 500 };

static const char *state_of(const struct world *w)
{
	if (w->stalled_at >= 0)
		return "stands still";
	return w->lag ? "lags" : "";
}

static void show_chain(struct view *v, struct request *rq, enum network network)
{
	struct world w = world_look(rq->db, rq->arena, network);

	view_text(v, "network", network_code(network));
	view_text(v, "tip", arena_printf(rq->arena, "%" PRId64, w.tip));
	view_text(v, "state", state_of(&w));
}

void page_show_chains(struct view *v, struct request *rq)
{
	const struct minted *m;

	view_list(v, "coins");
	for (size_t i = 0; (m = minted_at(i)); i++)
		view_text(view_row(v, "coins"), "code", m->code);
	view_list(v, "chains");
	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++)
		show_chain(view_row(v, "chains"), rq, (enum network)i);
}

/* --- acting --------------------------------------------------------------- */

static struct reply *finish(struct request *rq, const char *did,
                            const char *why)
{
	if (!why)
		return reply_to(rq, arena_printf(rq->arena, "/?did=%s", did));
	rq->status = 409;
	return page_draw(rq, "", why);
}

struct reply *page_send(struct request *rq)
{
	const char *address = "", *amount = "", *txid;
	struct order order = {.asset = ""};

	if (!page_is_ours(rq))
		return sandbox_error(rq, 403, "This form is not of this page.");
	if (form_open(rq) ||
	    !form_read(rq, form_text("asset", 1, 16, &order.asset),
	               form_text("address", 1, 100, &address),
	               form_text("amount", 1, 40, &amount)))
		return sandbox_error(rq, 400, "A field is missing or wrong.");
	order.outputs = arena_printf(rq->arena, "%s=%s", address, amount);
	return finish(rq, "sent", act_send(&txid, rq->db, rq->arena, &order));
}

static struct reply *act(struct request *rq, struct disturbance *d)
{
	const struct fault *f = fault_find(d->fault);

	if (!strcmp(d->fault, "mine")) {
		disturb_mine(rq->db, rq->arena, d->network, d->n);
		return finish(rq, "mined", NULL);
	}
	if (!f || !(f->of_chain || f->of_call))
		return sandbox_error(rq, 400, "There is no such button.");
	d->fault = f->name;
	if (f->of_chain)
		return finish(rq, f->name, act_chain(rq->db, rq->arena, d, ""));
	fault_arm(rq->db, f, network_code(d->network), d->n);
	return finish(rq, f->name, NULL);
}

struct reply *page_disturb(struct request *rq)
{
	static const char *const OPTIONS[] = {"keep", "drop",      "move",
	                                      "less", "elsewhere", NULL};
	struct disturbance d = {.fault = "", .option = ""};
	const char *network = "";
	uint32_t n = 1;

	if (!page_is_ours(rq))
		return sandbox_error(rq, 403, "This form is not of this page.");
	if (form_open(rq) ||
	    !form_read(rq, form_text("network", 1, 16, &network),
	               form_text("do", 1, 24, &d.fault),
	               form_choice("option", OPTIONS, &d.option),
	               form_count("n", 1, BLOCKS_MOST, &n)))
		return sandbox_error(rq, 400, "A field is missing or wrong.");
	d.network = network_find(network);
	d.n = n;
	if (d.network == NETWORK_NONE)
		return sandbox_error(rq, 400, "There is no such network.");
	return act(rq, &d);
}
