/* SPDX-License-Identifier: MIT */
#include "payment/payment_settle.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "chain/payable.h"
#include "chain/endpoint.h"
#include "db/db.h"
#include "db/transact.h"
#include "gateway/kryptoexpress.h"
#include "ledger/ledger.h"
#include "payment/payment_judge.h"
#include "payment/payment_moves.h"
#include "payment/payment_sql.h"
#include "watch/watched.h"

/* What the bodies of the transactions below are given, and leave behind. */
struct settling {
	struct arena *arena;
	struct payment_id id;
	const struct payment_report *report;
	const char *reason;
	enum payment_result result;
};

/* The chain is looked at where a source knows the coin. */
static void watch(struct db *db, struct arena *a, const struct payment *p,
                  const char *address)
{
	const char *why = NULL;

	if (endpoint_knows(p->asset))
		why = watched_add(db, a, p->id.v, p->asset, address);
	if (why)
		log_error("payment %s: no address to watch: %s", p->public_id,
		          why);
}

static bool is_taken(struct db *db, const struct settling *s,
                     const struct payment *p)
{
	return !p->gateway_id &&
	       payment_sql_is_taken(db, s->arena, p, s->report->said);
}

/* Its invoice as the gateway says it, when it was not known before. */
static const struct payment *adopted(struct db *db, const struct settling *s,
                                     const struct payment *p)
{
	if (p->gateway_id)
		return p;
	payment_sql_adopt(db, p, s->report->said);
	watch(db, s->arena, p, s->report->said->address);
	return payment_sql_lock(db, s->arena, s->id);
}

static enum payment_result credit(struct db *db, const struct settling *s,
                                  const struct payment *p, struct balance *b,
                                  const struct judgement *j)
{
	const struct moment *paid_at = &s->report->said->paid_at;

	payment_credit_word(db, s->arena, p, b, s->report->source,
	                    paid_at->ms ? paid_at : NULL, j->arrived,
	                    j->credit);
	return PAYMENT_CREDITED;
}

/* The gateway says paid: the chain has to show it too. */
static enum payment_result wait_for_chain(struct db *db, struct arena *a,
                                          const struct payment *p,
                                          const struct judgement *j)
{
	/* Again, for one begun before there was any source. */
	watch(db, a, p, p->address);
	watched_soon(db, p->id.v);
	payment_sql_said(db, p, j->arrived, j->credit);
	payment_leave(db, p, PAYMENT_CONFIRMING, NULL, NULL);
	return PAYMENT_WAITS;
}

static enum payment_result settle_paid(struct db *db, const struct settling *s,
                                       const struct payment *p,
                                       const struct judgement *j)
{
	/* Locked before anything is read plainly, or the snapshot of that
	 * read would be too old for the lock. */
	struct balance b = ledger_lock(db, s->arena, p->user);
	const char *why = payment_passes_caps(db, s->arena, p->user, j->credit);

	if (is_taken(db, s, p))
		return payment_to_review(db, s->arena, p,
		                         "the invoice of another payment",
		                         s->report);
	p = adopted(db, s, p);
	if (why)
		return payment_to_review(db, s->arena, p, why, s->report);
	if (endpoint_knows(p->asset))
		return wait_for_chain(db, s->arena, p, j);
	return credit(db, s, p, &b, j);
}

/* Why an invoice can't be shown to the buyer, or NULL. */
static const char *unusable(struct db *db, const struct settling *s,
                            const struct payment *p)
{
	const char *address = s->report->said->address;
	struct address its;

	if (is_taken(db, s, p))
		return "the invoice of another payment";
	if (endpoint_knows(p->asset) &&
	    payable_read(&its, p->asset, chain_set(), address))
		return "an address that is none of that coin";
	return NULL;
}

static enum payment_result adopt(struct db *db, const struct settling *s,
                                 const struct payment *p)
{
	const char *why = unusable(db, s, p);

	if (why) {
		payment_keep(db, s->arena, p, why, s->report);
		return PAYMENT_NOTED;
	}
	p = adopted(db, s, p);
	if (p->state == PAYMENT_CREATING)
		payment_sql_move(db, p, PAYMENT_OPEN, NULL, NULL);
	return PAYMENT_ADOPTED;
}

static enum payment_result settle(struct db *db, const struct settling *s)
{
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);
	struct judgement j = payment_judge(p, s->report->said);

	switch (j.verdict) {
	case VERDICT_IGNORE:
		return PAYMENT_UNCHANGED;
	case VERDICT_NOTE:
		payment_keep(db, s->arena, p, j.reason, s->report);
		return PAYMENT_NOTED;
	case VERDICT_ADOPT:
		return adopt(db, s, p);
	case VERDICT_EXPIRE:
		return payment_to_expired(db, s->arena, p);
	case VERDICT_CREDIT:
		return settle_paid(db, s, p, &j);
	case VERDICT_REVIEW:
		return payment_to_review(db, s->arena, p, j.reason, s->report);
	}
	panic("no such verdict");
}

static enum tx settle_body(struct db *db, void *arg)
{
	struct settling *s = arg;

	s->result = settle(db, s);
	return TX_COMMIT;
}

enum payment_result payment_settle(struct db *db, struct arena *a,
                                   const struct payment *p,
                                   const struct payment_report *report)
{
	struct settling s = {.arena = a, .id = p->id, .report = report};

	db_transact(db, settle_body, &s);
	return s.result;
}

static enum tx hold_body(struct db *db, void *arg)
{
	struct settling *s = arg;
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);

	s->result = payment_to_review(db, s->arena, p, s->reason, s->report);
	return TX_COMMIT;
}

enum payment_result payment_hold(struct db *db, struct arena *a,
                                 const struct payment *p, const char *reason,
                                 const struct payment_report *report)
{
	struct settling s = {
		.arena = a, .id = p->id, .report = report, .reason = reason};

	db_transact(db, hold_body, &s);
	return s.result;
}

static enum tx note_body(struct db *db, void *arg)
{
	struct settling *s = arg;
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);

	payment_keep(db, s->arena, p, s->reason, s->report);
	return TX_COMMIT;
}

void payment_note(struct db *db, struct arena *a, const struct payment *p,
                  const char *reason, const struct payment_report *report)
{
	struct settling s = {
		.arena = a, .id = p->id, .report = report, .reason = reason};

	db_transact(db, note_body, &s);
}

static enum tx end_body(struct db *db, void *arg)
{
	struct settling *s = arg;
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);

	s->result = PAYMENT_UNCHANGED;
	if (p->state == PAYMENT_OPEN && p->is_long_over)
		s->result = payment_to_expired(db, s->arena, p);
	if (p->state != PAYMENT_CREATING || !(p->is_old || p->is_unasked))
		return TX_COMMIT;
	ledger_lock(db, s->arena, p->user);
	payment_give_up(db, p);
	s->result = PAYMENT_ENDED;
	return TX_COMMIT;
}

enum payment_result payment_end(struct db *db, struct arena *a,
                                const struct payment *p)
{
	struct settling s = {.arena = a, .id = p->id};

	db_transact(db, end_body, &s);
	return s.result;
}

static enum tx refuse_body(struct db *db, void *arg)
{
	struct settling *s = arg;
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);

	s->result = PAYMENT_UNCHANGED;
	if (p->state != PAYMENT_CREATING)
		return TX_COMMIT;
	ledger_lock(db, s->arena, p->user);
	payment_leave(db, p, PAYMENT_FAILED, s->reason, NULL);
	s->result = PAYMENT_ENDED;
	return TX_COMMIT;
}

enum payment_result payment_refuse(struct db *db, struct arena *a,
                                   const struct payment *p, const char *reason)
{
	struct settling s = {.arena = a, .id = p->id, .reason = reason};

	db_transact(db, refuse_body, &s);
	return s.result;
}
