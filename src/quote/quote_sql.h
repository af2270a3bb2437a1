/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "price/rule.h"
/*
 * quote_sql: the statements of quote.c alone.
 */
struct arena;
struct db;

/* What the sources said last of a coin, in no order. */
struct hearings {
	size_t n;
	struct heard *v;
};

struct hearings quote_sql_heard(struct db *db, struct arena *a,
                                const char *coin);
/* The price reckoned with before, or NULL, and how old it is. */
const char *quote_sql_before(struct db *db, struct arena *a, const char *coin,
                             int64_t *age_ms);
/* A new rate, heard so long ago; or no new one, and why. */
void quote_sql_set(struct db *db, const char *coin, const struct heard *heard);
void quote_sql_pause(struct db *db, const char *coin, const char *why);
