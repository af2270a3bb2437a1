/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/node.h"
#include "chain/sources.h"
/*
 * How our own node is asked: once, for all that came to its wallet since the
 * block of the cursor.
 *
 * The next cursor lies as far back as rows are young, or mined coins not
 * mature, so each of them is listed again until it is final; one that is not listed any more is gone.
 * So a node that has not read all blocks yet, and misses them all, is not
 * believed, and a wallet is opened but never made here.  How high the block
 * of the cursor is says what the list reaches back to.
 * For the same reason rows of disconnected blocks need no look of their own.
 *
 * What was recorded and is not listed is asked for by its id: a transaction
 * that lost against another leaves the list, and only there says so.
 */
enum step { STEP_STATE, STEP_SINCE, STEP_LIST, STEP_LOAD, STEP_KNOWN };

enum {
	LIMIT_BYTES = 32 * 1024 * 1024, /* some 40,000 rows */
	KNOWN_BYTES = 1024 * 1024,
	KNOWN_MOST = 100, /* recorded ones that are asked for by their id */
	MARGIN = 2        /* blocks that may come while the node is asked */
};

struct walk {
	bool is_anew;     /* the cursor was not known */
	bool is_loaded;   /* the wallet was not, and we tried */
	bool is_alone;    /* the wallet, and it has no path of its own */
	const char *next; /* the cursor for the next scan */
	size_t at;        /* in known: which is asked for */
	unsigned asked;   /* of those */
};

static struct walk *walk_of(struct scan *s)
{
	if (!s->own)
		s->own = arena_new(s->arena, struct walk);
	return s->own;
}

void bitcoind_ask_tip(struct arena *a, struct ask *out)
{
	out->method = "POST";
	out->asked = ASKED_NUMBER;
	out->body = node_body(a, "getblockcount", "[]");
	out->limit_bytes = 64 * 1024;
}

static void ask_load(struct scan *s, struct ask *out)
{
	const char *params =
		arena_printf(s->arena, "[%s]", node_wallet_json(s->arena));

	out->asked = ASKED_NOTHING;
	out->body = node_body(s->arena, "loadwallet", params);
	out->limit_bytes = 64 * 1024;
}

static const char *path(struct scan *s)
{
	return walk_of(s)->is_alone ? "" : node_wallet_path(s->arena);
}

/* The block to list from; NULL: from the first. */
static const char *since(struct scan *s)
{
	bool is_hash = s->cursor && chain_is_hash(s->cursor);

	return is_hash && !walk_of(s)->is_anew ? s->cursor : NULL;
}

static void ask_since(struct scan *s, struct ask *out)
{
	const char *params = arena_printf(s->arena, "[\"%s\"]", since(s));

	out->asked = ASKED_NUMBER;
	out->body = node_body(s->arena, "getblockheader", params);
	out->limit_bytes = 64 * 1024;
}

static int64_t look_back(const struct scan *s)
{
	int64_t maturity = network_maturity(s->endpoint->network);

	return (maturity > s->final ? maturity : s->final) + MARGIN;
}

static void ask_list(struct scan *s, struct ask *out)
{
	const char *from = since(s);
	const char *params = arena_printf(s->arena, "[\"%s\",%" PRId64 ",true]",
	                                  from ? from : "", look_back(s));

	out->asked = ASKED_LIST;
	out->path = path(s);
	out->body = node_body(s->arena, "listsinceblock", params);
	out->limit_bytes = LIMIT_BYTES;
}

static void ask_known(struct scan *s, struct ask *out)
{
	const char *params = arena_printf(s->arena, "[\"%s\",true]",
	                                  s->known.v[walk_of(s)->at].txid);

	out->asked = ASKED_TRANSACTION;
	out->path = path(s);
	out->body = node_body(s->arena, "gettransaction", params);
	out->limit_bytes = KNOWN_BYTES;
}

void bitcoind_ask(struct scan *s, struct ask *out)
{
	out->method = "POST";
	switch ((enum step)s->step) {
	case STEP_STATE:
		out->asked = ASKED_NUMBER;
		out->body = node_body(s->arena, "getblockchaininfo", "[]");
		out->limit_bytes = 256 * 1024;
		return;
	case STEP_SINCE:
		ask_since(s, out);
		return;
	case STEP_LIST:
		ask_list(s, out);
		return;
	case STEP_LOAD:
		ask_load(s, out);
		return;
	case STEP_KNOWN:
		ask_known(s, out);
		return;
	}
}

static bool begin_anew(struct scan *s, const struct fault *f)
{
	struct walk *w = walk_of(s);

	if (f->kind != FAULT_UNKNOWN_CURSOR || !since(s))
		return false;
	w->is_anew = true;
	s->from = 0;
	return true;
}

static bool asks_otherwise(struct scan *s, const struct fault *f)
{
	struct walk *w = walk_of(s);

	if (f->kind == FAULT_UNSUPPORTED && *path(s)) {
		w->is_alone = true;
		return true;
	}
	/* A node that was started again may not have opened it. */
	if (f->kind == FAULT_BAD_REQUEST && f->message &&
	    strstr(f->message, "not loaded") && !w->is_loaded) {
		w->is_loaded = true;
		s->step = STEP_LOAD;
		return true;
	}
	return begin_anew(s, f);
}

/* One that does not know the question is believed. */
static bool take_state(struct scan *s, const struct credits *read)
{
	if (read->fault.kind == FAULT_UNAVAILABLE ||
	    read->fault.kind == FAULT_AUTH)
		return false;
	if (read->is_unknown)
		return scan_fail(s, FAULT_UNAVAILABLE,
		                 "the node has not read the chain yet");
	s->step = since(s) ? STEP_SINCE : STEP_LIST;
	return true;
}

/* A node that does not say how high it is lists from it all the same. */
static bool take_since(struct scan *s, const struct credits *read)
{
	s->step = STEP_LIST;
	if (begin_anew(s, &read->fault))
		return true;
	if (read->fault.retry)
		return false;
	scan_reaches(s, read->height < 0 ? SCAN_NOTHING : read->height + 1);
	return true;
}

/* --- what is recorded and not listed ------------------------------------- */

static bool is_told(const struct scan *s, const char *txid)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (!strcmp(s->found.v[i].txid, txid))
			return true;
	return credits_noted(&s->found, NOTE_REPLACED, txid);
}

static bool is_wanted(const struct scan *s, const struct scan_known *k)
{
	return !strcmp(k->source, s->endpoint->name) &&
	       (k->height < 0 || k->height >= s->from) &&
	       chain_is_hash(k->txid) && !is_told(s, k->txid);
}

static bool next_known(struct scan *s)
{
	struct walk *w = walk_of(s);

	while (w->at < s->known.n && !is_wanted(s, &s->known.v[w->at]))
		w->at++;
	s->step = STEP_KNOWN;
	if (w->at == s->known.n || w->asked++ >= KNOWN_MOST)
		scan_end(s, w->next);
	return true;
}

/* One that the wallet does not know is simply missing. */
static bool take_known(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (read->fault.kind != FAULT_NONE &&
	    read->fault.kind != FAULT_BAD_REQUEST)
		return false;
	if (read->fault.kind == FAULT_NONE &&
	    (!read->txid || strcmp(read->txid, s->known.v[w->at].txid) != 0))
		return scan_fail(s, FAULT_MALFORMED, "another transaction");
	if (!scan_keep(s, read))
		return false;
	w->at++;
	return next_known(s);
}

static bool take_list(struct scan *s, const struct credits *read)
{
	if (read->fault.kind != FAULT_NONE)
		return asks_otherwise(s, &read->fault);
	if (!read->next)
		return scan_fail(s, FAULT_MALFORMED, "no list of transactions");
	if (!scan_keep(s, read))
		return false;
	walk_of(s)->next = read->next;
	return next_known(s);
}

bool bitcoind_take(struct scan *s, const struct credits *read)
{
	switch ((enum step)s->step) {
	case STEP_STATE:
		return take_state(s, read);
	case STEP_SINCE:
		return take_since(s, read);
	case STEP_LIST:
		return take_list(s, read);
	case STEP_KNOWN:
		return take_known(s, read);
	case STEP_LOAD: /* whatever it said: the list tells */
		s->step = STEP_LIST;
		return true;
	}
	return false;
}
