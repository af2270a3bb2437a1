/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/base58.h"
#include "chain/ed25519.h"
#include "chain/jsonrpc.h"
#include "chain/rpc_fault.h"
#include "chain/sources.h"
/*
 * solana: nodes of Solana, asked for what is finalized.
 *
 * A credit is the difference of a balance, whatever instructions made it; an
 * owner who signs is at his own business.  Tokens are matched by owner and
 * mint, for a transfer does not name the owner's own address, nor need the
 * account be the associated one.
 */
enum {
	ROOTED = 32,        /* blocks on top of a finalized one */
	PAGE_USUAL = 1000,  /* signatures */
	ACCOUNTS_MOST = 256 /* that a transaction can name */
};

struct transaction {
	struct arena *arena;
	const struct question *q;
	const char *txid;
	const json *keys, *meta;
	int64_t slot;
};

static struct chain_credit credit_of(const struct transaction *t,
                                     const struct watch *w, int64_t index)
{
	struct chain_credit c = {
		.asset = w->asset,
		.txid = t->txid,
		.index = arena_printf(t->arena, "%" PRId64, index),
		.position = w->address,
		.address = w->address,
		.is_mined = true,
		.height = t->slot,
		.confirmations = ROOTED,
	};

	if (t->q->tip > 0)
		c.confirmations = question_confirmations(t->q, t->slot);
	return c;
}

static const char *key_at(const struct transaction *t, int64_t index)
{
	const char *key;

	if (index < 0 || index > ACCOUNTS_MOST ||
	    !json_text(&key, json_member(json_item(t->keys, (size_t)index),
	                                 "pubkey")))
		return NULL;
	return key;
}

/* Whether the owner signed; false in *is_good when a key is none. */
static bool is_signer(bool *is_good, const struct transaction *t,
                      const struct watch *w)
{
	bool found = false;

	*is_good = true;
	for (const json *k = json_first(t->keys); k; k = json_next(k)) {
		const char *key;
		bool signs;

		if (!json_text(&key, json_member(k, "pubkey")) ||
		    !json_bool(&signs, json_member(k, "signer")))
			*is_good = false;
		else if (signs && watch_is_address(w, key))
			found = true;
	}
	return found;
}

/* --- SOL ----------------------------------------------------------------- */

static bool balance(struct coin *out, const json *balances, size_t i)
{
	const char *digits;

	return json_number(&digits, json_item(balances, i)) &&
	       !coin_parse_units(out, digits);
}

static const char *read_sol(struct credits *out, const struct transaction *t,
                            const struct watch *w, bool is_own)
{
	const json *before = json_member(t->meta, "preBalances");
	const json *after = json_member(t->meta, "postBalances");
	size_t n = json_array_length(t->keys);
	struct chain_credit c;
	struct coin was, is;

	if (json_array_length(before) != n || json_array_length(after) != n)
		return "not one balance for each account";
	for (size_t i = 0; i < n; i++) {
		if (!watch_is_address(w, key_at(t, (int64_t)i)))
			continue;
		if (!balance(&was, before, i) || !balance(&is, after, i))
			return "a balance that is none";
		if (coin_cmp(is, was) <= 0)
			continue;
		if (is_own) {
			credits_note(out, t->arena, NOTE_OWN, t->txid);
			continue;
		}
		c = credit_of(t, w, (int64_t)i);
		c.amount.units = is.units - was.units;
		if (!credits_add(out, t->arena, c))
			return "one account twice";
	}
	return NULL;
}

/* --- tokens -------------------------------------------------------------- */

struct holding {
	int64_t account;
	bool is_ours; /* its owner and mint are what we watch */
	struct coin amount;
};

/* Whether it is the owner's, or the very account is watched. */
static bool belongs(const struct transaction *t, const struct watch *w,
                    const json *row, int64_t account)
{
	const char *owner, *key = key_at(t, account);

	return (json_text(&owner, json_member(row, "owner")) &&
	        watch_is_address(w, owner)) ||
	       (key && watch_is_address(w, key));
}

static const char *read_holding(struct holding *h, const struct transaction *t,
                                const struct watch *w, const json *row)
{
	const char *mint, *digits;

	if (!json_int(&h->account, json_member(row, "accountIndex")) ||
	    h->account < 0 || !json_text(&mint, json_member(row, "mint")))
		return "a token balance that is none";
	h->is_ours = watch_is_contract(w->asset, mint) &&
	             belongs(t, w, row, h->account);
	if (!h->is_ours)
		return NULL;
	if (!json_text(&digits, json_member(json_member(row, "uiTokenAmount"),
	                                    "amount")) ||
	    coin_parse_units(&h->amount, digits))
		return "a token balance without an amount";
	return NULL;
}

/* What stood in that account before; zero when it was not there. */
static const char *holding_at(struct holding *out, const struct transaction *t,
                              const struct watch *w, const json *rows,
                              int64_t account)
{
	const char *why;

	*out = (struct holding){.account = -1};
	for (const json *row = json_first(rows); row; row = json_next(row)) {
		struct holding h = {0};

		why = read_holding(&h, t, w, row);
		if (why)
			return why;
		if (h.account == account) {
			*out = h;
			return NULL;
		}
	}
	return NULL;
}

/* Whether an account of the owner lost: then it is his own moving about. */
static const char *loses(bool *out, const struct transaction *t,
                         const struct watch *w, const json *before,
                         const json *after)
{
	*out = false;
	for (const json *row = json_first(before); row; row = json_next(row)) {
		struct holding was = {0}, is;
		const char *why = read_holding(&was, t, w, row);

		if (!why && was.is_ours)
			why = holding_at(&is, t, w, after, was.account);
		if (why)
			return why;
		if (was.is_ours &&
		    (!is.is_ours ? !coin_is_zero(was.amount)
		                 : coin_cmp(is.amount, was.amount) < 0))
			*out = true;
	}
	return NULL;
}

static const char *add_holding(struct credits *out, const struct transaction *t,
                               const struct watch *w, const struct holding *is,
                               const struct holding *was)
{
	struct chain_credit c = credit_of(t, w, is->account);
	const char *key = key_at(t, is->account);

	if (!key)
		return "a token balance of no account";
	/* It came with the account, from another owner: for a person. */
	if (was->account >= 0 && !was->is_ours) {
		credits_note(out, t->arena, NOTE_AMBIGUOUS, t->txid);
		return NULL;
	}
	if (coin_cmp(is->amount, was->amount) <= 0)
		return NULL;
	c.position = arena_text(t->arena, key);
	c.amount.units = is->amount.units - was->amount.units;
	return credits_add(out, t->arena, c) ? NULL : "one account twice";
}

static bool is_list(const json *j)
{
	return !j ||
	       (json_is_array(j) && json_array_length(j) <= ACCOUNTS_MOST);
}

static const char *read_token(struct credits *out, const struct transaction *t,
                              const struct watch *w, bool is_own)
{
	const json *before = json_member(t->meta, "preTokenBalances");
	const json *after = json_member(t->meta, "postTokenBalances");
	bool moves = false;
	const char *why = NULL;

	if (!is_list(before) || !is_list(after))
		return "token balances that are no list";
	why = loses(&moves, t, w, before, after);
	if (!why && (is_own || moves)) {
		credits_note(out, t->arena, NOTE_OWN, t->txid);
		return NULL;
	}
	for (const json *r = json_first(after); r && !why; r = json_next(r)) {
		struct holding is = {0}, was;

		why = read_holding(&is, t, w, r);
		if (!why && is.is_ours)
			why = holding_at(&was, t, w, before, is.account);
		if (!why && is.is_ours)
			why = add_holding(out, t, w, &is, &was);
	}
	return why;
}

/* --- one transaction ----------------------------------------------------- */

static const char *open_transaction(struct transaction *t, const json *result)
{
	const json *body = json_member(result, "transaction");
	const char *text;

	t->meta = json_member(result, "meta");
	t->keys = json_member(json_member(body, "message"), "accountKeys");
	if (!json_text(&text, json_item(json_member(body, "signatures"), 0)) ||
	    !chain_is_signature(text))
		return "a transaction without its signature";
	t->txid = arena_text(t->arena, text);
	if (!json_int(&t->slot, json_member(result, "slot")) || t->slot < 0)
		return "a transaction without its slot";
	if (!json_is_object(t->meta))
		return "a transaction without its outcome";
	if (!json_first(t->keys) || json_array_length(t->keys) > ACCOUNTS_MOST)
		return "a transaction without accounts";
	for (const json *k = json_first(t->keys); k; k = json_next(k))
		if (!json_text(&text, json_member(k, "pubkey")))
			return "accounts that are not jsonParsed";
	return NULL;
}

static const char *read_whole(struct credits *out, struct arena *a,
                              const struct question *q, const json *result)
{
	struct transaction t = {.arena = a, .q = q};
	const char *why = open_transaction(&t, result);

	if (why)
		return why;
	out->height = t.slot;
	out->txid = t.txid;
	if (json_member(t.meta, "err")) {
		out->outcome = OUTCOME_FAILED;
		credits_note(out, a, NOTE_FAILED, t.txid);
		return NULL;
	}
	out->outcome = OUTCOME_DONE;
	for (size_t i = 0; i < q->n && !why; i++) {
		const struct watch *w = &q->watches[i];
		bool is_good, is_own = is_signer(&is_good, &t, w);

		if (!is_good)
			return "an account that is none";
		why = w->asset->contract ? read_token(out, &t, w, is_own)
		                         : read_sol(out, &t, w, is_own);
	}
	return why;
}

static const char *read_transaction(struct credits *out, struct arena *a,
                                    const struct question *q,
                                    const json *result)
{
	const char *why = read_whole(out, a, q, result);

	return why ? credits_odd(out, why) : NULL;
}

/* --- lists --------------------------------------------------------------- */

static const char *signature_of(struct arena *a, const json *row)
{
	const char *text;

	if (!json_text(&text, json_member(row, "signature")) ||
	    !chain_is_signature(text))
		return NULL;
	return arena_text(a, text);
}

/* One without its slot has that of the one before. */
static void read_signature(struct credits *out, struct arena *a,
                           const char *signature, const json *row)
{
	int64_t slot;

	if (!signature) {
		credits_pass(out, a,
		             (struct chain_unread){
				     .why = "a row without its signature"});
		return;
	}
	if (json_int(&slot, json_member(row, "slot")) && slot >= 0)
		out->height = slot;
	if (json_member(row, "err"))
		credits_note(out, a, NOTE_FAILED, signature);
	else if (out->height < 0)
		credits_pass(out, a,
		             (struct chain_unread){signature,
		                                   "a row without its slot", 0,
		                                   NULL});
	else {
		out->fetch[out->fetch_n] = signature;
		out->fetch_at[out->fetch_n++] = out->height;
	}
}

static void open_fetch(struct credits *out, struct arena *a, const json *rows)
{
	size_t room = json_array_length(rows) + 1;

	out->fetch = arena_array(a, room, const char *);
	out->fetch_at = arena_array(a, room, int64_t);
}

/* getSignaturesForAddress, newest first; the height is the oldest's. */
static const char *read_signatures(struct credits *out, struct arena *a,
                                   const struct question *q, const json *rows)
{
	size_t full = q->limit ? q->limit : PAGE_USUAL;
	const char *last = NULL;

	open_fetch(out, a, rows);
	for (const json *row = json_first(rows); row; row = json_next(row)) {
		const char *signature = signature_of(a, row);

		read_signature(out, a, signature, row);
		last = signature ? signature : last;
		out->rows++;
	}
	if (out->rows && !last)
		return "rows without signatures";
	if (out->rows >= full)
		out->next = last;
	return NULL;
}

/* Whether it says that it is somebody else's, or of another token. */
static bool is_elsewhere(const struct question *q, const json *account)
{
	const json *data = json_member(json_member(account, "account"), "data");
	const json *info = json_member(json_member(data, "parsed"), "info");
	const char *owner, *mint;

	if (!json_text(&owner, json_member(info, "owner")) ||
	    !json_text(&mint, json_member(info, "mint")))
		return false;
	for (size_t i = 0; i < q->n; i++)
		if (q->watches[i].asset->contract &&
		    watch_is_contract(q->watches[i].asset, mint) &&
		    watch_is_address(&q->watches[i], owner))
			return false;
	return true;
}

/* getTokenAccountsByOwner */
static const char *read_accounts(struct credits *out, struct arena *a,
                                 const struct question *q, const json *rows)
{
	uint8_t bytes[ED25519_BYTES];
	const char *text;

	open_fetch(out, a, rows);
	for (const json *r = json_first(rows); r; r = json_next(r)) {
		if (!json_text(&text, json_member(r, "pubkey")) ||
		    base58_decode(bytes, sizeof(bytes), text)) {
			credits_pass(out, a,
			             (struct chain_unread){
					     .why = "an account that is none"});
			continue;
		}
		if (is_elsewhere(q, r))
			return "accounts of another wallet or token";
		out->fetch[out->fetch_n++] = arena_text(a, text);
		out->rows++;
	}
	return NULL;
}

/* What stands in a context: accounts; and balances, which are not for us. */
static const char *read_context(struct credits *out, struct arena *a,
                                const struct question *q, const json *value)
{
	if (q->asked == ASKED_ANY && !json_member(json_first(value), "pubkey"))
		return NULL;
	if (!json_is_array(value))
		return "no list of accounts";
	return read_accounts(out, a, q, value);
}

/* null is a transaction that a node does not know (yet).  ASKED_ANY: none. */
static enum question_kind kind_of(const json *result)
{
	const char *text;
	int64_t slot;

	if (!result || json_member(result, "transaction"))
		return ASKED_TRANSACTION;
	if (json_is_array(result))
		return ASKED_LIST;
	if (json_is_object(json_member(result, "context")))
		return ASKED_ACCOUNTS;
	if (json_int(&slot, result) && slot >= 0)
		return ASKED_NUMBER;
	if (json_text(&text, result) && !strcmp(text, "ok"))
		return ASKED_STATE;
	return ASKED_ANY;
}

static const char *read_result(struct credits *out, struct arena *a,
                               const struct question *q, const json *result)
{
	enum question_kind kind = kind_of(result);

	if (kind == ASKED_ANY)
		return "neither signatures nor a transaction";
	if (!question_wants(q, out, kind))
		return out->fault.message;
	out->is_unknown = !result;
	if (kind == ASKED_NUMBER)
		(void)json_int(&out->height, result);
	else if (kind == ASKED_LIST)
		return read_signatures(out, a, q, result);
	else if (kind == ASKED_ACCOUNTS)
		return read_context(out, a, q, json_member(result, "value"));
	else if (result && kind == ASKED_TRANSACTION)
		return read_transaction(out, a, q, result);
	return NULL;
}

const char *solana_read(struct credits *out, struct arena *a,
                        const struct question *q, long http, struct slice body)
{
	static const struct rpc_reader READER = {read_result, solana_judge};

	return rpc_read(out, a, q, http, body, &READER);
}
