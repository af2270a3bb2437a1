/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "chain/history.h"
#include "chain/sources.h"
/*
 * How Esplora is asked: the newest page, with the mempool; then the chain's
 * pages, each from the last mined transaction of the one before, its anchor.
 *
 * An anchor that a reorg took away gives an empty page, which looks like the
 * end.  So an empty page is believed once its anchor is known to be mined;
 * else all begins anew.  What could not be read the last time comes last.
 */
enum step { STEP_NEWEST, STEP_CHAIN, STEP_ANCHOR, STEP_AGAIN };

enum { BEGINNINGS_MOST = 3 };

struct walk {
	const char *anchor; /* "": the chain from its newest on */
	struct places met;
	unsigned beginnings;
	size_t again; /* which of those to be asked for again */
};

static struct walk *walk_of(struct scan *s)
{
	if (!s->own)
		s->own = arena_new(s->arena, struct walk);
	return s->own;
}

void esplora_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	out->path = "/blocks/tip/height";
	out->asked = ASKED_NUMBER;
	out->limit_bytes = 4096;
}

void esplora_ask(struct scan *s, struct ask *out)
{
	const char *address = s->watches[0].address;
	const struct walk *w = walk_of(s);

	out->asked = ASKED_LIST;
	switch ((enum step)s->step) {
	case STEP_NEWEST:
		out->path = arena_printf(s->arena, "/address/%s/txs", address);
		return;
	case STEP_CHAIN:
		out->path =
			arena_printf(s->arena, "/address/%s/txs/chain%s%s",
		                     address, *w->anchor ? "/" : "", w->anchor);
		out->cursor = *w->anchor ? w->anchor : NULL;
		return;
	case STEP_ANCHOR:
		out->asked = ASKED_STATE;
		out->path = arena_printf(s->arena, "/tx/%s/status", w->anchor);
		out->limit_bytes = 4096;
		return;
	case STEP_AGAIN:
		out->asked = ASKED_TRANSACTION;
		out->path = arena_printf(s->arena, "/tx/%s",
		                         s->again[w->again].txid);
		return;
	}
}

static void end(struct scan *s)
{
	if (walk_of(s)->again < s->again_n)
		s->step = STEP_AGAIN;
	else
		history_end(s);
}

static bool take_again(struct scan *s, struct walk *w,
                       const struct credits *read)
{
	if (!scan_take_again(s, read, &s->again[w->again]))
		return false;
	w->again++;
	end(s);
	return true;
}

static bool begin_anew(struct scan *s, struct walk *w)
{
	if (++w->beginnings >= BEGINNINGS_MOST)
		return scan_fail(s, FAULT_UNAVAILABLE,
		                 "the chain changes while it is read");
	w->met = (struct places){0};
	s->found = credits_none();
	s->step = STEP_NEWEST;
	return true;
}

static bool take_page(struct scan *s, struct walk *w,
                      const struct credits *page)
{
	if (s->step == STEP_CHAIN && *w->anchor && page->rows == 0) {
		s->step = STEP_ANCHOR;
		return true;
	}
	if (!history_goes_on(s, page)) {
		if (s->fault.kind == FAULT_NONE)
			end(s);
		return s->fault.kind == FAULT_NONE;
	}
	if (places_met(&w->met, s->arena, page->next))
		return scan_fail(s, FAULT_MALFORMED, "its pages go round");
	w->anchor = page->next;
	s->step = STEP_CHAIN;
	return true;
}

bool esplora_take(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (s->step == STEP_AGAIN)
		return take_again(s, w, read);
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (s->step != STEP_ANCHOR)
		return take_page(s, w, read);
	if (read->is_unknown || read->height < 0)
		return begin_anew(s, w);
	end(s);
	return true;
}
