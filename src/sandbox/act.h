/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "sandbox/disturb.h"
#include "sandbox/fault.h"
#include "sandbox/payment.h"
/*
 * act: what the world does to a payment, on a person's or a script's word.
 *
 * Each is one transaction that locks the payment, so that of two who pay a
 * DEPOSIT at once, one counts.
 */
struct arena;
struct db;

enum acted {
	ACTED,
	ACTED_NO_PAYMENT,
	ACTED_BAD_AMOUNT,
	ACTED_TOO_LATE /* it is paid or its time is over */
};

/* What is to be sent: a coin's code, and ADDRESS=AMOUNT words. */
struct order {
	const char *asset;
	const char *outputs;
	bool is_held;
};

/* Coins come to the address; amount NULL: all that is missing. */
enum acted act_pay(enum arrival *out, struct db *db, struct arena *a,
                   int64_t id, const char *amount);
enum acted act_expire(struct db *db, struct arena *a, int64_t id);
enum acted act_fault(struct db *db, struct arena *a, int64_t id,
                     const struct fault *f, int64_t copies);
/* A fault of a chain; heal also forgets the faults kept for the calls of its
 * network, or of the operation where it names a service.  NULL, or why not. */
const char *act_chain(struct db *db, struct arena *a, struct disturbance *d,
                      const char *operation);
/* Coins are sent to any addresses.  NULL and the txid, or why not. */
const char *act_send(const char **txid, struct db *db, struct arena *a,
                     const struct order *order);
/* In words. */
const char *act_why(enum acted acted);
