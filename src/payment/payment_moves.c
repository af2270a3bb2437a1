/* SPDX-License-Identifier: MIT */
#include "payment/payment_moves.h"
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/seal.h"
#include "chain/assets.h"
#include "deposit/deposit_state.h"
#include "notice/outbox.h"
#include "payment/payment_sql.h"
#include "settings.h"

enum { BODY_MOST = 16384 };

bool payment_is_open(const struct payment *p)
{
	return p->state == PAYMENT_CREATING || p->state == PAYMENT_OPEN;
}

void payment_leave(struct db *db, const struct payment *p,
                   enum payment_state to, const char *reason,
                   const struct moment *paid_at)
{
	payment_sql_move(db, p, to, reason, paid_at);
	if (to == PAYMENT_PAID || to == PAYMENT_REVIEW)
		deposit_stir(db, p);
	if (payment_is_open(p))
		payment_sql_count_open(db, p->user, -1);
}

void payment_give_up(struct db *db, const struct payment *p)
{
	if (p->is_unasked)
		payment_leave(db, p, PAYMENT_FAILED,
		              "No address could be asked for in time.", NULL);
	else
		payment_leave(db, p, PAYMENT_ABANDONED, NULL, NULL);
}

void payment_keep(struct db *db, struct arena *a, const struct payment *p,
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

enum payment_result payment_to_review(struct db *db, struct arena *a,
                                      const struct payment *p,
                                      const char *reason,
                                      const struct payment_report *report)
{
	if (!may_be_held(p)) {
		payment_keep(db, a, p, reason, report);
		return PAYMENT_NOTED;
	}
	(void)ledger_lock(db, a, p->user);
	payment_keep(db, a, p, reason, report);
	payment_leave(db, p, PAYMENT_REVIEW, reason, NULL);
	outbox_put(db, OUTBOX_PAYMENT_REVIEW, p->user, p->public_id, NULL);
	log_warn("payment %s is held: %s", p->public_id, reason);
	return PAYMENT_HELD;
}

/* Every reason of size ends so, and no other. */
#define WITHOUT_A_PERSON "credited without a person"

const char PAYMENT_ABOVE[] = "above what is " WITHOUT_A_PERSON;

bool payment_is_size(const char *reason)
{
	const char *at = strstr(reason, WITHOUT_A_PERSON);

	return at && !at[strlen(WITHOUT_A_PERSON)];
}

/* Whether so much more would be above the setting. */
static bool is_beyond(int64_t minor, struct money credit, enum setting most)
{
	struct money sum = money_minor(minor, setting_currency());

	return !money_add(&sum, sum, credit) ||
	       money_cmp(sum, setting_money(most)) > 0;
}

const char *payment_passes_caps(struct db *db, struct arena *a,
                                struct user_id user, struct money credit)
{
	int64_t each = money_to_minor(setting_money(SET_REVIEW_HOURLY_BUYER));

	/* Which is never more than the database takes. */
	if (money_cmp(credit, setting_money(SET_REVIEW_ABOVE)) > 0)
		return PAYMENT_ABOVE;
	if (is_beyond(deposit_hour_of(db, a, user), credit,
	              SET_REVIEW_HOURLY_BUYER))
		return "more within an hour than a buyer is " WITHOUT_A_PERSON;
	if (is_beyond(deposit_hour(db, a, each), credit, SET_REVIEW_HOURLY))
		return "more within an hour than is " WITHOUT_A_PERSON;
	return NULL;
}

void payment_credit_word(struct db *db, struct arena *a,
                         const struct payment *p, struct balance *b,
                         const char *actor, const struct moment *paid_at,
                         struct coin arrived, struct money credit)
{
	struct cause cause = {ENTRY_DEPOSIT, 0, NULL, actor};

	must(p->gateway_id);
	must(deposit_vouch(db, &cause.id, p,
	                   arena_printf(a, "kryptoexpress:%s", p->gateway_id),
	                   arrived, credit));
	must(ledger_credit_deposit(db, a, b, cause, p->asset->code, credit));
	payment_leave(db, p, PAYMENT_PAID, NULL, paid_at);
	outbox_put(db, OUTBOX_DEPOSIT_CREDITED, p->user, p->public_id, &credit);
}

enum payment_result payment_to_expired(struct db *db, struct arena *a,
                                       const struct payment *p)
{
	(void)ledger_lock(db, a, p->user);
	payment_leave(db, p, PAYMENT_EXPIRED, NULL, NULL);
	outbox_put(db, OUTBOX_PAYMENT_EXPIRED, p->user, p->public_id, NULL);
	return PAYMENT_ENDED;
}
