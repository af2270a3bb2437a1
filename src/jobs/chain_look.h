/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "chain/scan.h"
#include "jobs/lease.h"
#include "watch/watched.h"
/*
 * chain_look: looking at networks, each through its first source that answers.
 *
 * In rounds: every network that is not looked at yet asks its next healthy
 * source for the height of the chain, then for what came to our addresses,
 * all at once; what a source did not answer is left to the next round.  What
 * a node does not know because another source showed it while the node was
 * away is asked for in the end, by address.
 */
struct db;
struct look;
struct redis;

struct chain_look {
	enum network network;
	struct lease lease;
	/* where it is */
	struct endpoints endpoints;
	size_t next; /* the endpoint of the next round */
	const struct endpoint *at;
	int64_t tip;
	const struct watch *watches; /* of sources that are asked for all */
	size_t watches_n;
	struct scan_knowns known; /* of sources that want them */
	struct watched_list due;  /* of sources that are asked by address */
	bool *is_seen;            /* of each of them */
	struct scan *scans;       /* of this round */
	const int64_t *of;        /* whose each scan is: index in due; or -1 */
	size_t scans_n;
	struct look *quiet; /* those of this round that showed nothing */
	size_t quiet_n;
	bool is_over;
	bool by_address; /* only such sources are left to be asked */
	/* what was done */
	unsigned addresses, asked, fresh, missing, put_off;
	size_t passed;     /* rows that could not be read */
	unsigned left;     /* scans that did not fit into memory */
	const char *fault; /* the last one, or NULL */
};

struct looking {
	struct db *db;
	struct redis *redis;
	struct arena *arena;
	int64_t deadline_ms; /* clock_ticks_ms() */
	struct chain_look *v;
	size_t n;
};

void chain_look_all(struct looking *l);
