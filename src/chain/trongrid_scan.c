/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/lookups.h"
#include "chain/sources.h"
/*
 * How TronGrid is asked what came to an account.
 *
 * Its list of TRC-20 transfers is asked for without only_confirmed, so that a
 * buyer sees his transfer early; but it tells neither blocks nor positions,
 * so each transaction in it is asked for.  What the solidified side does not
 * know yet may still be undone.
 *
 * The cursor is the time (ms) up to which all is final.  People miss
 * transfers in the list that are there later: it is read from an hour before.
 */
enum {
	LIMIT = 200,     /* rows of a page */
	PAGES_MOST = 50, /* of one list */
	OVERLAP = 3600 * 1000,
	ANSWER_MOST = 2 * 1024 * 1024
};

struct walk {
	struct lookups lookups;
	size_t i; /* the watch whose list is read */
	const char *fingerprint;
	unsigned pages;
	int64_t unread; /* a list was not read from there on */
	bool is_idle;   /* nothing there that it could tell of */
};

static struct walk *walk_of(struct scan *s)
{
	struct walk *w = s->own;

	if (w)
		return w;
	s->own = w = arena_new(s->arena, struct walk);
	w->lookups = lookups_open(s);
	w->unread = INT64_MAX;
	w->lookups.is_timed = lookups_from(&w->lookups, OVERLAP) > 0;
	return w;
}

/* The token whose list is to be read, or NULL; TRX itself is in none. */
static const struct watch *token_of(const struct scan *s, struct walk *w)
{
	while (w->i < s->n && !s->watches[w->i].asset->contract)
		w->i++;
	return w->i < s->n ? &s->watches[w->i] : NULL;
}

/* --- asking -------------------------------------------------------------- */

static void post(struct ask *out, const char *path, const char *body)
{
	out->method = "POST";
	out->path = path;
	out->body = slice_text(body);
	out->limit_bytes = ANSWER_MOST;
}

void trongrid_ask_tip(struct arena *a, struct ask *out)
{
	(void)a;
	post(out, "/wallet/getnowblock", "{}");
	out->asked = ASKED_NUMBER;
}

/* As it may stand in a query. */
static const char *escape(struct arena *a, const char *text)
{
	struct text t = text_open(a, 3 * strlen(text) + 1);

	for (; *text; text++)
		if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		           "abcdefghijklmnopqrstuvwxyz-._~",
		           *text))
			text_printf(&t, "%c", *text);
		else
			text_printf(&t, "%%%02X", (unsigned char)*text);
	return t.p;
}

/* Only the fingerprint differs from page to page. */
static void ask_list(struct arena *a, struct ask *out, const struct walk *w,
                     const struct watch *token)
{
	const char *page = "";

	if (w->fingerprint)
		page = arena_printf(a, "&fingerprint=%s",
		                    escape(a, w->fingerprint));
	out->method = "GET";
	out->path = arena_printf(
		a,
		"/v1/accounts/%s/transactions/trc20?contract_address=%s"
		"&only_to=true&limit=%d&order_by=block_timestamp,asc"
		"&min_timestamp=%" PRId64 "%s",
		token->address, token->asset->contract, LIMIT,
		lookups_from(&w->lookups, OVERLAP), page);
	out->asked = ASKED_LIST;
	out->limit_bytes = ANSWER_MOST;
}

void trongrid_ask(struct scan *s, struct ask *out)
{
	struct walk *w = walk_of(s);
	const struct watch *token = token_of(s, w);
	const char *txid = lookups_next(&w->lookups);

	if (token) {
		ask_list(s->arena, out, w, token);
	} else if (txid) {
		post(out,
		     w->lookups.is_latest
		             ? "/wallet/gettransactioninfobyid"
		             : "/walletsolidity/gettransactioninfobyid",
		     arena_printf(s->arena, "{\"value\":\"%s\"}", txid));
		out->asked = ASKED_TRANSACTION;
	} else {
		w->is_idle = true;
		trongrid_ask_tip(s->arena, out);
	}
}

/* --- taking -------------------------------------------------------------- */

/* False when the page told nothing but what was told before. */
static bool add_page(struct scan *s, struct walk *w, const struct credits *read)
{
	bool is_new = read->fetch_n == 0;

	for (size_t i = 0; i < read->fetch_n; i++) {
		if (lookups_have(&w->lookups, read->fetch[i]))
			continue;
		is_new = true;
		lookups_add(&w->lookups, s->arena, read->fetch[i],
		            read->fetch_at[i]);
	}
	return is_new || !w->fingerprint;
}

/* The oldest come first, so what is left will come the next time. */
static bool is_enough(struct walk *w, const struct credits *read)
{
	int64_t last = 0;

	if (lookups_fresh(&w->lookups) <= LOOKUPS_MOST && w->pages < PAGES_MOST)
		return false;
	for (size_t i = 0; i < read->fetch_n; i++)
		if (read->fetch_at[i] > last)
			last = read->fetch_at[i];
	if (last < w->unread)
		w->unread = last;
	return true;
}

static bool end_list(struct scan *s, struct walk *w)
{
	w->fingerprint = NULL;
	w->pages = 0;
	w->i++;
	if (token_of(s, w))
		return true;
	lookups_begin(&w->lookups, w->unread);
	return lookups_next(&w->lookups) || lookups_end(&w->lookups, s);
}

/* The transactions of the other rows that cannot be read are asked for. */
static void keep_nameless(struct scan *s, const struct credits *read)
{
	for (size_t i = 0; i < read->unread_n; i++) {
		struct credits page = {
			.unread = &read->unread[i],
			.unread_n = 1,
			.passed = 1,
		};

		if (!read->unread[i].txid)
			scan_keep_unread(s, &page);
	}
}

static bool take_list(struct scan *s, struct walk *w,
                      const struct credits *read)
{
	if (!read->fetch)
		return scan_fail(s, FAULT_MALFORMED, "no list of transfers");
	if (!add_page(s, w, read) || (w->fingerprint && read->next &&
	                              !strcmp(w->fingerprint, read->next)))
		return scan_fail(s, FAULT_MALFORMED, "a page that repeats");
	keep_nameless(s, read);
	w->pages++;
	if (!read->next || is_enough(w, read))
		return end_list(s, w);
	w->fingerprint = arena_text(s->arena, read->next);
	return true;
}

bool trongrid_take(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (!w->is_idle && !token_of(s, w))
		return lookups_take(&w->lookups, s, read);
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (!w->is_idle)
		return take_list(s, w, read);
	scan_reaches(s, SCAN_NOTHING);
	return lookups_end(&w->lookups, s);
}
