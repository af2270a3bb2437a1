/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
/*
 * counters: what the workers of this host did, in one small shared file.
 *
 * Workers hold no state and any of them may answer /metrics, so the counters
 * live in a memory-mapped file in run_dir and are added to atomically.  Lost
 * at boot, as Prometheus expects of counters.
 */
enum counter {
	COUNT_2XX,
	COUNT_3XX,
	COUNT_4XX,
	COUNT_5XX,
	COUNT_LOST,
	COUNT_MS,
	COUNT_FULL,
	COUNTERS
};

/* Opens the file of a pool ("shop"); without it counting is a no-op. */
void counters_open(const char *run_dir, const char *pool);
void counters_add(enum counter c, uint64_t n);
/* All pools of this host as Prometheus text. */
void counters_print(struct text *out, const char *run_dir);
