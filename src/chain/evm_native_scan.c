/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/evm_walk.h"
#include "chain/sources.h"
/*
 * ETH and BNB, block by block: which transactions pay an address of ours, and
 * then the receipt of each, for one that failed stands in its block as well.
 *
 * What a contract pays stands in no block: this sees only a part, which is
 * why it is off by default.
 */
enum {
	BLOCKS_AT_ONCE = 10,
	BLOCKS_MOST = 300, /* new ones in a scan; the next one goes on */
	BLOCKS_BYTES = 8 * 1024 * 1024
};

enum step { STEP_CHAIN, STEP_BLOCKS, STEP_RECEIPTS };

struct state {
	struct evm_walk walk;
	/* Those of the blocks just read, and which is looked up. */
	struct chain_credit *paid;
	size_t paid_n, at;
};

/* --- asking -------------------------------------------------------------- */

static void ask_blocks(const struct scan *s, struct ask *out)
{
	const struct evm_walk *w = &((const struct state *)s->own)->walk;
	struct text t = text_open(s->arena, 1024);
	bool is_batch = w->to > w->from;

	text_add_text(&t, is_batch ? "[" : "");
	for (int64_t n = w->from; n <= w->to; n++)
		text_printf(&t,
		            "%s{\"jsonrpc\":\"2.0\",\"id\":%" PRId64
		            ",\"method\":\"eth_getBlockByNumber\","
		            "\"params\":[\"0x%" PRIx64 "\",true]}",
		            n > w->from ? "," : "", n - w->from + 1,
		            (uint64_t)n);
	text_add_text(&t, is_batch ? "]" : "");
	*out = (struct ask){
		.method = "POST",
		.body = {t.p, t.len},
		.limit_bytes = BLOCKS_BYTES,
		.asked = ASKED_BLOCKS,
		.parts = is_batch ? (unsigned)(w->to - w->from + 1) : 0,
		.first = w->from,
	};
}

void evm_native_ask(struct scan *s, struct ask *out)
{
	const struct state *o = s->own;

	if (s->step == STEP_CHAIN)
		evm_chain_ask(out);
	else if (s->step == STEP_BLOCKS)
		ask_blocks(s, out);
	else
		evm_receipt_ask(s, out, o->paid[o->at].txid);
}

/* --- taking -------------------------------------------------------------- */

static bool begin(struct scan *s)
{
	struct state *o = s->own = arena_new(s->arena, struct state);
	bool is_wanted = false;

	for (size_t i = 0; i < s->n; i++)
		is_wanted |= !s->watches[i].asset->contract;
	if (!evm_walk_begin(&o->walk, s, BLOCKS_AT_ONCE, BLOCKS_MOST))
		return false;
	s->step = STEP_BLOCKS;
	if (!is_wanted) {
		scan_reaches(s, SCAN_NOTHING);
		scan_end(s, arena_printf(s->arena, "%" PRId64, s->tip));
	}
	return true;
}

static void next_blocks(struct scan *s)
{
	struct state *o = s->own;

	s->step = STEP_BLOCKS;
	evm_walk_next(&o->walk, s);
}

/* Blocks and credits are in an arena of the answer. */
static void remember(struct scan *s, const struct credits *read)
{
	struct state *o = s->own;

	o->paid = arena_array(s->arena, read->n + 1, struct chain_credit);
	o->paid_n = o->at = 0;
	for (size_t i = 0; i < read->n; i++) {
		struct chain_credit c = read->v[i];

		c.txid = arena_text(s->arena, c.txid);
		c.block_hash = arena_text(s->arena, c.block_hash);
		o->paid[o->paid_n++] = c;
	}
}

static bool take_less(struct scan *s, const struct credits *read)
{
	struct evm_walk *w = &((struct state *)s->own)->walk;

	if (read->fault.kind != FAULT_BATCH_REFUSED)
		return evm_walk_less(w, read->fault.kind);
	if (w->to == w->from)
		return false;
	w->width = w->widest = 1;
	w->to = w->from;
	return true;
}

static bool take_blocks(struct scan *s, const struct credits *read)
{
	struct state *o = s->own;
	struct evm_walk *w = &o->walk;

	if (read->fault.kind != FAULT_NONE)
		return take_less(s, read);
	if (read->is_unknown)
		return evm_walk_less(w, FAULT_BEYOND_HEAD) ||
		       scan_fail(s, FAULT_BEYOND_HEAD, "a block is not there");
	/* The reader took none twice, and none but those asked for. */
	if (read->rows != (size_t)(w->to - w->from + 1) ||
	    !evm_walk_holds(w, read))
		return scan_fail(s, FAULT_MALFORMED,
		                 "other blocks than asked for");
	remember(s, read);
	if (!scan_keep(s, &(struct credits){.notes = read->notes,
	                                    .notes_n = read->notes_n,
	                                    .unread = read->unread,
	                                    .unread_n = read->unread_n,
	                                    .passed = read->passed}))
		return false;
	s->step = STEP_RECEIPTS;
	if (!o->paid_n)
		next_blocks(s);
	return true;
}

/* Nothing but success is a credit. */
static bool keep_receipt(struct scan *s, const struct credits *read,
                         struct chain_credit *c)
{
	struct credits page = credits_none();

	c->needs_look = false;
	switch (read->outcome) {
	case OUTCOME_DONE:
		if (!credits_add(&page, s->arena, *c))
			return false;
		break;
	case OUTCOME_FAILED:
		credits_note(&page, s->arena, NOTE_FAILED, c->txid);
		break;
	case OUTCOME_UNSAID:
		credits_note(&page, s->arena, NOTE_PENDING, c->txid);
		break;
	}
	return scan_keep(s, &page);
}

static bool next_receipt(struct scan *s, struct state *o)
{
	if (++o->at >= o->paid_n)
		next_blocks(s);
	return true;
}

static bool take_receipt(struct scan *s, const struct credits *read)
{
	struct state *o = s->own;
	struct chain_credit *c = &o->paid[o->at];

	if (scan_pass(s, read, c->txid, 0))
		return next_receipt(s, o);
	if (read->fault.kind != FAULT_NONE)
		return false;
	/* Reorganised in between, or another node behind the same name. */
	if (read->is_unknown || read->height != c->height || !read->txid ||
	    strcmp(read->txid, c->txid) != 0)
		return scan_fail(s, FAULT_UNAVAILABLE,
		                 "a block without the receipt of its own");
	return keep_receipt(s, read, c) && next_receipt(s, o);
}

bool evm_native_take(struct scan *s, const struct credits *read)
{
	if (s->step == STEP_BLOCKS)
		return take_blocks(s, read);
	if (s->step == STEP_RECEIPTS)
		return take_receipt(s, read);
	return evm_chain_take(s, read) && begin(s);
}
