/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "chain/assets.h"
/*
 * holder_sql: the buyer that an address is for, and the addresses that he
 * holds already, for wallet/ alone.
 *
 * An address is held from the moment it is given until coins that came to it
 * are credited; dust, and what vanished, does not make room for another.
 * All is read under the lock on the buyer's row, which whoever gives him an
 * address or records a deposit of his has to take.
 */
struct arena;
struct db;

struct holder {
	int64_t user;
	bool has_paid; /* deposit_min at least, ever */
	int64_t held;  /* addresses of the network */
	/* by all the accounts that never paid of the network that this one
	 * was opened from, or asks from, within poll_days; the larger one */
	int64_t held_nearby;
};

/* Of the payment that was just written. */
struct holder holder_sql_find(struct db *db, struct arena *a,
                              const struct asset *asset, int64_t payment);
/* An address of his whose request ended unpaid, and to which nothing came as
 * far as a look since then can tell; it serves this payment now.  NULL: he has
 * none.  One that served the same coin is preferred. */
const char *holder_sql_again(struct db *db, struct arena *a,
                             const struct holder *h, const struct asset *asset,
                             int64_t payment);
