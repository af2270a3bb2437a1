/* SPDX-License-Identifier: MIT */
#include "chain/lookups.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

enum { ODD_MOST = 3 };

/* A number of digits alone, or -1. */
static int64_t place_of(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (!len || len > 18 || strspn(text, "0123456789") != len)
		return -1;
	return strtoll(text, NULL, 10);
}

int64_t lookups_from(const struct lookups *l, int64_t overlap)
{
	return l->cursor > overlap ? l->cursor - overlap : 0;
}

bool lookups_have(const struct lookups *l, const char *txid)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->v[i].txid, txid))
			return true;
	return false;
}

void lookups_add(struct lookups *l, struct arena *a, const char *txid,
                 int64_t at)
{
	if (l->n == l->room) {
		struct lookup *old = l->v;

		l->room = l->room ? l->room * 2 : 32;
		l->v = arena_array(a, l->room, struct lookup);
		if (old)
			memcpy(l->v, old, l->n * sizeof(*old));
	}
	l->v[l->n++] = (struct lookup){arena_text(a, txid), at, false};
}

struct lookups lookups_open(const struct scan *s)
{
	int64_t cursor = place_of(s->cursor);
	struct lookups l = {
		.cursor = cursor,
		.known = cursor,
		.block = INT64_MAX,
	};

	for (size_t i = 0; i < s->again_n; i++) {
		lookups_add(&l, s->arena, s->again[i].txid, s->again[i].at);
		l.v[l.n - 1].is_again = true;
	}
	return l;
}

size_t lookups_fresh(const struct lookups *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += l->v[i].at > l->cursor;
	return n;
}

static int compare(const void *left, const void *right)
{
	const struct lookup *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(a->txid, b->txid);
}

static void block_at(struct lookups *l, int64_t at)
{
	if (at < l->block)
		l->block = at;
}

void lookups_begin(struct lookups *l, int64_t unread)
{
	size_t n = 0, fresh = 0;

	block_at(l, unread);
	l->is_short = unread < INT64_MAX;
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), compare);
	for (size_t i = 0; i < l->n; i++) {
		const struct lookup *next = &l->v[i];

		if (n && !compare(&l->v[n - 1], next))
			continue;
		/* Those of one place stay together, or the cursor could
		 * never pass it. */
		if (fresh >= LOOKUPS_MOST && next->at > l->v[n - 1].at) {
			block_at(l, next->at);
			l->is_short = true;
			break;
		}
		fresh += next->at > l->cursor;
		l->v[n++] = *next;
	}
	l->n = n;
}

const char *lookups_next(const struct lookups *l)
{
	return l->i < l->n ? l->v[l->i].txid : NULL;
}

/* --- what was said ------------------------------------------------------- */

/* What may still be undone is never deep enough to be booked. */
static void hold_back(struct chain_credit *c)
{
	int64_t most = asset_depth(c->asset) - 1;

	if (c->confirmations > most)
		c->confirmations = most;
}

static bool keep(struct lookups *l, struct scan *s, const struct credits *read)
{
	struct credits page = {
		.n = read->n,
		.notes = read->notes,
		.notes_n = read->notes_n,
		.unread = read->unread,
		.unread_n = read->unread_n,
		.passed = read->passed,
		.height = read->height,
	};

	page.v = arena_array(s->arena, read->n + 1, struct chain_credit);
	for (size_t i = 0; i < read->n; i++) {
		page.v[i] = read->v[i];
		if (l->is_latest)
			hold_back(&page.v[i]);
	}
	return scan_keep(s, &page);
}

static bool is_final(const struct lookups *l, const struct scan *s,
                     const struct credits *read)
{
	return !l->is_latest && read->height >= 0 && s->tip >= read->height &&
	       s->tip - read->height + 1 >= s->final;
}

static void note_unknown(struct scan *s, const char *txid)
{
	struct credits page = credits_none();

	credits_note(&page, s->arena, NOTE_PENDING, txid);
	(void)scan_keep(s, &page); /* notes contradict nothing */
}

static void pass(struct lookups *l, int64_t at)
{
	/* Ordered: all before it were final, or block is there already. */
	if (at < l->block && at > l->known)
		l->known = at;
}

static bool next(struct lookups *l, struct scan *s)
{
	l->is_latest = false;
	if (++l->i < l->n)
		return true;
	/* Then it is not they that are odd. */
	if (l->odd > ODD_MOST && !l->good)
		return scan_fail(s, FAULT_MALFORMED,
		                 "none of its transactions can be read");
	return lookups_end(l, s);
}

bool lookups_take(struct lookups *l, struct scan *s, const struct credits *read)
{
	const struct lookup *now = &l->v[l->i];

	if (scan_pass(s, read, now->txid, now->at)) {
		l->odd += read->fault.kind == FAULT_MALFORMED;
		return next(l, s);
	}
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (read->is_unknown && !l->is_latest) {
		l->is_latest = true;
		return true;
	}
	if (now->is_again && read->is_unknown)
		(void)scan_take_again(s, read,
		                      &(struct chain_unread){.txid = now->txid,
		                                             .at = now->at});
	else if (read->is_unknown)
		note_unknown(s, now->txid);
	else if (!read->txid || strcmp(read->txid, now->txid) != 0)
		return scan_fail(s, FAULT_MALFORMED, "another transaction");
	else if (!keep(l, s, read))
		return false;
	l->good += !read->is_unknown;
	if (!now->is_again && (read->is_unknown || !is_final(l, s, read)))
		block_at(l, now->at);
	return next(l, s);
}

/* Blocks between the lowest and the highest transfer that was found are read
 * whole, whatever the list left out. */
static void say_range(const struct lookups *l, struct scan *s)
{
	int64_t lowest = SCAN_NOTHING, highest = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		int64_t height = s->found.v[i].height;

		if (height >= 0 && height < lowest)
			lowest = height;
		if (height > highest)
			highest = height;
	}
	if (l->is_timed || (l->is_short && !highest))
		scan_reaches(s, lowest);
	if (l->is_short)
		s->top = highest;
}

bool lookups_end(const struct lookups *l, struct scan *s)
{
	struct lookups end = *l;

	say_range(l, s);
	for (size_t i = 0; i < l->i; i++)
		pass(&end, l->v[i].at);
	scan_end(s, end.known < 0
	                    ? NULL
	                    : arena_printf(s->arena, "%" PRId64, end.known));
	return true;
}
