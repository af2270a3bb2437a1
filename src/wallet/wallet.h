/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
#include "chain/assets.h"
#include "chain/derivation.h"
/*
 * wallet: addresses of the operator's own, for payments that go by no
 * gateway.
 *
 * They come from an extended public key (one for each network; index 0, 1, …
 * in turn) or from a pool that was imported; no private key is ever on this
 * host.  An address is given to one buyer, in the transaction that writes his
 * payment, and never to another: a late transfer must not reach a stranger.
 * What ended unpaid and unseen serves his next payment of that network.  A key
 * is used once the operator has confirmed its first address.
 */
struct arena;
struct db;

struct wallet {
	int64_t id;
	enum network network;
	const char *key, *first_address;
	enum script_kind script;
	int64_t next_index, paid_index;
	bool is_confirmed, is_retired;
};

struct wallets {
	size_t n;
	const struct wallet *v;
};

struct wallets wallet_list(struct db *db, struct arena *a);

/* Adds a key, not confirmed yet, in a transaction of its own; NULL or the
 * reason.  *out is what was added, or was there before.  What the actor did is
 * in the trail of the same transaction, here and below. */
const char *wallet_add(const struct wallet **out, struct db *db,
                       struct arena *a, const char *actor, enum network network,
                       const char *key, const char *script);
/* The operator has seen that address in the wallet; other keys of the network
 * retire.  NULL or the reason. */
const char *wallet_confirm(struct db *db, struct arena *a, const char *actor,
                           enum network network, const char *first_address);

/* Gives the payment an address, inside the transaction that holds its buyer's
 * row and has just written its own: one of his that nobody paid, else from the
 * confirmed key, else from the pool.  NULL when there is none for him: none is
 * left but for others, or he holds as many as he may (give.c). */
const char *wallet_give(struct db *db, struct arena *a,
                        const struct asset *asset, int64_t payment);
/* Coins came to the payment's address: the gap is closed up to there. */
void wallet_paid(struct db *db, int64_t payment);
/* Whether wallet_give would give one to somebody now. */
bool wallet_can_give(struct db *db, struct arena *a, const struct asset *asset);
/* Address number INDEX, or NULL: it has none. */
const char *wallet_address(struct arena *a, const struct wallet *w,
                           int64_t index);
/* Unpaid addresses in a row at the end; more than the setting own_gap, and the
 * operator's wallet does not look at the next ones. */
int64_t wallet_gap(const struct wallet *w);
/* Whether the operator is to be warned of it: a quarter of own_gap is left. */
bool wallet_gap_is_wide(const struct wallet *w);

/* --- the pool ------------------------------------------------------------ */

struct pool_line {
	size_t number; /* in the file, from 1 */
	const char *address;
	const char *why; /* why it is left out, or NULL */
};

struct pool_import {
	size_t added, known, wrong, n;
	struct pool_line *lines; /* those left out */
};

/* How far it has come, if anybody wants to see: lines of all. */
typedef void pool_shown(void *arg, size_t done, size_t all);

struct pool_watcher {
	pool_shown *show; /* or NULL */
	void *arg;
};

/* Adds addresses, a line each, that are good and new; with dry_run it only
 * says what it would do.  In chunks, each a transaction: safe to run again. */
struct pool_import pool_import(struct db *db, struct arena *a,
                               const char *actor, const struct asset *asset,
                               struct slice text, bool dry_run,
                               struct pool_watcher watcher);
/* Addresses of a network that nobody was given yet, and all of its pool. */
int64_t pool_left(struct db *db, struct arena *a, enum network network);
int64_t pool_size(struct db *db, struct arena *a, enum network network);
