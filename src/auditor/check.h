/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "db/db.h"
/*
 * check: one thing that must hold, and the statement that finds where it does
 * not.
 *
 * Checks are rows of tables, one table for each noun of the shop, beside
 * their statements.  They read tables and nothing else: no code of the nouns
 * is asked whether the nouns are right.
 */
struct audit;

struct check {
	const char *invariant; /* "I-4", or a word where there is no number */
	const char *finding;   /* what is wrong, as a sentence */
	struct statement *statement;
	/* For its question mark; NULL when it has none. */
	struct arg (*value)(const struct audit *audit);
};

struct checks {
	size_t n;
	const struct check *v;
};

#define CHECKS(NAME, ...)                                     \
	const struct checks NAME = {                          \
		sizeof((const struct check[]){__VA_ARGS__}) / \
			sizeof(struct check),                 \
		(const struct check[]){__VA_ARGS__}}

/* A statement from a query of `place` and `amount`, which has one row for
 * each place where something is wrong; it gives one row whatever their number.
 * The amount is in minor units, negative where the shop has lost. */
#define PLACES(NAME, QUERY)                                               \
	STATEMENT(NAME, "SELECT COUNT(*) AS n,"                           \
	                "       CAST(SUM(o.amount) AS SIGNED) AS amount," \
	                "       GROUP_CONCAT(o.place ORDER BY o.place"    \
	                "                    SEPARATOR ', ' LIMIT 5)"     \
	                "         AS first"                               \
	                "  FROM (" QUERY ") o")

/* Values of question marks. */
struct arg check_currency(const struct audit *audit);
struct arg check_open_most(const struct audit *audit);
struct arg check_truth(const struct audit *audit);

extern const struct checks LEDGER_CHECKS, BALANCE_CHECKS, STOCK_CHECKS,
	ORDERS_CHECKS, PAYMENTS_CHECKS, HISTORY_CHECKS, OUTBOX_CHECKS,
	TRUTH_CHECKS;
