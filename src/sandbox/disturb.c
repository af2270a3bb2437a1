/* SPDX-License-Identifier: MIT */
#include "sandbox/disturb.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/transact.h"
#include "sandbox/address.h"
#include "sandbox/transfer.h"
#include "sandbox/truth.h"

enum {
	LOGS_MORE = 7, /* in the block that a moved transfer comes to */
	BLOCKS_LATER = 2
};

struct disturbing {
	struct arena *arena;
	struct disturbance *d;
	struct world w;
	const char *why;
};

/* --- what happens to transfers ------------------------------------------- */

static void drop(struct db *db, const struct transfer *t, const char *what)
{
	transfer_drop(db, t->id);
	transfer_tell(db, what, t, 0);
}

static void move(struct db *db, const struct world *w, const struct transfer *t)
{
	transfer_move(db, t->id, w->head + BLOCKS_LATER,
	              t->log_index + LOGS_MORE);
	transfer_tell(db, "moved", t, 0);
}

static const char *reorganise(struct db *db, struct disturbing *it)
{
	const struct world *w = &it->w;
	int64_t from = w->head - (it->d->n ? it->d->n : 1) + 1;
	struct transfers touched =
		transfer_list_blocks(db, it->arena, w->network, from, w->head);

	if (from <= w->first)
		return "That is deeper than the chain.";
	world_add_reorg(db, w, from, w->head);
	for (size_t i = 0; i < touched.n; i++) {
		if (!strcmp(it->d->option, "drop"))
			drop(db, &touched.v[i], "dropped");
		else if (!strcmp(it->d->option, "move"))
			move(db, w, &touched.v[i]);
	}
	return NULL;
}

/* The transfers of the transaction that is meant, if it is not mined. */
static struct transfers waiting_tx(struct db *db, struct disturbing *it)
{
	struct transfers all =
		transfer_list_waiting(db, it->arena, it->w.network, it->w.head);

	for (size_t i = 0; i < all.n; i++)
		if (!it->d->txid || !strcmp(all.v[i].txid, it->d->txid))
			return transfer_list_tx(db, it->arena, it->w.network,
			                        all.v[i].txid);
	return (struct transfers){0};
}

/* Half of it, or all of it to somebody else. */
static void replace_part(struct part *out, struct disturbing *it,
                         const struct transfer *t)
{
	uint8_t bytes[32];

	*out = (struct part){t->address, t->amount};
	if (strcmp(it->d->option, "elsewhere") != 0) {
		out->amount.units = t->amount.units / 2 + 1;
		return;
	}
	world_seeded(bytes, &it->w, "elsewhere", t->id);
	out->address = address_make(it->arena,
	                            minted_address_kind(it->w.network), bytes);
}

static const char *replace(struct db *db, struct disturbing *it)
{
	struct transfers old = waiting_tx(db, it);
	struct part parts[PARTS_MOST];
	struct sending s = {.parts = parts, .n = old.n};

	if (!old.n)
		return "No such transfer is waiting for its block.";
	s.coin = old.v[0].coin;
	s.is_held = old.v[0].height < 0;
	for (size_t i = 0; i < old.n; i++) {
		replace_part(&parts[i], it, &old.v[i]);
		drop(db, &old.v[i], "replaced");
	}
	it->d->done = transfer_send(db, it->arena, &s);
	return NULL;
}

static const char *release(struct db *db, struct disturbing *it)
{
	struct transfers held =
		transfer_list_waiting(db, it->arena, it->w.network, it->w.head);

	for (size_t i = 0; i < held.n; i++)
		if (held.v[i].height < 0 &&
		    (!it->d->txid || !strcmp(held.v[i].txid, it->d->txid)))
			transfer_move(db, held.v[i].id, it->w.head + 1,
			              held.v[i].log_index);
	return NULL;
}

/* --- what happens to a chain --------------------------------------------- */

static const char *act(struct db *db, struct disturbing *it)
{
	const char *fault = it->d->fault;

	if (!strcmp(fault, "reorg"))
		return reorganise(db, it);
	if (!strcmp(fault, "replacement"))
		return replace(db, it);
	if (!strcmp(fault, "release"))
		return release(db, it);
	if (!strcmp(fault, "tip_back")) {
		world_move_head(db, &it->w, -(it->d->n ? it->d->n : 1));
		return NULL;
	}
	if (!strcmp(fault, "lag")) {
		world_set_lag(db, &it->w, it->d->n, it->d->n ? -1 : it->w.head);
		return NULL;
	}
	must(!strcmp(fault, "heal"));
	world_set_lag(db, &it->w, 0, -1);
	return NULL;
}

static enum tx body(struct db *db, void *arg)
{
	struct disturbing *it = arg;

	it->w = world_lock(db, it->arena, it->d->network);
	truth_add(db,
	          &(struct truth){
			  .what = "fault",
			  .ref = it->d->fault,
			  .detail = arena_printf(it->arena, "%s %" PRId64 " %s",
	                                         network_code(it->w.network),
	                                         it->d->n, it->d->option),
		  });
	it->why = act(db, it);
	return it->why ? TX_ROLLBACK : TX_COMMIT;
}

const char *disturb(struct db *db, struct arena *a, struct disturbance *d)
{
	struct disturbing it = {.arena = a, .d = d};

	db_transact(db, body, &it);
	return it.why;
}

static enum tx mine_body(struct db *db, void *arg)
{
	struct disturbing *it = arg;

	it->w = world_lock(db, it->arena, it->d->network);
	world_move_head(db, &it->w, it->d->n);
	return TX_COMMIT;
}

int64_t disturb_mine(struct db *db, struct arena *a, enum network network,
                     int64_t blocks)
{
	struct disturbance d = {.network = network, .n = blocks};
	struct disturbing it = {.arena = a, .d = &d};

	db_transact(db, mine_body, &it);
	return world_look(db, a, network).tip;
}
