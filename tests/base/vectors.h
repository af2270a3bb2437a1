/* SPDX-License-Identifier: MIT */
#pragma once
#include <cjson/cJSON.h>
/*
 * vectors: the amounts of tests/data/amounts.json, and numbers to try things
 * with.
 */
struct arena;

/* One list of the file ("parse", ...); fails the test when it is empty. */
const cJSON *vectors_list(struct arena *a, const char *name);
/* A field's text, or NULL. */
const char *vector_text(const cJSON *row, const char *name);
unsigned vector_count(const cJSON *row, const char *name);

/* Numbers that repeat for a seed: COINTILL_SEED, or a new one each run. */
struct dice {
	unsigned long long seed, state;
};

struct dice dice_open(void);
unsigned long long dice_roll(struct dice *d);
