/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
#include "deposit/deposit.h"
/*
 * deposit_record: what a look at a chain showed, written down.
 *
 * One transaction: rows that are new, rows that got deeper, rows that are
 * missing, and the cursor that says all this was read.  Missing is what lies
 * in the blocks that were read, and is not deep enough to be beyond doubt; of
 * the rest a look says nothing.  A row that is missing once is not gone: more
 * looks have to agree (settings vanish_looks and vanish_seconds), and only the
 * source that showed it can miss it, because another may just know less.  But
 * nobody may be asked there any more: so while no money has moved, a source
 * that was asked for just that coin at that address can miss it too.  What was
 * passed over is not missing: it is remembered, to be asked for again
 * (watch/unread.h).
 */
struct asset;
struct credits;

struct sighting {
	int64_t payment; /* whose address it came to */
	const struct chain_credit *credit;
};

struct look {
	const char *source; /* the endpoint's name */
	const char *kind;   /* of the source: what the cursor is of */
	const char *network;
	/* The blocks that were read: what is outside is not missing. */
	int64_t from, tip;
	/* With its notes and what was passed over; NULL: there are none. */
	const struct credits *found;
	/* Whose address each of found->unread was at, 0 where nobody can tell;
	 * and those of earlier looks that were due to be asked for again. */
	const int64_t *unread_of;
	const struct chain_unread *again;
	size_t again_n;
	bool asked_again; /* and each of them was */
	const struct sighting *v;
	size_t n;
	/* Whose address was looked at; 0: those of the whole network.  Young
	 * rows that this source showed before and does not now are missing. */
	int64_t payment;
	const struct asset *asset; /* that was asked for there, or NULL */
	const char *cursor;        /* of the address or the network; or NULL */
};

struct recorded {
	unsigned fresh, known, missing, contradicted;
	unsigned small; /* only counted (crowd.h) */
};

struct recorded deposit_record(struct db *db, struct arena *a,
                               const struct look *look);
/* Looks at addresses that showed nothing, in as few transactions as do not
 * hold others up: most looks are such, and each commit waits for a disk. */
struct recorded deposit_record_quiet(struct db *db, struct arena *a,
                                     const struct look *looks, size_t n);

/* What is recorded of a network and not final, the newest first. */
struct scan_knowns deposit_list_known(struct db *db, struct arena *a,
                                      const char *network, unsigned most);
