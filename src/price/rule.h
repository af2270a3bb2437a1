/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * rule: which price of several is believed, as a pure function.
 *
 * The first fresh price in the order of trust, if it lies within a band of
 * the one believed before or a second fresh source says nearly the same.  Two
 * fresh sources that differ by more than the spread are no price at all.
 * Nothing fresh: no price, so that nobody credits by guessing.  All in exact
 * decimals.
 */
struct heard {
	const char *source;
	const char *price; /* decimal text, above zero */
	int64_t age_ms;
};

struct rule {
	int64_t age_most_ms;
	unsigned band;   /* percent, to the price before */
	unsigned spread; /* percent, between two sources */
};

struct pick {
	const struct heard *heard; /* believed, or NULL */
	/* Then: the begin of a sentence for a buyer, which " of Bitcoin just
	 * now." goes on with. */
	const char *why;
};

/* heard is in the order of trust; before is the last price believed, or NULL,
 * and too old to bind anybody after a day (before_age_ms). */
struct pick rule_pick(const struct heard *heard, size_t n, const char *before,
                      int64_t before_age_ms, const struct rule *rule);

/* Whether two prices differ by at most so many percent of the smaller one. */
bool rule_near(const char *one, const char *other, unsigned percent);
