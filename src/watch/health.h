/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
/*
 * health: how each source does (table sources), for choosing among them and
 * for an operator to see.
 *
 * A source that fails rests: 30 s, doubled with every failure up to an hour,
 * or as long as it asks for.  One whose tip goes back further than a reorg
 * can is failing too.
 */
struct arena;
struct credits;
struct db;
struct fault;

struct health {
	const char *name;    /* "bitcoin/esplora@mempool.space" */
	const char *network; /* "bitcoin"; "prices" for those of prices */
	int64_t tip;         /* -1: never told */
	int64_t failures;
	bool is_resting;
	const char *fault;                          /* the last one, or NULL */
	struct moment good_at, failed_at, retry_at; /* 0: never */
	int64_t passed;          /* rows that could not be read, ever */
	struct moment passed_at; /* the last of them; 0: never */
	const char *passed_why;  /* or NULL */
};

struct healths {
	size_t n;
	const struct health *v;
};

/* All that were ever asked. */
struct healths health_list(struct db *db, struct arena *a);
/* Its row; a source never asked is healthy. */
struct health health_of(struct db *db, struct arena *a, const char *name);
void health_good(struct db *db, const char *name, const char *network,
                 int64_t tip);
void health_bad(struct db *db, const char *name, const char *network,
                const struct fault *fault);
/* It answered, and some of it could not be read. */
void health_passed(struct db *db, const char *name,
                   const struct credits *found);
