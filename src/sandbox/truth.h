/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
/*
 * truth: what the stand-in really did, whatever it said about it.
 *
 * A line is written in the transaction that did it and copied to the file of
 * the truth log afterwards, whole lines of JSON, fsynced; one that was not
 * copied yet when a process was killed is copied by the next.  A line may so
 * appear twice in the file, with the same n.
 */
struct arena;
struct db;

struct truth {
	const char *what;          /* "created", "paid", "callback", ... */
	int64_t payment;           /* 0: none */
	const char *coin, *amount; /* NULL: none */
	const char *fiat_currency, *fiat;
	const char *ref; /* a transaction or an address */
	const char *detail;
	struct moment at;
};

/* In the transaction at hand. */
void truth_add(struct db *db, const struct truth *t);
/* Copies what is new to the file. */
void truth_flush(struct db *db, struct arena *a);
/* The newest, first. */
const struct truth *truth_list(size_t *n, struct db *db, struct arena *a);

/* One not copied yet, as SQL gives it. */
struct truth_row {
	int64_t n;
	struct truth truth;
};
const struct truth_row *truth_new_rows(size_t *n, struct db *db,
                                       struct arena *a);
void truth_copied(struct db *db, int64_t n);
