/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
/*
 * unread: transactions that a source showed and nobody could read (table
 * unread_transfers).
 *
 * What lies behind such a one is read all the same, so it is kept here and
 * asked for again: a minute later, and then less and less often, until a
 * person has to look (`cointill doctor` tells of it).  Strangers can make
 * them, so each address has room for a few, and the rest is only counted, in
 * the health of its source.
 */
struct arena;
struct chain_unread;
struct db;

enum { UNREAD_OF_ADDRESS = 20, UNREAD_TRIES = 14, UNREAD_AT_ONCE = 8 };

struct unread_list {
	size_t n;
	const struct chain_unread *v;
};

/* Those due to be asked for again, of one payment, or with 0 of the network. */
struct unread_list unread_due(struct db *db, struct arena *a,
                              const char *network, int64_t payment);

/* In the transaction of the look that showed it, or did not any more. */
void unread_add(struct db *db, const char *network, int64_t payment,
                const char *source, const struct chain_unread *u);
void unread_settled(struct db *db, const char *network, int64_t payment,
                    const char *txid);
/* Forgets what was there for two months. */
void unread_forget(struct db *db, const char *network);

/* For an operator: those that wait for more than an hour, and an example. */
struct unread_waiting {
	int64_t n, given_up;
	const char *example; /* "txid on solana: why", or NULL */
};

struct unread_waiting unread_waiting(struct db *db, struct arena *a);
