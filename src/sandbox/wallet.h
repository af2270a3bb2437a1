/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "sandbox/payment.h"
/*
 * wallet: the coins of paid payments until they are withdrawn.
 *
 * A withdrawal takes whole payments, all of a coin or one.  It knows no
 * idempotency key: asked twice, it is done twice while there are coins.
 */
struct arena;
struct db;

struct withdrawal {
	const struct listed_coin *coin;
	int64_t payment_id; /* 0: all */
	const char *to_address;
	bool dry;
	const char *fault; /* "" or what goes wrong */
	/* what came of it */
	enum withdrawn { WITHDRAWN, WITHDRAWN_TOO_LITTLE } outcome;
	int64_t id;
	const char *txid;
	struct coin total, fee;
	struct moment at;
};

/* Fills in what came of it. */
void wallet_withdraw(struct db *db, struct arena *a, struct withdrawal *w);
/* What there is of a coin. */
struct coin wallet_balance(struct db *db, struct arena *a,
                           const struct listed_coin *c);
/* The new id; in a transaction. */
int64_t wallet_insert(struct db *db, const struct withdrawal *w);
