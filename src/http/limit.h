/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * limit: how often something may happen within a window of time (Redis).
 *
 * Every key ends by itself: a window with its time, a reserve as soon as it
 * would be full again.
 */
struct arena;
struct redis;
struct request;

/* Counts one more of what/who; false once more than max came in seconds. */
bool limit_take(struct request *rq, const char *what, const char *who,
                int64_t max, unsigned seconds);
/* Whether max is used up, without counting. */
bool limit_reached(struct request *rq, const char *what, const char *who,
                   int64_t max);
/* Forgets the count. */
void limit_clear(struct request *rq, const char *what, const char *who);

/* A reserve of `most` that fills up again evenly, all of it in `seconds`. */
struct reserve {
	const char *what, *who;
	int64_t most, seconds;
};

/* Takes one of each, or, when one of them is used up, none: false. */
bool limit_spend(struct request *rq, const struct reserve *v, size_t n);
/* Puts back what limit_spend took. */
void limit_put_back(struct request *rq, const struct reserve *v, size_t n);
/* Forgets all that was counted of somebody, whatever and with whom
 * (l:…:WHO); how many keys that were.  Looks at every key of Redis. */
int64_t limit_forget(struct redis *r, struct arena *a, const char *who);
