/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "sandbox/world.h"
/*
 * disturb: what can happen to a chain, and so to the transfers on it.
 *
 * Each is one transaction that locks the chain, and is written to the truth
 * log with the transfers it touched.
 */
struct arena;
struct db;
struct fault;

struct disturbance {
	enum network network;
	const char *fault;  /* "reorg", "lag", ... (fault.c) */
	int64_t n;          /* blocks; 0: not said */
	const char *option; /* keep, drop, move; less, elsewhere; or "" */
	const char *txid;   /* which one is replaced; or NULL: the newest */
	const char *done;   /* out: the new txid, or NULL */
};

/* NULL, or why it could not be done. */
const char *disturb(struct db *db, struct arena *a, struct disturbance *d);
/* Makes the chain so many blocks longer; gives its height. */
int64_t disturb_mine(struct db *db, struct arena *a, enum network network,
                     int64_t blocks);
