/* SPDX-License-Identifier: MIT */
#include "shop/checkout.h"
#include <string.h>
#include "base/panic.h"
#include "buy/buy.h"
#include "catalog/catalog.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "shop/cart.h"
#include "user/shown.h"

/* After the commit: what pages show of it. */
static struct reply *done(struct request *rq, const struct buy_outcome *got)
{
	cart_empty(rq->redis, rq->arena, rq->session->cart);
	shown_balance(rq->redis, rq->arena, rq->session->account,
	              got->available);
	if (got->shelves_look_changed)
		catalog_changed(rq->redis, rq->arena);
	return reply_to(rq, got->path);
}

static struct reply *answer(struct request *rq, const struct buy_outcome *got)
{
	switch (got->result) {
	case BUY_DONE:
		return done(rq, got);
	case BUY_REPEATED:
		return reply_to(rq, got->path);
	case BUY_OTHER_FORM:
		return reply_error(rq, 409,
		                   "This form was sent before with other "
		                   "contents. Your orders show what came of "
		                   "it.");
	case BUY_CHANGED:
		return reply_notice(rq,
		                    "Something changed a moment ago. "
		                    "Please look again; nothing was "
		                    "bought.",
		                    cart_show);
	case BUY_SOLD_OUT:
		return reply_notice(rq,
		                    "Somebody else was faster. Please look "
		                    "again; nothing was bought.",
		                    cart_show);
	case BUY_SHORT:
		return reply_notice(rq,
		                    "Your balance is too low for this "
		                    "order; nothing was bought.",
		                    cart_show);
	case BUY_NONE:
		break;
	}
	panic("no such buy_result");
}

struct reply *checkout_send(struct request *rq)
{
	static const char *const ONE[] = {"1", NULL};
	struct user_id buyer = {session_user(rq)};
	const char *agreed, *accept = NULL;
	struct once once = {.token = form_once(rq)};
	struct buy_outcome got;
	struct cart order;
	struct till till;

	if (!form_read(rq, form_text("agreed", 43, 43, &agreed),
	               form_optional(form_choice("accept", ONE, &accept))))
		return reply_form_again(rq, cart_show);
	if (!*once.token)
		return reply_error(rq, 400,
		                   "The form lacks its one-time "
		                   "token: open your cart again.");
	form_fingerprint(rq, once.fingerprint);
	/* The cart may be empty by now: ask first whether this was done. */
	got = (struct buy_outcome){0};
	switch (once_find(rq->db, rq->arena, buyer, &once, &got.path)) {
	case ONCE_DONE:
		/* What was bought may still lie in the cart, if the first
		 * answer was lost before the cart was emptied. */
		till = cart_till(rq);
		if (!strcmp(till.agreed, agreed))
			cart_empty(rq->redis, rq->arena, rq->session->cart);
		return reply_to(rq, got.path);
	case ONCE_OTHER:
		got.result = BUY_OTHER_FORM;
		return answer(rq, &got);
	case ONCE_FRESH:
		break;
	}
	till = cart_till(rq);
	if (!till.units)
		return reply_notice(rq,
		                    "There is nothing in your cart that "
		                    "can be bought.",
		                    cart_show);
	if (strcmp(till.agreed, agreed) != 0 || (till.changed && !accept)) {
		got.result = BUY_CHANGED;
		return answer(rq, &got);
	}
	order = till_order(rq->arena, &till);
	got = buy_checkout(rq->db, rq->arena, buyer, &order, till.total, &once);
	return answer(rq, &got);
}
