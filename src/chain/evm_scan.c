/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/evm_walk.h"
#include "chain/sources.h"
/*
 * Tokens of Ethereum and BSC, by eth_getLogs: one question for all contracts
 * and for many addresses.
 *
 * Of so many addresses that naming them would take longer than reading what
 * is not ours, none is named; the reader finds ours by its index.
 */
static const char TRANSFER[] =
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

enum {
	SPAN = 500,
	SPAN_OF_ALL = 20, /* blocks, when no address is named */
	NAMED_MOST = 2000,
	LIST_MOST = 400,
	LOGS_BYTES = 8 * 1024 * 1024
};

enum step { STEP_CHAIN, STEP_LOGS, STEP_AGAIN };

struct state {
	struct evm_walk walk;
	const char *contracts; /* JSON */
	/* JSON of the addresses, a list for each question about a span. */
	const char **lists;
	size_t lists_n, list;
	size_t again; /* which of those to be asked for again */
};

/* --- what is asked for --------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts them and takes out what stands there twice. */
static size_t unique(const char **v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0; i < n; i++)
		if (!kept || strcmp(v[kept - 1], v[i]) != 0)
			v[kept++] = v[i];
	return kept;
}

static const char *list_of(struct arena *a, const char *before,
                           const char *const *v, size_t n)
{
	struct text t = text_open(a, n * 80 + 8);

	text_add_text(&t, "[");
	for (size_t i = 0; i < n; i++)
		text_printf(&t, "%s\"%s%s\"", i ? "," : "", before, v[i]);
	text_add_text(&t, "]");
	return t.p;
}

static void make_lists(struct state *o, struct arena *a, const char **to,
                       size_t n)
{
	static const char PAD[] = "0x000000000000000000000000";

	o->lists = arena_array(a, n / LIST_MOST + 1, const char *);
	if (n > NAMED_MOST) {
		o->lists[o->lists_n++] = NULL;
		return;
	}
	for (size_t i = 0; i < n; i += LIST_MOST)
		o->lists[o->lists_n++] = list_of(
			a, PAD, to + i, n - i < LIST_MOST ? n - i : LIST_MOST);
}

static void prepare(struct state *o, const struct scan *s)
{
	const char **to = arena_array(s->arena, s->n + 1, const char *);
	const char **contracts = arena_array(s->arena, s->n + 1, const char *);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->watches[i].asset->contract)
			continue; /* the chain's own coin has no logs */
		to[n] = s->watches[i].hex;
		contracts[n++] =
			chain_lower(s->arena, s->watches[i].asset->contract);
	}
	make_lists(o, s->arena, to, unique(to, n));
	o->contracts = list_of(s->arena, "", contracts, unique(contracts, n));
}

static void ask_logs(const struct scan *s, struct ask *out)
{
	const struct state *o = s->own;
	struct text t = text_open(s->arena, 1024);

	text_printf(&t,
	            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\","
	            "\"params\":[{\"fromBlock\":\"0x%" PRIx64
	            "\",\"toBlock\":\"0x%" PRIx64 "\",\"address\":",
	            (uint64_t)o->walk.from, (uint64_t)o->walk.to);
	text_add_text(&t, o->contracts);
	text_printf(&t, ",\"topics\":[\"%s\"", TRANSFER);
	if (o->lists[o->list]) {
		text_add_text(&t, ",null,");
		text_add_text(&t, o->lists[o->list]);
	}
	text_add_text(&t, "]}]}");
	*out = (struct ask){
		.method = "POST",
		.path = "",
		.body = {t.p, t.len},
		.limit_bytes = LOGS_BYTES,
		.asked = ASKED_LIST,
	};
}

void evm_ask(struct scan *s, struct ask *out)
{
	const struct state *o = s->own;

	if (s->step == STEP_CHAIN)
		evm_chain_ask(out);
	else if (s->step == STEP_LOGS)
		ask_logs(s, out);
	else
		evm_receipt_ask(s, out, s->again[o->again].txid);
}

/* --- what comes of it ---------------------------------------------------- */

static bool begin(struct scan *s)
{
	struct state *o = s->own = arena_new(s->arena, struct state);
	int64_t widest;

	prepare(o, s);
	widest = o->lists_n && !o->lists[0] ? SPAN_OF_ALL : SPAN;
	if (!evm_walk_begin(&o->walk, s, widest, INT64_MAX))
		return false;
	s->step = STEP_LOGS;
	if (!o->lists_n) {
		scan_reaches(s, SCAN_NOTHING);
		scan_end(s, arena_printf(s->arena, "%" PRId64, s->tip));
	}
	return true;
}

static int compare_credits(const void *a, const void *b)
{
	const struct chain_credit *x = *(const struct chain_credit *const *)a;
	const struct chain_credit *y = *(const struct chain_credit *const *)b;
	int order = strcmp(x->txid, y->txid);

	order = order ? order : strcmp(x->asset->code, y->asset->code);
	return order ? order : strcmp(x->position, y->position);
}

/* Between two answers a transaction may move to blocks that are read later:
 * then one transfer was found twice. */
static bool is_of_one_chain(const struct scan *s)
{
	const struct chain_credit **v = arena_array(
		s->arena, s->found.n + 1, const struct chain_credit *);

	for (size_t i = 0; i < s->found.n; i++)
		v[i] = &s->found.v[i];
	qsort(v, s->found.n, sizeof(*v), compare_credits);
	for (size_t i = 1; i < s->found.n; i++)
		if (!compare_credits(&v[i - 1], &v[i]))
			return false;
	return true;
}

/* The walk is over; what could not be read the last time comes last. */
static bool end(struct scan *s)
{
	const struct state *o = s->own;

	if (o->again < s->again_n) {
		s->is_done = false;
		s->step = STEP_AGAIN;
		return true;
	}
	return is_of_one_chain(s) ||
	       scan_fail(s, FAULT_UNAVAILABLE, "reorganised while it was read");
}

static bool take_logs(struct scan *s, const struct credits *read)
{
	struct state *o = s->own;

	if (read->fault.kind != FAULT_NONE)
		return evm_walk_less(&o->walk, read->fault.kind);
	if (!evm_walk_holds(&o->walk, read))
		return scan_fail(s, FAULT_MALFORMED,
		                 "logs of other blocks than asked for");
	if (!scan_keep(s, read))
		return false;
	if (++o->list < o->lists_n)
		return true;
	o->list = 0;
	evm_walk_next(&o->walk, s);
	return !s->is_done || end(s);
}

static bool take_again(struct scan *s, const struct credits *read)
{
	struct state *o = s->own;

	if (!scan_take_again(s, read, &s->again[o->again]))
		return false;
	o->again++;
	scan_end(s, s->next);
	return end(s);
}

bool evm_take(struct scan *s, const struct credits *read)
{
	if (s->step == STEP_AGAIN)
		return take_again(s, read);
	if (s->step == STEP_LOGS)
		return take_logs(s, read);
	return evm_chain_take(s, read) && begin(s);
}

void evm_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	*out = (struct ask){
		.method = "POST",
		.path = "",
		.body = SLICE("{\"jsonrpc\":\"2.0\",\"id\":1,"
	                      "\"method\":\"eth_blockNumber\",\"params\":[]}"),
		.limit_bytes = 64 * 1024,
		.asked = ASKED_NUMBER,
	};
}
