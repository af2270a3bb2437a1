/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * lease: a job belongs to one worker for a while (table jobs).
 *
 * A worker that dies keeps its lease until it runs out.  The fence grows with
 * every lease, so one that comes back late can't end the lease of another.
 */
struct arena;
struct db;

struct lease {
	const char *job;
	int64_t fence; /* 0: not given */
};

/* Takes it for some seconds, unless another has it or the job was last
 * started less than every_s ago. */
struct lease lease_take(struct db *db, struct arena *a, const char *job,
                        unsigned seconds, unsigned every_s);
/* Longer, while there is more to do; false when it was lost. */
bool lease_keep(struct db *db, const struct lease *lease, unsigned seconds);
void lease_give(struct db *db, const struct lease *lease, const char *result);
