/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "base/arena.h"
#include "chain/history.h"
#include "chain/sources.h"
/*
 * How BlockCypher is asked: for as many rows as it gives, and before a height
 * while there are more.  A page ends with a whole block, so heights fall from
 * page to page.
 */
enum { ROWS = 2000 };

void blockcypher_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	out->path = "";
	out->limit_bytes = 64 * 1024;
}

void blockcypher_ask(struct scan *s, struct ask *out)
{
	const char *before = s->own;

	out->path = arena_printf(
		s->arena, "/addrs/%s?limit=%d%s%s", s->watches[0].address, ROWS,
		before ? "&before=" : "", before ? before : "");
	out->cursor = before;
	out->limit = ROWS;
}

static bool falls(const char *before, const char *next)
{
	return !before || strtoll(next, NULL, 10) < strtoll(before, NULL, 10);
}

bool blockcypher_take(struct scan *s, const struct credits *read)
{
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (!history_goes_on(s, read)) {
		if (s->fault.kind == FAULT_NONE)
			history_end(s);
		return s->is_done;
	}
	if (!falls(s->own, read->next))
		return scan_fail(s, FAULT_MALFORMED, "its pages go round");
	s->own = arena_text(s->arena, read->next);
	return true;
}
