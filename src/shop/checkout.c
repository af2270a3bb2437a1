/* SPDX-License-Identifier: MIT */
#include "shop/checkout.h"
#include <string.h>
#include "base/panic.h"
#include "buy/buy.h"
#include "cart/till.h"
#include "catalog/catalog.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "shop/cart.h"
#include "user/shown.h"

/* What is being bought, from the form and from the cart as it is now. */
struct checkout {
	struct user_id buyer;
	const char *agreed;
	char generation[CART_GENERATION]; /* that the form is about */
	struct till till;
	struct cart order;
};

/* After the commit: what pages show of it. */
static struct reply *done(struct request *rq, const struct checkout *c,
                          const struct buy_outcome *got)
{
	cart_bought(rq->redis, rq->arena, rq->session->cart, c->generation,
	            &c->order);
	shown_balance(rq->redis, rq->arena, rq->session->account,
	              got->available);
	if (got->shelves_look_changed)
		catalog_changed(rq->redis, rq->arena);
	return reply_to(rq, got->path);
}

/* What was bought may still lie in the cart, if the first answer was lost
 * before it was taken out, or if Redis remembers a day that is over. */
static struct reply *was_done(struct request *rq, const struct checkout *c,
                              const char *path)
{
	struct cart none = {0};
	bool is_same = !strcmp(c->till.agreed, c->agreed);
	struct cart order = is_same ? till_order(rq->arena, &c->till) : none;

	cart_bought(rq->redis, rq->arena, rq->session->cart, c->generation,
	            &order);
	return reply_to(rq, path);
}

static struct reply *answer(struct request *rq, const struct checkout *c,
                            const struct buy_outcome *got)
{
	switch (got->result) {
	case BUY_DONE:
		return done(rq, c, got);
	case BUY_REPEATED:
		return was_done(rq, c, got->path);
	case BUY_CART_DONE:
		session_done(rq, "This cart was bought already. Here is its "
		                 "order.");
		return was_done(rq, c, got->path);
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
	case BUY_FREE_LIMIT:
		return reply_notice(rq,
		                    "Free items are limited per account; "
		                    "nothing was bought.",
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

/* The cart of the form is not the one that is there: bought meanwhile from
 * another tab, changed or lost. */
static struct buy_outcome other_cart(struct request *rq,
                                     const struct checkout *c)
{
	const char *path =
		buy_of_cart(rq->db, rq->arena, c->buyer, c->generation);

	return (struct buy_outcome){
		.result = path ? BUY_CART_DONE : BUY_CHANGED,
		.path = path,
	};
}

static struct reply *buy(struct request *rq, struct checkout *c, bool accepts,
                         const struct once *once)
{
	struct buy_outcome got = {0};
	bool is_same = !strcmp(c->till.agreed, c->agreed);

	if (!is_same)
		got = other_cart(rq, c);
	else if (c->till.changed && !accepts)
		got.result = BUY_CHANGED;
	if (!c->till.units && got.result != BUY_CART_DONE)
		return reply_notice(rq,
		                    "There is nothing in your cart that "
		                    "can be bought.",
		                    cart_show);
	if (c->till.too_large)
		got.result = BUY_CHANGED;
	if (got.result != BUY_NONE)
		return answer(rq, c, &got);
	c->order = till_order(rq->arena, &c->till);
	got = buy_checkout(rq->db, rq->arena, c->buyer, &c->order,
	                   c->till.total, once);
	return answer(rq, c, &got);
}

struct reply *checkout_send(struct request *rq)
{
	static const char *const ONE[] = {"1", NULL};
	struct checkout c = {.buyer = {session_user(rq)}};
	const char *accept = NULL;
	struct once once = {.token = form_once(rq)};
	struct buy_outcome got = {0};

	if (!form_read(rq,
	               form_text("agreed", TILL_AGREED_TEXT - 1,
	                         TILL_AGREED_TEXT - 1, &c.agreed),
	               form_optional(form_choice("accept", ONE, &accept))))
		return reply_form_again(rq, cart_show);
	if (!*once.token || !till_generation(c.generation, c.agreed))
		return reply_error(rq, 400,
		                   "The form lacks its one-time "
		                   "token: open your cart again.");
	form_fingerprint(rq, once.fingerprint);
	c.till = cart_till(rq);
	/* The cart may be empty by now: ask first whether this was done. */
	switch (once_find(rq->db, rq->arena, c.buyer, &once, &got.path)) {
	case ONCE_DONE:
		return was_done(rq, &c, got.path);
	case ONCE_OTHER:
		got.result = BUY_OTHER_FORM;
		return answer(rq, &c, &got);
	case ONCE_FRESH:
		break;
	}
	return buy(rq, &c, accept != NULL, &once);
}
