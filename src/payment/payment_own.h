/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "payment/payment.h"
/*
 * payment_own: payments to addresses of the operator's own.
 *
 * The row, its address and the watch on it are written in one transaction
 * (payment_begin.h).  Where a node of our own watches the network, the
 * payment stays CREATING, and its address unseen, until the node knows the
 * address (payment_make.h).
 */
struct payment_wish;

/* Inside the transaction of payment_begin; false when there is no address
 * left or no amount can be said: roll back. */
bool payment_own_write(struct db *db, struct arena *a, const char *hook_token,
                       const struct payment_wish *wish);

/* Tells the node of that address, if there is one, and opens the payment; a
 * node that refuses fails it.  Does nothing to one that is not CREATING, is
 * the gateway's, or is over.  Outside any transaction. */
void payment_own_open(struct db *db, struct arena *a, const struct payment *p);

/* Tells the node of an address of the gateway's, before anybody sees it; what
 * it does not take now, the worker's job tells it again. */
void payment_own_tell(struct db *db, struct arena *a, const struct payment *p);
