/* SPDX-License-Identifier: MIT */
#include "hook/kryptoexpress.h"
#include "base/arena.h"
#include "base/log.h"
#include "gateway/kryptoexpress.h"
#include "http/request.h"
#include "payment/payment_gateway.h"
#include "payment/payment_judge.h"
#include "payment/payment_settle.h"
#include "payment/payment_slots.h"

enum { BODY_MOST = 16 * 1024 };

static const char *const NOT_ANSWERED = "the gateway does not answer";

static struct reply *say(struct request *rq, int status, const char *text)
{
	struct reply *r;

	rq->status = status;
	r = reply_body(rq, "text/plain; charset=utf-8", slice_text(text));
	if (status == 503)
		reply_header(rq, r, "Retry-After", "60");
	return r;
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

/* The gateway is asked itself: a signature alone credits nothing. */
static struct reply *confirm(struct request *rq, const struct payment *p,
                             const struct payment_report *report)
{
	struct payment_report sure = *report;
	struct gateway_payment again;
	struct gateway_error error;
	const char *why = NULL;

	if (kryptoexpress_get(&again, &error, rq->arena, payment_gateway(),
	                      report->said->hash)) {
		why = payment_contradiction(report->said, &again);
	} else if (error.kind == GATEWAY_NOT_FOUND) {
		why = "the gateway contradicts its callback: no such invoice";
	} else {
		log_warn("payment %s: callback not confirmed: %s", p->public_id,
		         error.message ? error.message : NOT_ANSWERED);
		return say(rq, 503, "not confirmed\n");
	}
	if (why)
		return done(rq, p,
		            payment_hold(rq->db, rq->arena, p, why, report));
	sure.said = &again;
	return done(rq, p, payment_settle(rq->db, rq->arena, p, &sure));
}

static struct reply *take(struct request *rq, const struct payment *p,
                          const struct payment_report *report)
{
	switch (payment_judge(p, report->said).verdict) {
	case VERDICT_CREDIT:
	case VERDICT_ADOPT:
		return confirm(rq, p, report);
	case VERDICT_IGNORE:
	case VERDICT_NOTE:
	case VERDICT_EXPIRE:
	case VERDICT_REVIEW:
		break;
	}
	return done(rq, p, payment_settle(rq->db, rq->arena, p, report));
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
