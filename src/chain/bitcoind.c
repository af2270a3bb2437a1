/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/jsonrpc.h"
#include "chain/rpc_fault.h"
#include "chain/sources.h"
/*
 * bitcoind, litecoind: what a watch-only wallet of our own node lists.
 *
 * listsinceblock and gettransaction are read.  The node counts the depth, in
 * its own best chain, so no tip is asked for.  Only rows with an output
 * number count: of a peg-out of MWEB there is another row without.
 */
enum { BEHIND_MOST = 10 /* blocks whose headers it has; of nodes of old */ };

struct place {
	const char *txid;
	int64_t confirmations;
	int64_t height;
	const char *block_hash;
	bool is_generated;
	/* Others spend the same coins: one that is mined or in the node's
	 * mempool; or nobody knows which of them wins. */
	bool is_replaced, has_conflict;
};

static bool read_txid(const char **out, struct arena *a, const json *row)
{
	const char *text;

	if (!json_text(&text, json_member(row, "txid")) || !chain_is_hash(text))
		return false;
	*out = chain_lower(a, text);
	return true;
}

/* Since Core 27 it says which of two it has in its mempool. */
static void read_conflicts(struct place *p, const json *row)
{
	const json *rivals = json_member(row, "mempoolconflicts");
	bool is_abandoned = false;

	(void)json_bool(&is_abandoned, json_member(row, "abandoned"));
	p->is_replaced = p->confirmations < 0 || is_abandoned ||
	                 (!p->confirmations && json_first(rivals));
	p->has_conflict =
		!p->confirmations && !rivals &&
		json_first(json_member(row, "walletconflicts")) != NULL;
}

static const char *read_place(struct place *p, struct arena *a,
                              const struct question *q, const json *row)
{
	const char *text;

	*p = (struct place){.height = -1};
	if (!read_txid(&p->txid, a, row))
		return "a row without its txid";
	if (!json_int(&p->confirmations, json_member(row, "confirmations")))
		return "a row without its confirmations";
	if (!json_int(&p->height, json_member(row, "blockheight")) &&
	    p->confirmations > 0 && q->tip >= p->confirmations)
		p->height = q->tip - p->confirmations + 1;
	if (json_text(&text, json_member(row, "blockhash"))) {
		if (!chain_is_hash(text))
			return "a block hash that is none";
		p->block_hash = chain_lower(a, text);
	}
	(void)json_bool(&p->is_generated, json_member(row, "generated"));
	read_conflicts(p, row);
	return NULL;
}

/* Mined coins are "immature" and then "generate", peg-outs "hogex". */
static int64_t maturity_of(const struct watch *w, const struct place *p,
                           const char *category)
{
	bool is_receipt = !strcmp(category, "receive");
	bool is_mined = p->is_generated || !strcmp(category, "generate") ||
	                w->asset->network != NETWORK_LITECOIN;

	return is_receipt && !p->is_generated
	               ? 0
	               : chain_maturity(w->asset, is_mined, true);
}

static const char *add(struct credits *out, struct arena *a,
                       const struct watch *w, const struct place *p,
                       const json *row, int64_t vout)
{
	struct chain_credit c = {
		.asset = w->asset,
		.txid = p->txid,
		.index = arena_printf(a, "%" PRId64, vout),
		.address = w->address,
		.is_mined = p->confirmations > 0,
		.height = p->confirmations > 0 ? p->height : -1,
		.block_hash = p->confirmations > 0 ? p->block_hash : NULL,
		.confirmations = p->confirmations,
	};
	const char *amount, *category = "";

	(void)json_text(&category, json_member(row, "category"));
	c.maturity = maturity_of(w, p, category);
	c.position = c.index;
	if (!json_number(&amount, json_member(row, "amount")) ||
	    coin_parse(&c.amount, amount, w->asset->decimals))
		return "a receipt without an exact amount";
	if (coin_is_zero(c.amount))
		return NULL;
	if (!credit_is_mature(&c))
		credits_note(out, a, NOTE_IMMATURE, c.txid);
	return credits_add(out, a, c) ? NULL : CREDITS_CONTRADICT;
}

/* A receipt in the wallet: what came in, if it may count. */
static const char *read_receipt(struct credits *out, struct arena *a,
                                const struct question *q, const json *row,
                                const struct place *p)
{
	const struct watch *w;
	const char *address;
	int64_t vout;

	if (!json_text(&address, json_member(row, "address")))
		return NULL; /* a bare script; none of ours is */
	if (!json_member(row, "vout"))
		return NULL;
	w = question_receipt(q, a, address);
	if (!w)
		return NULL;
	if (!json_int(&vout, json_member(row, "vout")) || vout < 0)
		return "an output number that is none";
	if (p->is_replaced || p->has_conflict) {
		credits_note(out, a,
		             p->is_replaced ? NOTE_REPLACED : NOTE_CONFLICT,
		             p->txid);
		return NULL;
	}
	if (credits_noted(out, NOTE_OWN, p->txid))
		return NULL;
	return add(out, a, w, p, row, vout);
}

/* What counts, in the node's words. */
static bool is_receipt(const char *category)
{
	static const char *const RECEIPTS[] = {"receive", "hogex", "generate",
	                                       "immature"};

	for (size_t i = 0; i < sizeof(RECEIPTS) / sizeof(*RECEIPTS); i++)
		if (!strcmp(RECEIPTS[i], category))
			return true;
	return false;
}

static const char *read_row(struct credits *out, struct arena *a,
                            const struct question *q, const json *row,
                            const struct place *p)
{
	const char *category;

	if (!json_text(&category, json_member(row, "category")))
		return "a row without its category";
	return is_receipt(category) ? read_receipt(out, a, q, row, p) : NULL;
}

/* What our own wallet sends pays nobody's invoice. */
static void note_sent(struct credits *out, struct arena *a, const json *rows,
                      const char *txid)
{
	for (const json *row = json_first(rows); row; row = json_next(row)) {
		const char *category, *its = txid;

		if (json_text(&category, json_member(row, "category")) &&
		    !strcmp(category, "send") &&
		    (its || read_txid(&its, a, row)))
			credits_note(out, a, NOTE_OWN, its);
	}
}

/* Rows of disconnected blocks are hints; they go on listing what was mined
 * again. */
static void note_removed(struct credits *out, struct arena *a, const json *rows)
{
	const char *txid;

	for (const json *row = json_first(rows); row; row = json_next(row))
		if (read_txid(&txid, a, row))
			credits_note(out, a, NOTE_REMOVED, txid);
}

static const char *read_list(struct credits *out, struct arena *a,
                             const struct question *q, const json *result)
{
	const json *rows = json_member(result, "transactions");
	const char *why, *last;

	if (!json_is_array(rows))
		return "no list of transactions";
	if (!json_text(&last, json_member(result, "lastblock")) ||
	    !chain_is_hash(last))
		return "no block to go on from";
	note_sent(out, a, rows, NULL);
	for (const json *row = json_first(rows); row; row = json_next(row)) {
		struct place p;

		why = read_place(&p, a, q, row);
		if (!why)
			why = read_row(out, a, q, row, &p);
		if (!credits_take_row(out, a, p.txid, why))
			return why;
		out->rows++;
	}
	note_removed(out, a, json_member(result, "removed"));
	out->next = chain_lower(a, last);
	return NULL;
}

static const char *read_transaction(struct credits *out, struct arena *a,
                                    const struct question *q,
                                    const json *result)
{
	const json *details = json_member(result, "details");
	struct place p;
	const char *why = read_place(&p, a, q, result);

	if (!why && !json_is_array(details))
		why = "a transaction without details";
	if (why)
		return why;
	out->txid = p.txid;
	if (p.is_replaced)
		credits_note(out, a, NOTE_REPLACED, p.txid);
	out->height = p.height;
	note_sent(out, a, details, p.txid);
	for (const json *d = json_first(details); d; d = json_next(d)) {
		why = read_row(out, a, q, d, &p);
		if (!credits_take_row(out, a, p.txid, why))
			return why;
	}
	return NULL;
}

/* The chain's height: getblockcount, getblockchaininfo; or that of one block:
 * getblockheader.  A node that is still reading old blocks knows little yet. */
static bool read_height(struct credits *out, const json *result)
{
	int64_t headers;

	if (!json_bool(&out->is_unknown,
	               json_member(result, "initialblockdownload")) &&
	    json_int(&headers, json_member(result, "headers")) &&
	    json_int(&out->height, json_member(result, "blocks")))
		out->is_unknown = headers - out->height > BEHIND_MOST;
	return (json_int(&out->height, result) ||
	        json_int(&out->height, json_member(result, "blocks")) ||
	        json_int(&out->height, json_member(result, "height"))) &&
	       out->height >= 0;
}

static enum question_kind kind_of(const json *result)
{
	if (json_member(result, "transactions"))
		return ASKED_LIST;
	return json_member(result, "details") ? ASKED_TRANSACTION
	                                      : ASKED_NUMBER;
}

static const char *read_result(struct credits *out, struct arena *a,
                               const struct question *q, const json *result)
{
	enum question_kind kind = kind_of(result);

	if (q->asked == ASKED_NOTHING)
		return NULL;
	if (kind == ASKED_NUMBER && !read_height(out, result))
		return "no list of transactions";
	if (!question_wants(q, out, kind))
		return out->fault.message;
	if (kind == ASKED_LIST)
		return read_list(out, a, q, result);
	return kind == ASKED_NUMBER ? NULL
	                            : read_transaction(out, a, q, result);
}

const char *bitcoind_read(struct credits *out, struct arena *a,
                          const struct question *q, long http,
                          struct slice body)
{
	static const struct rpc_reader READER = {read_result, bitcoind_judge};
	const char *why = rpc_read(out, a, q, http, body, &READER);

	/* Nodes of old have one wallet, and no path for another. */
	if (http == 404 && out->fault.kind == FAULT_BAD_REQUEST)
		out->fault.kind = FAULT_UNSUPPORTED;
	return why;
}
