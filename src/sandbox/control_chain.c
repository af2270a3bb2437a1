/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "base/arena.h"
#include "http/form.h"
#include "http/request.h"
#include "sandbox/act.h"
#include "sandbox/answer.h"
#include "sandbox/disturb.h"
#include "sandbox/minted.h"
#include "sandbox/routes.h"
#include "sandbox/world.h"

enum { BLOCKS_MOST = 10000, OUTPUTS_MAX = 4000 };

static struct reply *bad_form(struct request *rq)
{
	const char *why = form_malformed(rq);

	return answer_error(rq, 400, "bad_form",
	                    why ? why : "A field is missing or wrong.");
}

/* The one output and those of the list as one list. */
static bool read_order(struct order *out, struct request *rq)
{
	static const char *const HELD[] = {"yes", "no", NULL};
	const char *address = "", *amount = "", *more = "", *held = "no";

	*out = (struct order){.asset = ""};
	if (form_open(rq) ||
	    !form_read(
		    rq, form_text("asset", 1, 16, &out->asset),
		    form_optional(form_text("address", 1, 100, &address)),
		    form_optional(form_text("amount", 1, 60, &amount)),
		    form_optional(form_text("outputs", 1, OUTPUTS_MAX, &more)),
		    form_optional(form_choice("hold", HELD, &held))))
		return false;
	out->outputs = *address ? arena_printf(rq->arena, "%s=%s %s", address,
	                                       amount, more)
	                        : more;
	out->is_held = *held == 'y';
	return true;
}

struct reply *control_send(struct request *rq)
{
	struct order order;
	const char *txid, *why;

	if (!read_order(&order, rq))
		return bad_form(rq);
	why = act_send(&txid, rq->db, rq->arena, &order);
	if (why)
		return answer_error(rq, 409, "refused", why);
	return answer_json(
		rq, 200,
		slice_text(arena_printf(rq->arena,
	                                "{\"did\":\"sent\",\"txid\":\"%s\"}",
	                                txid)));
}

struct reply *control_mine(struct request *rq)
{
	const char *name = "";
	uint32_t blocks = 1;
	enum network network;

	if (form_open(rq) ||
	    !form_read(rq, form_text("network", 1, 16, &name),
	               form_optional(
			       form_count("blocks", 1, BLOCKS_MOST, &blocks))))
		return bad_form(rq);
	network = network_find(name);
	if (network == NETWORK_NONE)
		return answer_error(rq, 400, "bad_form", "Which network?");
	return answer_json(
		rq, 200,
		slice_text(arena_printf(
			rq->arena, "{\"did\":\"mined\",\"height\":%" PRId64 "}",
			disturb_mine(rq->db, rq->arena, network, blocks))));
}
