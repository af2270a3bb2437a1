/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "chain/assets.h"
/*
 * world: the simulated chains, one for each network.
 *
 * Nobody mines: a chain's height follows from the clock and from when the
 * chain was born, a block's hash from its height and from the reorganisations
 * that touched it.  So all processes, and the same program after a restart,
 * see the same chain.  A world is one look at one chain; a chain that lags
 * shows an older height than it has.
 */
struct arena;
struct db;

struct reorg {
	int64_t id, from, to; /* heights */
};

struct world {
	enum network network;
	const char *seed;
	int64_t first; /* the height at birth */
	struct moment birth, now;
	int64_t interval_ms;
	int64_t tip;        /* what it says */
	int64_t head;       /* what is true; the same, if it does not lag */
	int64_t lag;        /* blocks that it is behind */
	int64_t stalled_at; /* or -1 */
	size_t reorgs_n;
	const struct reorg *reorgs;
};

/* Makes the chains that are not there yet; block_scale slows them down. */
void world_make(struct db *db, unsigned block_scale);

struct world world_look(struct db *db, struct arena *a, enum network network);
/* The same with the chain locked, in a transaction. */
struct world world_lock(struct db *db, struct arena *a, enum network network);

/* The height of which it says that nothing below it will change. */
int64_t world_final(const struct world *w);
/* When the block was made. */
struct moment world_time(const struct world *w, int64_t height);
/* 64 hex digits. */
const char *world_hash(struct arena *a, const struct world *w, int64_t height);
/* Whether the chain has that block now; with its height. */
bool world_has_hash(int64_t *height, struct arena *a, const struct world *w,
                    const char *hash);
/* 32 bytes that follow from the chain's seed. */
void world_seeded(uint8_t out[32], const struct world *w, const char *purpose,
                  int64_t n);

/* world_sql.c; of a locked chain. */
void world_add_reorg(struct db *db, const struct world *w, int64_t from,
                     int64_t to);
/* Makes it so many blocks longer at once, or shorter. */
void world_move_head(struct db *db, const struct world *w, int64_t blocks);
/* It lags by so many blocks, or, from now on, stands still. */
void world_set_lag(struct db *db, const struct world *w, int64_t blocks,
                   int64_t stalled_at);
