/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
/*
 * payment_cancel: a buyer gives up a request that nothing has come for.
 *
 * Its time is brought forward, so that all rules for what comes late hold from
 * then on: its address is looked at as long as any other, and what comes is
 * credited at the price of its moment.  It makes room for another request at
 * once, within the hourly limit.
 */
enum payment_cancelled {
	PAYMENT_CANCELLED,   /* EXPIRED now, or ABANDONED while CREATING */
	PAYMENT_OVER_BEFORE, /* nothing is open, and nothing has come */
	PAYMENT_HAS_COINS    /* seen, held or credited: it stays as it is */
};

enum payment_cancelled payment_cancel(struct db *db, struct arena *a,
                                      const struct payment *p);
