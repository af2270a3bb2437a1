/* SPDX-License-Identifier: MIT */
#include "hook/kryptoexpress.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "gateway/kryptoexpress.h"
#include "http/request.h"
#include "payment/payment_callback.h"
#include "payment/payment_gateway.h"
#include "payment/payment_judge.h"
#include "payment/payment_settle.h"
#include "payment/payment_slots.h"

enum { BODY_MOST = 16 * 1024 };

static struct reply *say(struct request *rq, int status, const char *text)
{
	rq->status = status;
	return reply_body(rq, "text/plain; charset=utf-8", slice_text(text));
}

static bool is_signed(struct request *rq, const struct payment *p)
{
	const char *secret = payment_hook_secret(rq->arena, p->public_id);

	return kryptoexpress_signature_holds(rq->body, rq->signature,
	                                     slice_text(secret));
}

/* What pages show follows the COMMIT; the answer is 200 all the same. */
static struct reply *done(struct request *rq, const struct payment *p,
                          enum payment_result result)
{
	if (result == PAYMENT_UNCHANGED)
		return say(rq, 200, "known\n");
	payment_told(rq->redis, rq->db, rq->arena, p);
	return say(rq, 200, "taken\n");
}

/* A signature alone credits nothing: the gateway is asked itself, by somebody
 * whom it may keep waiting. */
static struct reply *keep(struct request *rq, const struct payment *p)
{
	bool is_new = payment_callback_keep(rq->db, rq->arena, p, rq->body);

	return say(rq, 200, is_new ? "taken\n" : "known\n");
}

static struct reply *take(struct request *rq, const struct payment *p,
                          const struct payment_report *report)
{
	struct judgement j = payment_judge(p, report->said);

	switch (j.verdict) {
	case VERDICT_CREDIT:
	case VERDICT_ADOPT:
		return keep(rq, p);
	case VERDICT_IGNORE:
		return say(rq, 200, "known\n");
	case VERDICT_REVIEW:
		return done(
			rq, p,
			payment_hold(rq->db, rq->arena, p, j.reason, report));
	case VERDICT_NOTE:
	case VERDICT_EXPIRE:
		return done(rq, p,
		            payment_settle(rq->db, rq->arena, p, report));
	}
	panic("no such verdict");
}

static struct reply *read(struct request *rq, const struct payment *p)
{
	struct gateway_payment said;
	struct payment_report report = {
		.said = &said, .body = rq->body, .source = "callback"};
	const char *why =
		kryptoexpress_read_payment(&said, rq->arena, rq->body);

	if (!why)
		return take(rq, p, &report);
	log_warn("payment %s: a signed callback is malformed: %.80s",
	         p->public_id, why);
	payment_note(rq->db, rq->arena, p,
	             "a signed callback that can't be read", &report);
	return say(rq, 400, "malformed\n");
}

struct reply *hook_kryptoexpress_take(struct request *rq)
{
	const struct payment *p =
		payment_find_hook(rq->db, rq->arena, rq->param[0]);

	if (!p)
		return say(rq, 404, "unknown\n");
	if (rq->body.len > BODY_MOST)
		return say(rq, 413, "too long\n");
	if (!is_signed(rq, p)) {
		log_warn("payment %s: a callback of %zu bytes is not signed "
		         "by its secret",
		         p->public_id, rq->body.len);
		return say(rq, 403, "not signed\n");
	}
	if (p->state == PAYMENT_PAID)
		return say(rq, 200, "known\n");
	return read(rq, p);
}
