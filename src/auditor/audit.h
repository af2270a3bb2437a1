/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/money.h"
/*
 * audit: whether the books are right, asked on one snapshot of the database.
 *
 * Everything is computed again from the single transfers upward (CHECKS, in
 * the files of this folder).  A finding is a check that does not hold, with
 * what it means in money for the shop.
 */
struct arena;
struct db;
struct truth;

/* What an audit looks at. */
struct audit {
	struct db *db;
	const struct truth *truth; /* or NULL */
};

struct finding {
	const char *invariant; /* "I-4" */
	const char *what;
	bool has_amount;
	struct money amount; /* negative: the shop has lost so much */
	int64_t rows;
	const char *first; /* the first few, by name */
};

struct findings {
	size_t n;
	struct finding *v;
	size_t checks; /* made */
	int64_t ms;    /* that it took */
};

/* Makes every check; unwinds when the database is lost. */
struct findings audit_run(struct arena *a, const struct audit *audit);

/* A line for each finding, and one for the whole. */
void findings_print(FILE *out, const struct findings *all);
void findings_print_json(FILE *out, struct arena *a,
                         const struct findings *all);

/* The whole program but its options; the exit status: 0 when all holds, 1
 * with findings, 2 after a sentence on err when it could not look. */
int audit_report(struct db *db, const char *truth_path, bool as_json, FILE *out,
                 FILE *err);
