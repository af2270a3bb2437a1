/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "payment/payment.h"
/*
 * payment_make: how an address comes to a payment that was begun.
 *
 * Its page does not wait for that: whoever runs job `ask` finds the row, takes
 * it (asked_at, committed before anything is sent), and asks the gateway or
 * tells our own node.  The gateway knows no idempotency key, so it is asked
 * once, whatever becomes of who asks; what it did not answer stays CREATING,
 * until a callback tells of it or an hour has passed.
 */

/* Those to be asked for now, at most so many of one coin. */
struct payments payment_list_wanting(struct db *db, struct arena *a,
                                     unsigned most_of_coin);
/* Takes it and asks; false when somebody else has.  May take as long as the
 * gateway or the node likes, 20 s at most each time it is asked. */
bool payment_make(struct db *db, struct arena *a, const struct payment *p);
