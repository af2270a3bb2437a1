/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "sandbox/payment.h"
/*
 * callback: what the gateway calls out to the shop.
 *
 * A callback is queued in the transaction that caused it, with its body and
 * signature as they will be sent; a loop of its own delivers it, up to five
 * times, until the shop answers 2xx.
 */
struct arena;
struct db;

enum { CALLBACK_TRIES = 5 };

/* How it is signed. */
enum callback_sign {
	SIGN_TRULY,
	SIGN_FORGED, /* under a secret nobody agreed on */
	SIGN_MISSING,
	SIGN_TAMPERED /* rightly, but for another body */
};

struct callback_order {
	const char *kind; /* for the truth log: "paid", "expired", ... */
	const char *lie;  /* see payment_told */
	enum callback_sign sign;
	struct moment due;
	int64_t after; /* a callback that must be done before; 0: none */
};

/* Its id, or 0 where the payment has no address to call. */
int64_t callback_queue(struct db *db, struct arena *a, const struct payment *p,
                       const struct callback_order *o);
/* Forgets what was queued for a payment and not delivered. */
void callback_drop(struct db *db, int64_t payment_id);

/* One taken for delivery; for as long as the delivery lasts, nobody else
 * takes it. */
struct callback {
	int64_t id, payment_id;
	const char *kind, *url, *signature; /* NULL: unsigned */
	struct slice body;
	int64_t tries; /* this one included */
};

/* Takes those that are due; in a transaction. */
struct callback *callback_take(size_t *n, struct db *db, struct arena *a);
void callback_done(struct db *db, int64_t id);
void callback_again(struct db *db, int64_t id, struct moment due);
int64_t callback_insert(struct db *db, const struct callback *c,
                        const struct callback_order *o);

/* Expires what is overdue, delivers what is due; whether there was any. */
bool callback_round(struct db *db, struct arena *a);
