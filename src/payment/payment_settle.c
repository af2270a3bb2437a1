/* SPDX-License-Identifier: MIT */
#include "payment/payment_settle.h"
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/seal.h"
#include "chain/assets.h"
#include "db/db.h"
#include "db/transact.h"
#include "gateway/kryptoexpress.h"
#include "ledger/ledger.h"
#include "notice/outbox.h"
#include "payment/payment_judge.h"
#include "payment/payment_sql.h"
#include "settings.h"

/* What the bodies of the transactions below are given, and leave behind. */
struct settling {
	struct arena *arena;
	struct payment_id id;
	const struct payment_report *report;
	const char *reason;
	enum payment_result result;
};

enum { BODY_MOST = 16384 };

bool payment_is_open(const struct payment *p)
{
	return p->state == PAYMENT_CREATING || p->state == PAYMENT_OPEN;
}

/* Moves a locked payment on; who leaves CREATING or OPEN counts no more. */
static void leave(struct db *db, const struct payment *p, enum payment_state to,
                  const char *reason)
{
	payment_sql_move(db, p, to, reason, NULL);
	if (payment_is_open(p))
		payment_sql_count_open(db, p->user, -1);
}

static void keep(struct db *db, struct arena *a, const struct payment *p,
                 const char *reason, const struct payment_report *report)
{
	struct payment_report kept = *report;
	struct text t = text_open(a, 256);
	uint8_t digest[SHA256_BYTES];

	if (kept.body.len > BODY_MOST)
		kept.body.len = BODY_MOST;
	text_printf(&t, "%s\n%s\n", p->public_id, reason);
	text_add(&t, kept.body);
	sha256(digest, (struct slice){t.p, t.len});
	payment_sql_quarantine(db, p, reason, &kept, digest);
}

/* Whether a person may be asked to decide: PAID is decided, and whoever
 * looks at a REVIEW sees all that was kept. */
static bool may_be_held(const struct payment *p)
{
	return p->state != PAYMENT_PAID && p->state != PAYMENT_REVIEW;
}

static enum payment_result hold(struct db *db, const struct settling *s,
                                const struct payment *p, const char *reason)
{
	if (!may_be_held(p)) {
		keep(db, s->arena, p, reason, s->report);
		return PAYMENT_NOTED;
	}
	ledger_lock(db, s->arena, p->user);
	keep(db, s->arena, p, reason, s->report);
	leave(db, p, PAYMENT_REVIEW, reason);
	outbox_put(db, OUTBOX_PAYMENT_REVIEW, p->user, p->public_id, NULL);
	log_warn("payment %s is held: %s", p->public_id, reason);
	return PAYMENT_HELD;
}

/* Why so much is not credited without a person, or NULL. */
static const char *passes_caps(struct db *db, struct arena *a,
                               struct money credit)
{
	struct money hour =
		money_minor(payment_sql_hour(db, a), setting_currency());

	if (money_cmp(credit, setting_money(SET_REVIEW_ABOVE)) > 0)
		return "above what is credited without a person";
	if (!money_add(&hour, hour, credit) ||
	    money_cmp(hour, setting_money(SET_REVIEW_HOURLY)) > 0)
		return "more within an hour than is credited without a person";
	return NULL;
}

static bool is_taken(struct db *db, const struct settling *s,
                     const struct payment *p)
{
	return !p->gateway_id &&
	       payment_sql_is_taken(db, s->arena, p, s->report->said);
}

static enum payment_result credit(struct db *db, const struct settling *s,
                                  const struct payment *p, struct balance *b,
                                  const struct judgement *j)
{
	const struct gateway_payment *said = s->report->said;
	struct cause cause = {ENTRY_DEPOSIT, 0, NULL, s->report->source};

	if (!p->gateway_id)
		payment_sql_adopt(db, p, said);
	must(payment_sql_deposit(
		db, &cause.id, p,
		arena_printf(s->arena, "kryptoexpress:%s", said->id), j));
	must(ledger_credit_deposit(db, s->arena, b, cause, p->asset->code,
	                           j->credit));
	payment_sql_move(db, p, PAYMENT_PAID, NULL,
	                 said->paid_at.ms ? &said->paid_at : NULL);
	if (payment_is_open(p))
		payment_sql_count_open(db, p->user, -1);
	outbox_put(db, OUTBOX_DEPOSIT_CREDITED, p->user, p->public_id,
	           &j->credit);
	return PAYMENT_CREDITED;
}

static enum payment_result settle_paid(struct db *db, const struct settling *s,
                                       const struct payment *p,
                                       const struct judgement *j)
{
	/* Locked before anything is read plainly, or the snapshot of that
	 * read would be too old for the lock. */
	struct balance b = ledger_lock(db, s->arena, p->user);
	const char *why = passes_caps(db, s->arena, j->credit);

	if (is_taken(db, s, p))
		return hold(db, s, p, "the invoice of another payment");
	if (!why)
		return credit(db, s, p, &b, j);
	if (!p->gateway_id)
		payment_sql_adopt(db, p, s->report->said);
	return hold(db, s, p, why);
}

static enum payment_result adopt(struct db *db, const struct settling *s,
                                 const struct payment *p)
{
	if (is_taken(db, s, p)) {
		keep(db, s->arena, p, "the invoice of another payment",
		     s->report);
		return PAYMENT_NOTED;
	}
	payment_sql_adopt(db, p, s->report->said);
	if (p->state == PAYMENT_CREATING)
		payment_sql_move(db, p, PAYMENT_OPEN, NULL, NULL);
	return PAYMENT_ADOPTED;
}

static enum payment_result expire(struct db *db, struct arena *a,
                                  const struct payment *p)
{
	ledger_lock(db, a, p->user);
	leave(db, p, PAYMENT_EXPIRED, NULL);
	outbox_put(db, OUTBOX_PAYMENT_EXPIRED, p->user, p->public_id, NULL);
	return PAYMENT_ENDED;
}

static enum payment_result settle(struct db *db, const struct settling *s)
{
	const struct payment *p = payment_sql_lock(db, s->arena, s->id);
	struct judgement j = payment_judge(p, s->report->said);

	switch (j.verdict) {
	case VERDICT_IGNORE:
		return PAYMENT_UNCHANGED;
	case VERDICT_NOTE:
		keep(db, s->arena, p, j.reason, s->report);
		return PAYMENT_NOTED;
	case VERDICT_ADOPT:
		return adopt(db, s, p);
	case VERDICT_EXPIRE:
		return expire(db, s->arena, p);
	case VERDICT_CREDIT:
		return settle_paid(db, s, p, &j);
	case VERDICT_REVIEW:
		return hold(db, s, p, j.reason);
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

	s->result = hold(db, s, p, s->reason);
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

	keep(db, s->arena, p, s->reason, s->report);
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
		s->result = expire(db, s->arena, p);
	if (p->state != PAYMENT_CREATING || !p->is_old)
		return TX_COMMIT;
	ledger_lock(db, s->arena, p->user);
	leave(db, p, PAYMENT_ABANDONED, NULL);
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
	leave(db, p, PAYMENT_FAILED, s->reason);
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
