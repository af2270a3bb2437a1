/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
/*
 * payment_begin: how a payment comes to be.
 *
 * The row and the form's one-time token are written in one transaction that
 * holds the buyer's guard row, which keeps the limit of open payments.  The
 * gateway is asked for an address by somebody else (payment_make.h).  A payment
 * to an address of the operator's own has it from the same transaction
 * (payment_own.h).
 *
 * The limit of a network's open payments is looked at before: requests at once
 * may pass it by as many, which the hourly limit bounds (shop/rations.h).
 */
struct once;

struct payment_wish {
	struct user_id user;
	const char *public_id; /* drawn before, see payment_slots.h */
	const struct asset *asset;
	enum payment_kind kind;
	struct money fiat; /* of PAYMENT_NAMED; else zero */
	bool is_own;       /* paid to an address of the operator's own */
	/* of an own PAYMENT_NAMED: price of one coin, kept until its time is
	 * over; else NULL */
	const char *rate;
	const char *network; /* mark of the one that asks; or NULL */
	const struct once *once;
};

enum payment_begun {
	PAYMENT_BEGUN,
	PAYMENT_TOO_MANY,
	PAYMENT_NETWORK_FULL, /* of requests that nobody pays */
	PAYMENT_NO_ADDRESS,   /* of the operator's own is left for him */
	PAYMENT_BEGUN_BEFORE, /* *path leads to the first */
	PAYMENT_OTHER_FORM    /* the token was used for something else */
};

enum payment_begun payment_begin(struct db *db, struct arena *a,
                                 const struct payment **out, const char **path,
                                 const struct payment_wish *wish);
