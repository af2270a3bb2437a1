/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "deposit/deposit.h"
/*
 * tally: what the deposits of a payment amount to, as a pure rule.
 *
 * Every amount that came is in one of these: it is coming, credited, under
 * review, taken back, or rests with nothing credited (small, gone).
 */
struct tally {
	/* Of the coming ones, which says how far; of the coin that was asked
	 * for, if any is. */
	const struct deposit *lead;
	/* Of the coin that was asked for: all that came and is still there,
	 * and what a named amount lacks of it.  Something is missing only when
	 * a part came and the rest may still be sent. */
	struct coin arrived, missing;
	struct money credited, reversed; /* in all; zero: none */
	const char *review;              /* "0.05 BTC and 15 USDT", or "" */
	const char *why; /* the reason of what is under review, or NULL */
	bool has_gone, has_small;
};

struct tally tally_of(struct arena *a, const struct payment *p,
                      const struct deposits *all);

/* The gateway's word, when it is credited; or NULL. */
const struct deposit *tally_word(const struct deposits *all);
/* It was taken back and is on the chain again: only a person can make that
 * good. */
bool tally_came_back(const struct deposit *d);
/* So many, or as many as can be counted: a source may make up any amount. */
void tally_add(struct coin *sum, struct coin more);
