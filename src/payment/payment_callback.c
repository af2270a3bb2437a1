/* SPDX-License-Identifier: MIT */
#include "payment/payment_callback.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/seal.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment_callback_sql.h"
#include "payment/payment_gateway.h"
#include "payment/payment_judge.h"
#include "payment/payment_settle.h"

static const char *const NOT_ANSWERED = "the gateway does not answer";

bool payment_callback_keep(struct db *db, struct arena *a,
                           const struct payment *p, struct slice body)
{
	struct text t = text_open(a, 64 + body.len);
	uint8_t digest[SHA256_BYTES];

	text_printf(&t, "%s\n", p->public_id);
	text_add(&t, body);
	sha256(digest, (struct slice){t.p, t.len});
	return payment_callback_sql_add(db, p, body, digest);
}

/* What the gateway says now; false when it says nothing.  *why: how it
 * contradicts its callback, or NULL. */
static bool ask(struct gateway_payment *again, const char **why,
                struct arena *a, const struct payment *p,
                const struct gateway_payment *said)
{
	struct gateway_error error;

	*why = NULL;
	if (kryptoexpress_get(again, &error, a, payment_gateway(),
	                      said->hash)) {
		*why = payment_contradiction(said, again);
		return true;
	}
	if (error.kind == GATEWAY_NOT_FOUND) {
		*why = "the gateway contradicts its callback: no such invoice";
		return true;
	}
	log_warn("payment %s: callback not confirmed: %s", p->public_id,
	         error.message ? error.message : NOT_ANSWERED);
	return false;
}

/* By both; false when the gateway does not answer. */
static bool settle(struct db *db, struct arena *a, const struct payment *p,
                   struct payment_report *report, enum payment_result *result)
{
	struct gateway_payment again;
	const char *why;

	if (!ask(&again, &why, a, p, report->said))
		return false;
	if (why) {
		*result = payment_hold(db, a, p, why, report);
		return true;
	}
	report->said = &again;
	*result = payment_settle(db, a, p, report);
	return true;
}

const struct payment *payment_callback_ask(struct db *db, struct arena *a,
                                           int64_t id)
{
	const struct kept_callback *c = payment_callback_sql_take(db, a, id);
	struct gateway_payment said;
	struct payment_report report = {.said = &said, .source = "callback"};
	enum payment_result result = PAYMENT_UNCHANGED;
	const struct payment *p;

	if (!c)
		return NULL;
	p = payment_find(db, a, c->public_id);
	must(p);
	report.body = c->body;
	/* It was read before it was kept. */
	must(!kryptoexpress_read_payment(&said, a, c->body));
	if (settle(db, a, p, &report, &result))
		payment_callback_sql_done(db, c->id);
	else if (c->is_last)
		payment_note(db, a, p, "a callback that was never confirmed",
		             &report);
	return result == PAYMENT_UNCHANGED ? NULL : p;
}
