/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/history.h"
#include "chain/sources.h"
/*
 * How BlockCypher is asked: for as many rows as it gives, and before a height
 * while there are more.  A page ends with a whole block, so heights fall from
 * page to page.
 *
 * Then, once for each that is about to be credited, for the transaction: only
 * there stands whether its coins were mined.
 */
enum {
	ROWS = 2000,
	ORIGINS_MOST = 8 /* asked for in one scan; the largest come first */
};

enum step { STEP_ROWS, STEP_ORIGIN };

struct walk {
	const char *before; /* NULL: the newest page */
	size_t at;          /* in found: whose origin is asked for */
	unsigned asked;     /* for origins */
};

static struct walk *walk_of(struct scan *s)
{
	if (!s->own)
		s->own = arena_new(s->arena, struct walk);
	return s->own;
}

void blockcypher_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	out->path = "";
	out->asked = ASKED_NUMBER;
	out->limit_bytes = 64 * 1024;
}

void blockcypher_ask(struct scan *s, struct ask *out)
{
	const struct walk *w = walk_of(s);

	if (s->step == STEP_ORIGIN) {
		out->asked = ASKED_TRANSACTION;
		out->path = arena_printf(s->arena, "/txs/%s?limit=1",
		                         s->found.v[w->at].txid);
		return;
	}
	out->path = arena_printf(
		s->arena, "/addrs/%s?limit=%d%s%s", s->watches[0].address, ROWS,
		w->before ? "&before=" : "", w->before ? w->before : "");
	out->asked = ASKED_LIST;
	out->cursor = w->before;
	out->limit = ROWS;
}

/* --- where the coins come from ------------------------------------------- */

static void set_origin(struct scan *s, const char *txid, int64_t maturity)
{
	for (size_t i = 0; i < s->found.n; i++) {
		struct chain_credit *c = &s->found.v[i];

		if (strcmp(c->txid, txid) != 0)
			continue;
		c->maturity = maturity;
		c->needs_look = false;
	}
}

static void recall_origins(struct scan *s)
{
	for (size_t i = 0; i < s->known.n; i++)
		if (s->known.v[i].maturity != MATURITY_UNKNOWN)
			set_origin(s, s->known.v[i].txid,
			           s->known.v[i].maturity);
}

/* Anybody may send a thousand: what is small waits for the large. */
static const struct chain_credit *largest(const struct scan *s)
{
	const struct chain_credit *found = NULL;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct chain_credit *c = &s->found.v[i];

		if (c->needs_look &&
		    (!found || coin_cmp(c->amount, found->amount) > 0))
			found = c;
	}
	return found;
}

static bool next_origin(struct scan *s, struct walk *w)
{
	const struct chain_credit *next = largest(s);

	s->step = STEP_ORIGIN;
	if (next && w->asked++ < ORIGINS_MOST)
		w->at = (size_t)(next - s->found.v);
	else
		history_end(s);
	return true;
}

/* One that it can't tell of waits as mined coins do. */
static bool take_origin(struct scan *s, struct walk *w,
                        const struct credits *read)
{
	struct chain_credit *c = &s->found.v[w->at];

	c->needs_look = false;
	if (read->fault.kind != FAULT_NONE)
		return read->fault.kind == FAULT_BAD_REQUEST ||
		                       read->fault.kind == FAULT_MALFORMED
		               ? next_origin(s, w)
		               : false;
	if (!read->txid || strcmp(read->txid, c->txid) != 0)
		return scan_fail(s, FAULT_MALFORMED, "another transaction");
	set_origin(s, c->txid, read->maturity);
	return next_origin(s, w);
}

/* --- the rows ------------------------------------------------------------ */

static bool falls(const char *before, const char *next)
{
	return !before || strtoll(next, NULL, 10) < strtoll(before, NULL, 10);
}

static bool take_rows(struct scan *s, struct walk *w,
                      const struct credits *read)
{
	if (!history_goes_on(s, read)) {
		if (s->fault.kind != FAULT_NONE)
			return false;
		recall_origins(s);
		return next_origin(s, w);
	}
	if (!falls(w->before, read->next))
		return scan_fail(s, FAULT_MALFORMED, "its pages go round");
	w->before = arena_text(s->arena, read->next);
	return true;
}

bool blockcypher_take(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (s->step == STEP_ORIGIN)
		return take_origin(s, w, read);
	return read->fault.kind == FAULT_NONE && take_rows(s, w, read);
}
