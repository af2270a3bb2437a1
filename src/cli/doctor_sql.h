/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"

struct arena;
struct db;

/* What MariaDB takes for now. */
struct moment doctor_sql_clock(struct db *db, struct arena *a);
/* What waits for a person. */
struct waiting {
	int64_t payments, deposits; /* in REVIEW, HELD */
};

struct waiting doctor_sql_waiting(struct db *db, struct arena *a);
/* Watched addresses of a network that its node was not told of. */
int64_t doctor_sql_not_imported(struct db *db, struct arena *a,
                                const char *network);

/* What the shop reckons with; price, source and paused may be NULL. */
struct rate {
	const char *coin, *price, *source, *paused;
	int64_t age_s;
};

struct rates {
	size_t n;
	const struct rate *v;
};

struct rates doctor_sql_rates(struct db *db, struct arena *a);
/* Minutes since a job of the worker ended; -1 when none ever did. */
int64_t doctor_sql_worker_minutes(struct db *db, struct arena *a);
/* Who asks for addresses: seconds since it was heard of, -1 when it never was;
 * how long the oldest has waited to be asked for, and how many callbacks. */
struct asker {
	int64_t heard_s, waits_s, callbacks;
};

struct asker doctor_sql_asker(struct db *db, struct arena *a);
