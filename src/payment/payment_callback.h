/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
#include "payment/payment.h"
/*
 * payment_callback: what the gateway says of itself, until it was asked.
 *
 * A signed callback that would move money is kept as it came, and its sender
 * is answered; whoever runs job `ask` asks the gateway whether it is so, and
 * settles the payment by both.  Killed at any moment, it is asked again.
 */

/* Keeps it; false when it was kept before. */
bool payment_callback_keep(struct db *db, struct arena *a,
                           const struct payment *p, struct slice body);

struct callback_ids {
	size_t n;
	const int64_t *v;
};
/* Those to be asked after now. */
struct callback_ids payment_callback_list(struct db *db, struct arena *a,
                                          unsigned most);
/* Takes it and asks.  The payment, when something became of it; else NULL:
 * nothing new, no answer yet, or somebody else has it. */
const struct payment *payment_callback_ask(struct db *db, struct arena *a,
                                           int64_t id);
