/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/coin.h"
#include "base/money.h"
/*
 * payment_judge: what a report of the gateway means for a payment, as a pure
 * rule.
 *
 * A signature proves who speaks, not that the numbers fit what we stored, so
 * every field is compared.  PAYMENT credits the stored amount, DEPOSIT the
 * reported one rounded down; nothing else is ever credited by itself.
 */
struct gateway_payment;
struct payment;

enum verdict {
	VERDICT_IGNORE, /* nothing new */
	VERDICT_NOTE,   /* unpaid and not ours: kept for a person, no more */
	VERDICT_ADOPT,  /* unpaid, and now we know its id and address */
	VERDICT_EXPIRE,
	VERDICT_CREDIT,
	VERDICT_REVIEW /* paid, but not as we stored it */
};

struct judgement {
	enum verdict verdict;
	const char *reason; /* of NOTE and REVIEW */
	struct money credit;
	struct coin arrived;
};

struct judgement payment_judge(const struct payment *p,
                               const struct gateway_payment *said);

/* Why two reports about one payment contradict each other, or NULL. */
const char *payment_contradiction(const struct gateway_payment *one,
                                  const struct gateway_payment *other);
