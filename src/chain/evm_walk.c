/* SPDX-License-Identifier: MIT */
#include "chain/evm_walk.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

enum {
	LOOK_BACK_ETHEREUM = 7200, /* a day of blocks */
	LOOK_BACK_BSC = 28800,
	GROW_AFTER = 8,    /* good answers */
	LOWERED_MOST = 10, /* blocks */
	QUESTIONS_MOST = 100,
	CREDITS_MOST = 20000,
	CHAIN_ANSWER = 64 * 1024,
	RECEIPT_BYTES = 4 * 1024 * 1024,
	CHAIN_ETHEREUM = 0x1,
	CHAIN_BSC = 0x38
};

void evm_chain_ask(struct ask *out)
{
	*out = (struct ask){
		.method = "POST",
		.path = "",
		.body = SLICE("{\"jsonrpc\":\"2.0\",\"id\":1,"
	                      "\"method\":\"eth_chainId\",\"params\":[]}"),
		.limit_bytes = CHAIN_ANSWER,
		.asked = ASKED_NUMBER,
	};
}

void evm_receipt_ask(const struct scan *s, struct ask *out, const char *txid)
{
	const char *body = arena_printf(
		s->arena,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
		"\"eth_getTransactionReceipt\",\"params\":[\"%s\"]}",
		txid);

	*out = (struct ask){
		.method = "POST",
		.path = "",
		.body = slice_text(body),
		.limit_bytes = RECEIPT_BYTES,
		.asked = ASKED_TRANSACTION,
	};
}

bool evm_chain_take(struct scan *s, const struct credits *read)
{
	int64_t chain = s->endpoint->network == NETWORK_BSC ? CHAIN_BSC
	                                                    : CHAIN_ETHEREUM;

	if (read->fault.kind != FAULT_NONE)
		return false;
	if (read->height < 0)
		return scan_fail(s, FAULT_MALFORMED, "no chain id");
	/* A node of tests may have any. */
	if (s->n && s->watches[0].chain == CHAIN_MAIN && read->height != chain)
		return scan_fail(s, FAULT_UNSUPPORTED,
		                 "a node of another chain");
	return true;
}

/* -1 when there is none. */
static int64_t cursor_of(const struct scan *s)
{
	const char *text = s->cursor ? s->cursor : "";
	size_t len = strlen(text);

	if (len < 1 || len > 15 || strspn(text, "0123456789") != len)
		return -1;
	return strtoll(text, NULL, 10);
}

static int64_t look_back(const struct scan *s)
{
	return s->endpoint->network == NETWORK_BSC ? LOOK_BACK_BSC
	                                           : LOOK_BACK_ETHEREUM;
}

static void choose(struct evm_walk *w)
{
	w->to = w->from + w->width - 1;
	if (w->to > w->last)
		w->to = w->last;
}

bool evm_walk_begin(struct evm_walk *w, struct scan *s, int64_t widest,
                    int64_t most)
{
	int64_t cursor = cursor_of(s), back = s->final;

	if (cursor > s->tip && cursor - s->tip >= back)
		return scan_fail(s, FAULT_UNAVAILABLE,
		                 "its chain is shorter than what was read");
	if (cursor < 0) {
		cursor = s->tip - look_back(s);
		cursor = cursor < 0 ? -1 : cursor;
		back = 0;
	}
	*w = (struct evm_walk){
		.from = cursor + 1 < back ? 0 : cursor + 1 - back,
		.last = s->tip - cursor > most ? cursor + most : s->tip,
		.cursor = cursor,
		.width = widest,
		.widest = widest,
	};
	scan_reaches(s, w->from);
	choose(w);
	return true;
}

static bool lower(struct evm_walk *w)
{
	if (w->to <= w->from || ++w->lowered > LOWERED_MOST)
		return false;
	w->last = --w->to;
	return true;
}

static bool halve(struct evm_walk *w)
{
	int64_t now = w->to - w->from + 1;

	if (now <= 1)
		return false;
	w->width = now / 2;
	w->good = 0;
	choose(w);
	return true;
}

bool evm_walk_less(struct evm_walk *w, enum fault_kind kind)
{
	switch (kind) {
	case FAULT_RANGE_TOO_LARGE:
		return halve(w);
	case FAULT_BEYOND_HEAD:
		return lower(w);
	case FAULT_NONE:
	case FAULT_MALFORMED:
	case FAULT_BAD_REQUEST:
	case FAULT_AUTH:
	case FAULT_UNSUPPORTED:
	case FAULT_RATE_LIMITED:
	case FAULT_UNAVAILABLE:
	case FAULT_BATCH_REFUSED:
	case FAULT_UNKNOWN_CURSOR:
		return false;
	}
	return false;
}

bool evm_walk_holds(const struct evm_walk *w, const struct credits *read)
{
	for (size_t i = 0; i < read->n; i++)
		if (read->v[i].height < w->from || read->v[i].height > w->to)
			return false;
	return true;
}

static void grow(struct evm_walk *w)
{
	if (++w->good < GROW_AFTER)
		return;
	w->good = 0;
	w->width = w->width * 2 < w->widest ? w->width * 2 : w->widest;
}

void evm_walk_next(struct evm_walk *w, struct scan *s)
{
	bool is_much = s->asked >= QUESTIONS_MOST || s->found.n >= CREDITS_MOST;

	if (w->to >= w->last || (is_much && w->to > w->cursor)) {
		s->top = w->to;
		scan_end(s, arena_printf(s->arena, "%" PRId64, w->to));
		return;
	}
	w->from = w->to + 1;
	grow(w);
	choose(w);
}
