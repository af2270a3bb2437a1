/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * Esplora (BTC, LTC): the transactions of an address, newest first.
 *
 * Only whole transactions are read: a list of unspent outputs forgets what
 * was swept.  Outputs are compared by their script.
 */
enum {
	PAGE_CONFIRMED = 25, /* a full page of the chain */
	PAGE_ALL = 50        /* where mempool and chain share one page */
};

struct reading {
	struct credits *out;
	struct arena *arena;
	const struct question *q;
	/* Some transaction pays us, is ours, or does not tell: as all in the
	 * history of an address do. */
	bool is_ours;
};

struct place {
	const char *txid;
	bool is_mined, is_coinbase, is_hogex;
	int64_t height;
	const char *block_hash;
};

static const char *read_place(struct place *p, struct arena *a, const json *tx)
{
	const json *status = json_member(tx, "status");
	const char *text;

	*p = (struct place){.height = -1};
	if (!json_text(&text, json_member(tx, "txid")) || !chain_is_hash(text))
		return "a transaction without its txid";
	p->txid = chain_lower(a, text);
	if (!json_bool(&p->is_mined, json_member(status, "confirmed")))
		return "a transaction that does not say whether it is mined";
	if (!p->is_mined)
		return NULL;
	if (!json_int(&p->height, json_member(status, "block_height")) ||
	    p->height < 0)
		return "a mined transaction without its height";
	if (json_text(&text, json_member(status, "block_hash"))) {
		if (!chain_is_hash(text))
			return "a block hash that is none";
		p->block_hash = chain_lower(a, text);
	}
	return NULL;
}

/* One of the watches is meant; of two forms of an output the script rules. */
static const char *meant(const struct watch **w, const struct question *q,
                         const json *output)
{
	const char *text;

	*w = NULL;
	if (json_text(&text, json_member(output, "scriptpubkey")))
		*w = question_script(q, text);
	else if (json_text(&text, json_member(output, "scriptpubkey_address")))
		*w = question_address(q, text);
	else
		return "an output without its script";
	return NULL;
}

static const char *read_inputs(struct reading *r, bool *is_own,
                               bool *is_coinbase, const json *tx)
{
	const json *vin = json_member(tx, "vin");

	*is_own = *is_coinbase = false;
	if (!json_is_array(vin))
		return "a transaction without inputs";
	for (const json *in = json_first(vin); in; in = json_next(in)) {
		const json *prevout = json_member(in, "prevout");
		const struct watch *w = NULL;
		bool mints = false;

		if (!json_is_object(in))
			return "an input that is none";
		if (json_bool(&mints, json_member(in, "is_coinbase")) && mints)
			*is_coinbase = true;
		if (prevout && meant(&w, r->q, prevout))
			return "an input without its script";
		if (w)
			*is_own = true;
		r->is_ours |= w || (!prevout && !mints);
	}
	return NULL;
}

static const char *add_output(struct reading *r, const struct place *p,
                              const struct watch *w, const json *output,
                              size_t index)
{
	struct chain_credit c = {
		.asset = w->asset,
		.txid = p->txid,
		.index = arena_printf(r->arena, "%zu", index),
		.address = w->address,
		.is_mined = p->is_mined,
		.height = p->height,
		.block_hash = p->block_hash,
	};
	const char *digits;
	int64_t any;

	if (!json_int(&any, json_member(output, "value")) ||
	    !json_number(&digits, json_member(output, "value")) ||
	    coin_parse_units(&c.amount, digits))
		return "an output without a whole value";
	if (coin_is_zero(c.amount))
		return NULL;
	c.position = c.index;
	if (p->is_mined)
		c.confirmations = question_confirmations(r->q, p->height);
	c.maturity = chain_maturity(w->asset, p->is_coinbase, p->is_hogex);
	if (!credit_is_mature(&c))
		credits_note(r->out, r->arena, NOTE_IMMATURE, p->txid);
	return credits_add(r->out, r->arena, c) ? NULL : CREDITS_CONTRADICT;
}

static bool is_hogex(const json *vout)
{
	const char *script;

	return json_text(&script,
	                 json_member(json_first(vout), "scriptpubkey")) &&
	       chain_is_hogex(script);
}

static const char *read_output(struct reading *r, const struct place *p,
                               const json *output, size_t index, bool is_own)
{
	const struct watch *w;
	const char *why = meant(&w, r->q, output);

	r->is_ours |= w != NULL;
	if (w && is_own)
		credits_note(r->out, r->arena, NOTE_OWN, p->txid);
	return why || !w || is_own ? why : add_output(r, p, w, output, index);
}

/* Of an output that cannot be read, the others are told. */
static const char *read_tx(struct reading *r, struct place *p, const json *tx)
{
	const json *vout = json_member(tx, "vout");
	size_t index = 0;
	bool is_own;
	const char *why = read_place(p, r->arena, tx);

	if (!why)
		why = read_inputs(r, &is_own, &p->is_coinbase, tx);
	if (!why && !json_is_array(vout))
		why = "a transaction without outputs";
	if (why)
		return why;
	p->is_hogex = is_hogex(vout);
	for (const json *o = json_first(vout); o; o = json_next(o), index++) {
		why = read_output(r, p, o, index, is_own);
		if (!credits_take_row(r->out, r->arena, p->txid, why))
			return why;
	}
	return NULL;
}

/* GET /tx/:id */
static const char *read_one(struct reading *r, const json *tx)
{
	struct place p;
	const char *why = read_tx(r, &p, tx);

	r->out->txid = p.txid;
	if (why && why != CREDITS_CONTRADICT)
		return credits_odd(r->out, why);
	r->out->height = p.height;
	return why;
}

static const char *read_row(struct reading *r, struct place *p, const json *tx)
{
	const char *why = read_tx(r, p, tx);

	if (!credits_take_row(r->out, r->arena, p->txid, why))
		return why;
	r->out->rows++;
	r->is_ours |= why != NULL;
	/* A cursor it cannot read gives the first page again. */
	if (r->q->cursor && p->txid && !strcmp(r->q->cursor, p->txid))
		return "the page begins before its cursor";
	return NULL;
}

static const char *read_list(struct reading *r, const json *list)
{
	const char *last = "";
	size_t mined = 0, waiting = 0;

	for (const json *tx = json_first(list); tx; tx = json_next(tx)) {
		size_t passed = r->out->passed;
		struct place p;
		const char *why = read_row(r, &p, tx);

		if (why)
			return why;
		/* One that cannot be read fills its page as well. */
		mined += p.is_mined || r->out->passed > passed;
		waiting += !p.is_mined;
		if (p.is_mined && p.txid)
			last = p.txid;
	}
	if (r->out->rows && !r->is_ours)
		return "the history of another address";
	r->out->is_cut = waiting >= PAGE_ALL;
	/* "" is the chain from its newest transaction on. */
	if (mined >= PAGE_CONFIRMED || r->out->rows >= PAGE_ALL)
		r->out->next = last;
	return NULL;
}

/* GET /tx/:id/status */
static bool read_status(struct reading *r, const json *j)
{
	bool is_mined;

	if (!json_bool(&is_mined, json_member(j, "confirmed")))
		return false;
	/* An unknown transaction looks like an unconfirmed one. */
	r->out->is_unknown = !is_mined;
	return !is_mined ||
	       (json_int(&r->out->height, json_member(j, "block_height")) &&
	        r->out->height >= 0);
}

static struct fault refusal(struct arena *a, struct fault f, struct slice body)
{
	char *text = arena_bytes(a, body.p, body.len < 500 ? body.len : 500);

	if (f.kind == FAULT_BAD_REQUEST && strstr(text, "unspent"))
		f = fault_of(FAULT_UNSUPPORTED, f.message);
	if (text[0] != '<')
		f.message = fault_quote(a, text, f.message);
	return f;
}

static enum question_kind kind_of(const json *j)
{
	if (json_is_array(j))
		return ASKED_LIST;
	return json_member(j, "vout") ? ASKED_TRANSACTION : ASKED_STATE;
}

static const char *read_body(struct reading *r, const json *j)
{
	enum question_kind kind = kind_of(j);

	if (kind == ASKED_STATE && !read_status(r, j))
		return "no list of transactions";
	if (!question_wants(r->q, r->out, kind))
		return r->out->fault.message;
	if (kind == ASKED_STATE)
		return NULL;
	return kind == ASKED_LIST ? read_list(r, j) : read_one(r, j);
}

const char *esplora_read(struct credits *out, struct arena *a,
                         const struct question *q, long http, struct slice body)
{
	struct reading r = {.out = out, .arena = a, .q = q};
	const char *why;
	const json *j;

	*out = credits_none();
	if (!credits_http(out, a, http))
		return credits_refuse(out, refusal(a, out->fault, body));
	if (!esplora_read_height(&out->height, body))
		return question_wants(q, out, ASKED_NUMBER)
		               ? NULL
		               : out->fault.message;
	j = json_read(a, body, 0, &why);
	if (!j)
		return credits_malformed(out, why);
	return credits_end(out, read_body(&r, j));
}

/* --- plain text ---------------------------------------------------------- */

const char *esplora_read_height(int64_t *out, struct slice body)
{
	int64_t n = 0;

	if (body.len > 0 && body.p[body.len - 1] == '\n')
		body.len--;
	if (body.len == 0 || body.len > 12)
		return "no height";
	for (size_t i = 0; i < body.len; i++) {
		if (body.p[i] < '0' || body.p[i] > '9')
			return "no height";
		n = n * 10 + (body.p[i] - '0');
	}
	*out = n;
	return NULL;
}

const char *esplora_read_hash(const char **out, struct arena *a,
                              struct slice body)
{
	char *text;

	if (body.len > 0 && body.p[body.len - 1] == '\n')
		body.len--;
	text = arena_bytes(a, body.p, body.len);
	if (strlen(text) != body.len || !chain_is_hash(text))
		return "no hash";
	*out = chain_lower(a, text);
	return NULL;
}

/* GET /block/:hash/status */
const char *esplora_read_block_status(bool *in_best_chain, struct arena *a,
                                      struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);

	if (j && !json_bool(in_best_chain, json_member(j, "in_best_chain")))
		why = "no status of a block";
	return why;
}
