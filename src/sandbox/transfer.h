/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/coin.h"
#include "sandbox/minted.h"
#include "sandbox/world.h"
/*
 * transfer: coins that came to an address on a simulated chain.
 *
 * One output, log or balance of a transaction.  It is waiting where its block
 * is still to come or it is held back, and mined as soon as the chain is that
 * high; gone is what a reorganisation or a replacement took back.  All of it
 * is in the truth log.
 */
struct arena;
struct db;

struct transfer {
	int64_t id;
	const struct minted *coin;
	const char *txid; /* as its network writes it */
	unsigned position;
	const char *address;
	const char *target;  /* what it decodes to, in hex */
	const char *account; /* of tokens on Solana, or NULL */
	struct coin amount;
	struct coin balance; /* of the address before */
	struct moment seen_at;
	int64_t height; /* of its block; -1: held back */
	unsigned log_index;
};

struct transfers {
	size_t n;
	const struct transfer *v;
};

/* What is sent: the parts of one transaction. */
struct part {
	const char *address;
	struct coin amount;
};

struct sending {
	const struct minted *coin;
	const struct part *parts;
	size_t n;
	bool is_held;    /* until it is released */
	int64_t payment; /* that it pays; 0: none */
};

enum { PARTS_MOST = 20 };

/* NULL, or why it is no address of that coin. */
const char *transfer_fault(const struct minted *coin, const char *address);
/* What an address of that network decodes to, in hex; NULL: it is none. */
const char *transfer_target(struct arena *a, enum network network,
                            const char *address);
/* In a transaction; gives the txid.  Of a coin that goes to one address at a
 * time it makes one transaction for each part, and the txid is the last's. */
const char *transfer_send(struct db *db, struct arena *a,
                          const struct sending *s);

bool transfer_is_mined(const struct transfer *t, const struct world *w);
/* From whom it came: somebody else in each transaction. */
const char *transfer_from(struct arena *a, const struct world *w,
                          const struct transfer *t);
/* The same as 40 hex digits; of EVM and TRON. */
const char *transfer_from_hex(struct arena *a, const struct world *w,
                              const struct transfer *t);

/* transfer_sql.c: all that is not gone, in the order it was made. */
struct transfers transfer_list_to(struct db *db, struct arena *a,
                                  enum network network, const char *target);
struct transfers transfer_list_account(struct db *db, struct arena *a,
                                       const char *account);
struct transfers transfer_list_tx(struct db *db, struct arena *a,
                                  enum network network, const char *txid);
struct transfers transfer_list_blocks(struct db *db, struct arena *a,
                                      enum network network, int64_t from,
                                      int64_t to);
/* Those that wait above a height, the newest first. */
struct transfers transfer_list_waiting(struct db *db, struct arena *a,
                                       enum network network, int64_t above);

int64_t transfer_insert(struct db *db, const struct transfer *t);
void transfer_name(struct db *db, int64_t id, const char *txid);
/* What the address has of the coin. */
struct coin transfer_balance(struct db *db, struct arena *a,
                             const struct transfer *t);
void transfer_move(struct db *db, int64_t id, int64_t height,
                   unsigned log_index);
void transfer_drop(struct db *db, int64_t id);
/* Writes what happened to it into the truth log. */
void transfer_tell(struct db *db, const char *what, const struct transfer *t,
                   int64_t payment);
