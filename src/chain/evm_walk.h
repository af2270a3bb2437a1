/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "chain/scan.h"
/*
 * evm_walk: the blocks that one scan of an EVM chain goes through, some at a
 * time.
 *
 * It begins `final` blocks before its cursor, so that young credits come
 * again, and goes up to the tip of the same endpoint.  A node that bears less
 * is asked for half as much, down to one block, and slowly for more again.
 * What was read up to some block counts even when the tip was not reached:
 * the next scan goes on there.
 */
struct evm_walk {
	int64_t from, to;      /* the blocks that are asked for now */
	int64_t last;          /* where this scan ends */
	int64_t cursor;        /* beyond it this scan makes headway */
	int64_t width, widest; /* blocks at once */
	unsigned good;         /* answers in a row */
	unsigned lowered;      /* how often the end was taken back */
};

/* The question which chain a node is of, the first of each scan, and whether
 * it answered the right one; else the scan is over. */
void evm_chain_ask(struct ask *out);
bool evm_chain_take(struct scan *s, const struct credits *read);

/* The question for the receipt of one transaction. */
void evm_receipt_ask(const struct scan *s, struct ask *out, const char *txid);

/* False, and the scan is over, when the tip lies further back than a
 * reorganisation goes.  No more than `most` blocks are new. */
bool evm_walk_begin(struct evm_walk *w, struct scan *s, int64_t widest,
                    int64_t most);
/* What a node means that can't answer: true, asked otherwise. */
bool evm_walk_less(struct evm_walk *w, enum fault_kind kind);
/* Whether everything the page holds is of the blocks that were asked for. */
bool evm_walk_holds(const struct evm_walk *w, const struct credits *read);
/* These blocks are read: goes on, or ends the scan. */
void evm_walk_next(struct evm_walk *w, struct scan *s);
