/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "chain/address.h"
#include "chain/lookups.h"
#include "chain/sources.h"
#include "chain/token_account.h"
/*
 * How a node of Solana is asked what came to a wallet.
 *
 * SOL is in the history of the wallet's own address.  A token is not: it is
 * in that of the accounts that hold it, which are the associated one and
 * whatever others the wallet has.  So the accounts are found first, then the
 * signatures of all of them, then each transaction.
 *
 * The cursor is a slot, one for all accounts: signatures come newest first
 * and are read down to it and somewhat beyond.  One that went by the newest
 * signature (`until`) would be needed for each account, and a signature that
 * another node does not know would be no end.
 */
enum {
	LIMIT = 1000,       /* signatures of a page */
	PAGES_MOST = 5,     /* of one account; nobody has such a history */
	ACCOUNTS_MOST = 24, /* of one wallet: anyone can open some for it */
	OVERLAP = 600,      /* slots that nodes may lag behind each other */
	ANSWER_MOST = 2 * 1024 * 1024
};

struct walk {
	struct lookups lookups;
	const char *accounts[ACCOUNTS_MOST];
	size_t n;
	size_t asked; /* watches whose accounts are known */
	size_t i;     /* the account whose signatures are read */
	const char *before;
	int64_t before_at; /* the oldest slot so far */
	unsigned pages;
};

static bool has_account(const struct walk *w, const char *account)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->accounts[i], account))
			return true;
	return false;
}

static void add_account(struct walk *w, struct scan *s, const char *account)
{
	if (has_account(w, account))
		return;
	if (w->n < ACCOUNTS_MOST) {
		w->accounts[w->n++] = arena_text(s->arena, account);
		return;
	}
	scan_reaches(s, SCAN_NOTHING);
	log_warn("solana: a wallet with more accounts than are read, "
	         "such as %s",
	         account);
}

static const char *associated(struct arena *a, const struct watch *w)
{
	struct address owner;

	must(!address_read(&owner, w->asset, w->chain, w->address));
	return token_account_of(a, w->asset, &owner);
}

static struct walk *walk_of(struct scan *s)
{
	struct walk *w = s->own;

	if (w)
		return w;
	s->own = w = arena_new(s->arena, struct walk);
	w->lookups = lookups_open(s);
	w->before_at = INT64_MAX;
	for (size_t i = 0; i < s->n; i++)
		add_account(w, s,
		            s->watches[i].asset->contract
		                    ? associated(s->arena, &s->watches[i])
		                    : s->watches[i].address);
	return w;
}

/* The token whose accounts are to be found next, or NULL. */
static const struct watch *token_of(const struct scan *s, struct walk *w)
{
	while (w->asked < s->n && !s->watches[w->asked].asset->contract)
		w->asked++;
	return w->asked < s->n ? &s->watches[w->asked] : NULL;
}

/* --- asking -------------------------------------------------------------- */

static void call(struct arena *a, struct ask *out, const char *method,
                 const char *params)
{
	out->method = "POST";
	out->path = "";
	out->body = slice_text(
		arena_printf(a,
	                     "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\","
	                     "\"params\":[%s]}",
	                     method, params));
	out->limit_bytes = ANSWER_MOST;
}

void solana_ask_tip(struct arena *a, struct ask *out)
{
	call(a, out, "getSlot", "{\"commitment\":\"confirmed\"}");
	out->asked = ASKED_NUMBER;
}

static void ask_accounts(struct arena *a, struct ask *out,
                         const struct watch *w)
{
	call(a, out, "getTokenAccountsByOwner",
	     arena_printf(a,
	                  "\"%s\",{\"mint\":\"%s\"},{\"encoding\":"
	                  "\"jsonParsed\",\"commitment\":\"confirmed\"}",
	                  w->address, w->asset->contract));
	out->asked = ASKED_ACCOUNTS;
}

static void ask_signatures(struct arena *a, struct ask *out,
                           const struct walk *w)
{
	const char *before =
		w->before ? arena_printf(a, ",\"before\":\"%s\"", w->before)
			  : "";

	call(a, out, "getSignaturesForAddress",
	     arena_printf(a,
	                  "\"%s\",{\"limit\":%d,\"commitment\":"
	                  "\"confirmed\"%s}",
	                  w->accounts[w->i], LIMIT, before));
	out->asked = ASKED_LIST;
	out->cursor = w->before;
	out->limit = LIMIT;
}

static void ask_transaction(struct arena *a, struct ask *out,
                            const struct lookups *l)
{
	call(a, out, "getTransaction",
	     arena_printf(a,
	                  "\"%s\",{\"encoding\":\"jsonParsed\","
	                  "\"commitment\":\"%s\","
	                  "\"maxSupportedTransactionVersion\":0}",
	                  lookups_next(l),
	                  l->is_latest ? "confirmed" : "finalized"));
	out->asked = ASKED_TRANSACTION;
}

void solana_ask(struct scan *s, struct ask *out)
{
	struct walk *w = walk_of(s);
	const struct watch *token = token_of(s, w);

	if (token)
		ask_accounts(s->arena, out, token);
	else if (w->i < w->n)
		ask_signatures(s->arena, out, w);
	else
		ask_transaction(s->arena, out, &w->lookups);
}

/* --- taking -------------------------------------------------------------- */

static bool take_accounts(struct scan *s, struct walk *w,
                          const struct credits *read)
{
	if (!read->fetch)
		return scan_fail(s, FAULT_MALFORMED, "no list of accounts");
	scan_keep_unread(s, read);
	for (size_t i = 0; i < read->fetch_n; i++)
		add_account(w, s, read->fetch[i]);
	w->asked++;
	return true;
}

/* Newest first: a page that goes back up is one that was there already. */
static bool is_repeated(const struct walk *w, const struct credits *read)
{
	if (w->before && read->next && !strcmp(w->before, read->next))
		return true;
	return read->fetch_n && read->fetch_at[0] > w->before_at;
}

static bool is_last(struct scan *s, const struct walk *w,
                    const struct credits *read, int64_t from)
{
	if (!read->next || read->height < from)
		return true;
	if (w->pages < PAGES_MOST)
		return false;
	scan_reaches(s, read->height + 1);
	log_warn("solana: %s has more history than is read", w->accounts[w->i]);
	return true;
}

static bool take_signatures(struct scan *s, struct walk *w,
                            const struct credits *read)
{
	int64_t from = lookups_from(&w->lookups, OVERLAP);

	if (!read->fetch)
		return scan_fail(s, FAULT_MALFORMED, "no list of signatures");
	if (is_repeated(w, read))
		return scan_fail(s, FAULT_MALFORMED, "a page that repeats");
	scan_keep_unread(s, read);
	for (size_t i = 0; i < read->fetch_n; i++)
		if (read->fetch_at[i] >= from)
			lookups_add(&w->lookups, s->arena, read->fetch[i],
			            read->fetch_at[i]);
	w->pages++;
	scan_reaches(s, from);
	if (!is_last(s, w, read, from)) {
		w->before = arena_text(s->arena, read->next);
		w->before_at = read->height;
		return true;
	}
	w->before = NULL;
	w->before_at = INT64_MAX;
	w->pages = 0;
	if (++w->i < w->n)
		return true;
	lookups_begin(&w->lookups, INT64_MAX);
	return lookups_next(&w->lookups) || lookups_end(&w->lookups, s);
}

bool solana_take(struct scan *s, const struct credits *read)
{
	struct walk *w = walk_of(s);

	if (!token_of(s, w) && w->i >= w->n)
		return lookups_take(&w->lookups, s, read);
	if (read->fault.kind != FAULT_NONE)
		return false;
	return token_of(s, w) ? take_accounts(s, w, read)
	                      : take_signatures(s, w, read);
}
