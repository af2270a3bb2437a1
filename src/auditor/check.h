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
struct arena;
struct audit;

struct check {
	const char *invariant; /* "I-4", or a word where there is no number */
	const char *finding;   /* what is wrong, as a sentence */
	struct statement *statement;
	/* For its question mark; NULL when it has none. */
	struct arg (*value)(struct arena *a, const struct audit *audit);
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

/* Values of question marks (values.c). */
struct arg check_currency(struct arena *a, const struct audit *audit);
struct arg check_open_most(struct arena *a, const struct audit *audit);
struct arg check_witness_minutes(struct arena *a, const struct audit *audit);
struct arg check_assets(struct arena *a, const struct audit *audit);
struct arg check_truth(struct arena *a, const struct audit *audit);
struct arg check_moved(struct arena *a, const struct audit *audit);

/* What check_assets gives, as a table: each asset, how many of its base units
 * times a price are one minor unit of the shop, whether a source knows it, and
 * after how many blocks nothing changes. */
#define ASSETS_TABLE                                 \
	"JSON_TABLE(?, '$[*]'"                       \
	" COLUMNS (code VARCHAR(16) PATH '$[0]',"    \
	"          coin VARCHAR(16) PATH '$[1]',"    \
	"          network VARCHAR(16) PATH '$[2]'," \
	"          unit DECIMAL(38, 0) PATH '$[3]'," \
	"          is_known INT PATH '$[4]',"        \
	"          final INT PATH '$[5]')) s"

/* What the shop of the database reckons in; NULL when it does not say. */
const char *audit_currency(struct arena *a, struct db *db);

extern const struct checks SHOP_CHECKS, LEDGER_CHECKS, BALANCE_CHECKS,
	STOCK_CHECKS, ORDERS_CHECKS, PAYMENTS_CHECKS, ARRIVALS_CHECKS,
	DEPOSITS_CHECKS, REVERSALS_CHECKS, WALLETS_CHECKS, WATCHES_CHECKS,
	HISTORY_CHECKS, OUTBOX_CHECKS, TRUTH_CHECKS;
