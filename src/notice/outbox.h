/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/money.h"
#include "user/user_id.h"
/*
 * outbox: what must be told, written in the transaction of the event.
 *
 * The worker's job `outbox` delivers it; today to the in-app inbox
 * (notice/notice.h).
 */
struct db;

enum outbox_kind {
	OUTBOX_NONE,
	OUTBOX_DEPOSIT_CREDITED, /* subject: payment, amount */
	OUTBOX_PAYMENT_EXPIRED,  /* subject: payment */
	OUTBOX_PAYMENT_REVIEW,   /* subject: payment */
	OUTBOX_ORDER_PLACED,     /* subject: order, amount */
	OUTBOX_DEPOSIT_SEEN,     /* subject: payment */
	OUTBOX_DEPOSIT_REVERSED  /* subject: payment, amount */
};

/* amount may be NULL. */
void outbox_put(struct db *db, enum outbox_kind kind, struct user_id user,
                const char *subject, const struct money *amount);
