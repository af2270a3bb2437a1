/* SPDX-License-Identifier: MIT */
#include "sandbox/world.h"
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "db/db.h"
#include "sandbox/options.h"

STATEMENT(ADD, "INSERT INTO chains (network, seed, first_height, birth_ms,"
               "                    interval_ms)"
               " VALUES (?, ?, ?, ?, ?)");

STATEMENT(LOOK, "SELECT seed, first_height, birth_ms, interval_ms, lag,"
                "       stalled_at"
                "  FROM chains"
                " WHERE network = ?");

STATEMENT(LOCK, "SELECT seed, first_height, birth_ms, interval_ms, lag,"
                "       stalled_at"
                "  FROM chains"
                " WHERE network = ?"
                "   FOR UPDATE");

STATEMENT(REORGS, "SELECT id, from_height, to_height"
                  "  FROM reorgs"
                  " WHERE network = ?"
                  " ORDER BY id");

STATEMENT(ADD_REORG, "INSERT INTO reorgs (network, from_height, to_height)"
                     " VALUES (?, ?, ?)");

STATEMENT(MOVE, "UPDATE chains SET birth_ms = ? WHERE network = ?");

STATEMENT(LAG, "UPDATE chains SET lag = ?, stalled_at = ? WHERE network = ?");

enum { HISTORY = 1000 /* blocks it has at its birth */ };

/* So that each network's usual depth takes some eight seconds. */
static const struct {
	int64_t first, interval_ms;
} BIRTH[NETWORK_COUNT] = {
	[NETWORK_BITCOIN] = {925000,    4000},
	[NETWORK_LITECOIN] = {3010000,   1400},
	[NETWORK_DOGECOIN] = {5980000,   400 },
	[NETWORK_ETHEREUM] = {23900000,  250 },
	[NETWORK_BSC] = {68000000,  530 },
	[NETWORK_SOLANA] = {383000000, 250 },
	[NETWORK_TRON] = {77500000,  440 },
};

void world_make(struct db *db, unsigned block_scale)
{
	struct arena *a = arena_open(16 * 1024);
	uint8_t seed[32];

	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++) {
		int64_t interval = BIRTH[i].interval_ms * block_scale;

		options_seeded(seed, "chain", (int64_t)i);
		db_try_insert(db, NULL, &ADD,
		              ARGS(arg_text(network_code((enum network)i)),
		                   arg_text(text_hex(a, seed, sizeof(seed))),
		                   arg_int(BIRTH[i].first - HISTORY),
		                   arg_int(clock_now().ms - interval * HISTORY),
		                   arg_int(interval)));
	}
	arena_close(a);
}

static void read_reorgs(struct world *w, struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &REORGS,
	                           ARGS(arg_text(network_code(w->network))));
	struct reorg *v = arena_array(a, rows.n + 1, struct reorg);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct reorg){row_int(rows.row[i], "id"),
		                      row_int(rows.row[i], "from_height"),
		                      row_int(rows.row[i], "to_height")};
	w->reorgs = v;
	w->reorgs_n = rows.n;
}

static void find_tip(struct world *w)
{
	int64_t age = w->now.ms - w->birth.ms;

	w->head = w->first + (age > 0 ? age / w->interval_ms : 0);
	w->tip = w->head;
	if (w->stalled_at >= 0 && w->stalled_at < w->tip)
		w->tip = w->stalled_at;
	w->tip -= w->lag;
}

static struct world look(struct db *db, struct arena *a, enum network network,
                         struct statement *how)
{
	const struct row *r =
		db_row(db, a, how, ARGS(arg_text(network_code(network))));
	struct world w = {.network = network, .now = clock_now()};

	must(r);
	w.seed = row_text(r, "seed");
	w.first = row_int(r, "first_height");
	w.birth.ms = row_int(r, "birth_ms");
	w.interval_ms = row_int(r, "interval_ms");
	w.lag = row_int(r, "lag");
	w.stalled_at =
		row_null(r, "stalled_at") ? -1 : row_int(r, "stalled_at");
	find_tip(&w);
	read_reorgs(&w, db, a);
	return w;
}

struct world world_look(struct db *db, struct arena *a, enum network network)
{
	return look(db, a, network, &LOOK);
}

struct world world_lock(struct db *db, struct arena *a, enum network network)
{
	return look(db, a, network, &LOCK);
}

void world_add_reorg(struct db *db, const struct world *w, int64_t from,
                     int64_t to)
{
	db_insert(db, &ADD_REORG,
	          ARGS(arg_text(network_code(w->network)), arg_int(from),
	               arg_int(to)));
}

void world_move_head(struct db *db, const struct world *w, int64_t blocks)
{
	db_run(db, &MOVE,
	       ARGS(arg_int(w->birth.ms - blocks * w->interval_ms),
	            arg_text(network_code(w->network))));
}

void world_set_lag(struct db *db, const struct world *w, int64_t blocks,
                   int64_t stalled_at)
{
	db_run(db, &LAG,
	       ARGS(arg_int(blocks),
	            stalled_at >= 0 ? arg_int(stalled_at) : arg_null(),
	            arg_text(network_code(w->network))));
}
