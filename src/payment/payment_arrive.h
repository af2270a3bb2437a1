/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
/*
 * payment_arrive: what the deposits on a chain do to a payment and to money.
 *
 * deposit_record writes down what is seen; here each payment that has
 * something to settle is judged in one transaction that holds its row.  Own
 * deposits deep enough are credited, what vanished after that is taken back,
 * and a payment that the gateway calls paid is credited or held once the
 * chain has spoken.  Killed at any moment, the next run goes on.
 *
 * Only deposits that changed are judged, a few hundred in a transaction and a
 * few thousand in a run, for anybody may send a hundred thousand to one
 * address; the payment follows when none is left.
 */
struct settled {
	unsigned seen, confirmed, credited, held, reversed, gone, ended;
};

/* Payments that may have something to settle, of ids above `after`. */
struct payments payment_list_arriving(struct db *db, struct arena *a,
                                      int64_t after, unsigned most);
/* Judges one; what was done is added up. */
void payment_arrive(struct db *db, struct arena *a, const struct payment *p,
                    struct settled *done);
void settled_add(struct settled *sum, const struct settled *more);
