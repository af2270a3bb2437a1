/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * budget: how much a foreign host is asked, by all our workers together.
 *
 * A token bucket per host in Redis, counted by Redis's own clock in one
 * script.  Losing it costs a full bucket, no more.
 */
struct arena;
struct redis;

/* "3600/20", as the setting source_budgets says it of a host; false when it is
 * anything else.  0 calls an hour: any number. */
bool budget_read(unsigned *per_hour, unsigned *burst, const char *text);

struct allowance {
	unsigned calls; /* of those wanted, that may be made now */
	int64_t wait_ms; /* until one more may be made, when not all were given */
};

/* per_hour 0: as many as are wanted.  burst is at least 1. */
struct allowance budget_take(struct redis *r, struct arena *a, const char *host,
                             unsigned per_hour, unsigned burst, unsigned want);
/* The host said enough: nothing is given for so long. */
void budget_rest(struct redis *r, struct arena *a, const char *host, int s);
