/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/lookups.h"
#include "chain/sources.h"
/*
 * How SolanaFM is asked: a service of old for when no node answers.
 *
 * It tells neither slots nor what is final, so a transfer is shown and never
 * booked on its word: it stays one below the depth until a node has seen it.
 * Hence the cursor (s) never passes a transfer that was found.  It has no
 * chain's height either.
 */
enum {
	LIMIT = 100,
	PAGES_MOST = 50,
	OVERLAP = 3600,
	ANSWER_MOST = 2 * 1024 * 1024
};

struct walk {
	struct lookups lookups;
	const char *page; /* NULL: the first */
	unsigned pages;
};

static struct walk *walk_of(struct scan *s)
{
	struct walk *w = s->own;

	if (w)
		return w;
	s->own = w = arena_new(s->arena, struct walk);
	w->lookups = lookups_open(s);
	return w;
}

/* utcFrom is never left out: without it a day and a half is all. */
void solanafm_ask(struct scan *s, struct ask *out)
{
	struct walk *w = walk_of(s);
	int64_t from = lookups_from(&w->lookups, OVERLAP);

	out->method = "GET";
	out->path = arena_printf(s->arena,
	                         "/v0/accounts/%s/transfers?utcFrom=%" PRId64
	                         "&inflow=true&limit=%d&page=%s",
	                         s->watches[0].address, from ? from : 1, LIMIT,
	                         w->page ? w->page : "1");
	out->limit_bytes = ANSWER_MOST;
}

static int64_t time_of(const struct credits *read, const char *txid)
{
	for (size_t i = 0; i < read->fetch_n; i++)
		if (!strcmp(read->fetch[i], txid))
			return read->fetch_at[i];
	return 0;
}

static int64_t below_depth(const struct chain_credit *c)
{
	int64_t most = asset_depth(c->asset) - 1;

	return c->confirmations < most ? c->confirmations : most;
}

/* The credit of the same account in the same transaction, or NULL. */
static struct chain_credit *same_account(const struct credits *page,
                                         const struct chain_credit *c)
{
	for (size_t i = 0; i < page->n; i++) {
		struct chain_credit *old = &page->v[i];

		if (old->asset == c->asset && !strcmp(old->txid, c->txid) &&
		    !strcmp(old->position, c->position))
			return old;
	}
	return NULL;
}

/* All that one transaction brought to one account is one deposit. */
static bool keep(struct scan *s, struct walk *w, const struct credits *read)
{
	struct credits page = *read;

	page.v = arena_array(s->arena, read->n + 1, struct chain_credit);
	page.n = 0;
	for (size_t i = 0; i < read->n; i++) {
		struct chain_credit c = read->v[i];
		struct chain_credit *old = same_account(&page, &c);

		c.confirmations = below_depth(&c);
		c.needs_look = false;
		lookups_add(&w->lookups, s->arena, c.txid,
		            time_of(read, c.txid));
		if (!old)
			page.v[page.n++] = c;
		else if (!coin_add(&old->amount, old->amount, c.amount))
			return scan_fail(s, FAULT_MALFORMED,
			                 "more than there can be");
	}
	return scan_keep(s, &page);
}

/* The oldest transfer found, or the cursor as it was. */
static void end(struct scan *s, const struct lookups *l)
{
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].at < oldest)
			oldest = l->v[i].at;
	if (l->cursor >= 0 && oldest > l->cursor)
		oldest = l->cursor;
	scan_end(s, oldest == INT64_MAX
	                    ? NULL
	                    : arena_printf(s->arena, "%" PRId64, oldest));
}

bool solanafm_take(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (read->fault.kind != FAULT_NONE)
		return false;
	if (w->page && read->next && !strcmp(w->page, read->next))
		return scan_fail(s, FAULT_MALFORMED, "a page that repeats");
	if (!keep(s, w, read))
		return false;
	/* It tells no blocks: what a further page has may be anywhere. */
	if (read->next && w->pages + 1 >= PAGES_MOST)
		s->found.is_cut = true;
	if (!read->next || ++w->pages >= PAGES_MOST)
		end(s, &w->lookups);
	else
		w->page = arena_text(s->arena, read->next);
	return true;
}
