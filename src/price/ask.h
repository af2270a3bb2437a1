/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "price/price.h"
/*
 * ask: asks sources for the prices of coins, all of them at once.
 *
 * What a source does not know is no fault of it, as long as it tells one price
 * that was asked for.  A source that refuses many coins for the sake of one is
 * asked again for each alone.  No host is asked more than its budget allows.
 */
struct redis;

struct price_answer {
	const struct price_source *source;
	const char *name; /* "prices/kraken@api.kraken.com" */
	unsigned asked;   /* requests sent; 0: no budget, or nothing to ask */
	struct prices prices; /* of those wished for, each once */
	struct fault fault;   /* there may be prices all the same */
};

/* Answers in the order of the sources; takes no longer than half a minute.
 * redis keeps the budgets. */
struct price_answer *price_ask(struct arena *a, struct redis *redis,
                               const struct price_sources *sources,
                               const struct price_wish *wish);
