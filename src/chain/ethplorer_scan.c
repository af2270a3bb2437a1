/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
/*
 * Ethplorer, one address at a time: the transfers of each token, and then
 * each transaction for its block and outcome.
 *
 * It lists operations and no logs.  Where a transaction pays an address twice
 * nothing says which transfer is the first, so this source can't tell of it
 * and says so; a node can.
 */
enum {
	PAGES_MOST = 5,
	ANSWER_BYTES = 2 * 1024 * 1024,
	MONTH_BLOCKS = 29 * 24 * 300
};

enum step { STEP_HISTORY, STEP_LOOK };

struct state {
	size_t watch;          /* whose token is asked for */
	const char *timestamp; /* of the page, or NULL */
	unsigned pages;
	const char **txids;
	size_t n, room, at;
};

static struct state *state_of(struct scan *s)
{
	if (!s->own)
		s->own = arena_new(s->arena, struct state);
	return s->own;
}

/* --- asking -------------------------------------------------------------- */

static void skip_coins(const struct scan *s, struct state *o)
{
	while (o->watch < s->n && !s->watches[o->watch].asset->contract)
		o->watch++;
}

static const char *history_path(const struct scan *s, const struct state *o)
{
	const struct watch *w = &s->watches[o->watch];

	return arena_printf(s->arena,
	                    "/getAddressHistory/%s?type=transfer&limit=100"
	                    "&token=%s%s%s",
	                    w->address,
	                    chain_lower(s->arena, w->asset->contract),
	                    o->timestamp ? "&timestamp=" : "",
	                    o->timestamp ? o->timestamp : "");
}

void ethplorer_ask(struct scan *s, struct ask *out)
{
	struct state *o = state_of(s);
	const char *path;

	skip_coins(s, o);
	if (s->step == STEP_LOOK)
		path = arena_printf(s->arena, "/getTxInfo/%s", o->txids[o->at]);
	else if (o->watch < s->n)
		path = history_path(s, o);
	else /* nothing is wanted that it could tell */
		path = "/getLastBlock";
	*out = (struct ask){
		.path = path,
		.limit_bytes = ANSWER_BYTES,
		.asked = s->step == STEP_LOOK ? ASKED_TRANSACTION
	                 : o->watch < s->n    ? ASKED_LIST
	                                      : ASKED_NUMBER,
	};
}

void ethplorer_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	*out = (struct ask){
		.path = "/getLastBlock",
		.limit_bytes = 64 * 1024,
		.asked = ASKED_NUMBER,
	};
}

/* --- taking -------------------------------------------------------------- */

static void add_txid(struct scan *s, struct state *o, const char *txid)
{
	for (size_t i = 0; i < o->n; i++)
		if (!strcmp(o->txids[i], txid))
			return;
	if (o->n == o->room) {
		const char **old = o->txids;

		o->room = o->room ? o->room * 2 : 16;
		o->txids = arena_array(s->arena, o->room, const char *);
		for (size_t i = 0; i < o->n; i++)
			o->txids[i] = old[i];
	}
	o->txids[o->n++] = arena_text(s->arena, txid);
}

static bool next_page(struct scan *s, struct state *o, const char *next)
{
	if (o->timestamp && !strcmp(o->timestamp, next))
		return scan_fail(s, FAULT_UNSUPPORTED,
		                 "more transfers at once than a page has");
	if (++o->pages >= PAGES_MOST)
		return scan_fail(s, FAULT_UNSUPPORTED,
		                 "more transfers than it is asked for");
	o->timestamp = arena_text(s->arena, next);
	return true;
}

static bool take_history(struct scan *s, struct state *o,
                         const struct credits *read)
{
	for (size_t i = 0; i < read->n; i++)
		add_txid(s, o, read->v[i].txid);
	for (size_t i = 0; i < read->notes_n; i++)
		if (read->notes[i].kind == NOTE_AMBIGUOUS)
			add_txid(s, o, read->notes[i].txid);
	for (size_t i = 0; i < read->unread_n; i++)
		if (read->unread[i].txid)
			add_txid(s, o, read->unread[i].txid);
	if (read->next)
		return next_page(s, o, read->next);
	o->watch++;
	o->timestamp = NULL;
	o->pages = 0;
	skip_coins(s, o);
	if (o->watch < s->n)
		return true;
	/* Without a key of one's own it forgets after a month. */
	scan_reaches(s, s->tip - MONTH_BLOCKS);
	s->step = STEP_LOOK;
	if (!o->n)
		scan_end(s, NULL);
	return true;
}

static bool next_look(struct scan *s, struct state *o)
{
	if (++o->at >= o->n)
		scan_end(s, NULL);
	return true;
}

static bool take_look(struct scan *s, struct state *o,
                      const struct credits *read)
{
	const char *txid = o->txids[o->at];

	if (scan_pass(s, read, txid, 0))
		return next_look(s, o);
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (!read->txid || strcmp(read->txid, txid) != 0)
		return scan_fail(s, FAULT_MALFORMED,
		                 "another transaction than asked for");
	for (size_t i = 0; i < read->n; i++)
		if (read->v[i].needs_look)
			return scan_fail(s, FAULT_UNSUPPORTED,
			                 "one transaction pays an address "
			                 "twice: only a node tells which "
			                 "comes first");
	return scan_keep(s, read) && next_look(s, o);
}

bool ethplorer_take(struct scan *s, const struct credits *read)
{
	struct state *o = state_of(s);

	if (s->step == STEP_LOOK)
		return take_look(s, o, read);
	return read->fault.kind == FAULT_NONE && take_history(s, o, read);
}
