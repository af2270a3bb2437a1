/* SPDX-License-Identifier: MIT */
#include "shop/cancel.h"
#include "base/arena.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "payment/payment_cancel.h"
#include "payment/payment_slots.h"
#include "shop/payment.h"

/* To the list of them, to choose another coin for the same amount, or back to
 * the page of this one. */
static const char *next_page(struct arena *a, const struct payment *p,
                             const char *then)
{
	char amount[MONEY_TEXT];

	if (!then)
		return arena_printf(a, "/deposit/%s", p->public_id);
	if (then[0] == 'l' || p->kind != PAYMENT_NAMED)
		return "/deposit";
	money_print(amount, p->fiat);
	return arena_printf(a, "/deposit?amount=%s", amount);
}

struct reply *cancel_send(struct request *rq)
{
	static const char *const THEN[] = {"list", "coin", NULL};
	const struct payment *p = payment_find(rq->db, rq->arena, rq->param[0]);
	const char *then = NULL;

	if (!p || p->user.v != session_user(rq))
		return reply_error(
			rq, 404, "We can’t find this payment in your account.");
	if (!form_read(rq, form_optional(form_choice("then", THEN, &then))))
		return reply_error(rq, 400, "This form makes no sense.");
	switch (payment_cancel(rq->db, rq->arena, p)) {
	case PAYMENT_CANCELLED:
		payment_told(rq->redis, rq->db, rq->arena, p);
		return reply_to(rq, next_page(rq->arena, p, then));
	case PAYMENT_OVER_BEFORE:
		return reply_to(rq, next_page(rq->arena, p, then));
	case PAYMENT_HAS_COINS:
		return reply_notice(rq,
		                    "A payment was detected, so this top-up "
		                    "can’t be cancelled.",
		                    payment_show);
	}
	panic("no such payment_cancelled");
}
