/* SPDX-License-Identifier: MIT */
#include "chain/history.h"
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"

static const struct chain_credit *find(const struct credits *page,
                                       const char *txid)
{
	for (size_t i = 0; txid && i < page->n; i++)
		if (page->v[i].is_mined && !strcmp(page->v[i].txid, txid))
			return &page->v[i];
	return NULL;
}

/* Of the cursor's own block the rest may stand on a page that is not read. */
bool history_goes_on(struct scan *s, const struct credits *page)
{
	const struct chain_credit *known = find(page, s->cursor);

	if (!scan_keep(s, page) || !page->next)
		return false;
	if (known)
		scan_reaches(s, known->height + 1);
	return !known;
}

/* Whether something could not be read that is in the list alone. */
static bool is_left(const struct scan *s)
{
	return s->found.unread_n && (!s->endpoint->source->asks_again ||
	                             credits_are_blind(&s->found));
}

/* The newest such that all behind it, too, are; what waits is newer still. */
static const char *newest_final(const struct scan *s)
{
	const char *newest = s->cursor;

	if (is_left(s))
		return newest;
	for (size_t i = s->found.n; i-- > 0;) {
		const struct chain_credit *c = &s->found.v[i];

		if (!c->is_mined)
			continue;
		if (c->confirmations < s->final || !credit_is_mature(c))
			break;
		newest = c->txid;
	}
	return newest;
}

/* What a later page calls our own is no deposit on an earlier one either. */
static void drop_own(struct credits *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->n; i++)
		if (!credits_noted(found, NOTE_OWN, found->v[i].txid))
			found->v[kept++] = found->v[i];
	found->n = kept;
}

void history_end(struct scan *s)
{
	const char *next = newest_final(s);

	drop_own(&s->found);
	scan_end(s, next);
}

bool places_met(struct places *p, struct arena *a, const char *place)
{
	const char **longer;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i], place))
			return true;
	if (p->n == p->room) {
		p->room = p->room ? p->room * 2 : 8;
		longer = arena_array(a, p->room, const char *);
		for (size_t i = 0; i < p->n; i++)
			longer[i] = p->v[i];
		p->v = longer;
	}
	p->v[p->n++] = place;
	return false;
}
