/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "chain/assets.h"
#include "chain/watch.h"
/*
 * watched: the addresses that the worker looks at (table watches).
 *
 * A row is written with the payment's address, in the same transaction, and
 * looked at until everything that came is final and nothing more is awaited.
 * An own address that serves its buyer again has a row for each request.  What
 * comes to it is the newest one's that asked for that coin, else the newest
 * one's; what was recorded for another of them stays with that.
 */
struct arena;
struct db;

struct watched {
	int64_t payment;
	struct watch watch;
	const char *source, *cursor; /* of which kind of source; or NULLs */
};

struct watched_list {
	size_t n;
	const struct watched *v;
};

/* Inside the transaction that gives the payment its address.  NULL, or why it
 * is no address of that asset. */
const char *watched_add(struct db *db, struct arena *a, int64_t payment,
                        const struct asset *asset, const char *address);
/* Those due for a look, in turn: the source may not bear them all. */
struct watched_list watched_due(struct db *db, struct arena *a,
                                enum network network, unsigned most);
/* Those with coins on their way that another source than that one showed
 * last. */
struct watched_list watched_left(struct db *db, struct arena *a,
                                 enum network network, const char *source,
                                 unsigned most);
/* All that are looked at. */
struct watched_list watched_all(struct db *db, struct arena *a,
                                enum network network);
/* The payment whose that coin is at an address, by what it decodes to; 0:
 * nobody's. */
int64_t watched_whose(struct db *db, struct arena *a, const struct asset *asset,
                      const char *script);
/* So many small transfers came at least, beyond those that are recorded. */
void watched_more(struct db *db, int64_t payment, int64_t more);
/* Looked at well: when next, by how much is going on there. */
void watched_later(struct db *db, int64_t payment, const char *source,
                   const char *cursor);
/* More is awaited than before: due now. */
void watched_soon(struct db *db, int64_t payment);
/* Those that an own node was not told to watch yet, oldest first; and that it
 * was. */
struct watched_list watched_not_imported(struct db *db, struct arena *a,
                                         enum network network, unsigned most);
void watched_imported(struct db *db, int64_t payment);
/* Whether a node of that network knows any that still counts. */
bool watched_is_imported(struct db *db, struct arena *a, enum network network);
