/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * BlockCypher (BTC, LTC, DOGE): the receipts and spends of an address.
 *
 * A row with an output number is a receipt, one with an input number a spend;
 * a transaction that has both is our own, and its receipts are change.  No row
 * says whether its coins were mined; the transaction itself does.
 */
struct reading {
	struct credits *out;
	struct arena *arena;
	const struct question *q;
	const struct watch *watch;
	const json *account;
};

static const char MINED[] = "txrefs", PENDING[] = "unconfirmed_txrefs";

static const char *fault_text(const json *j)
{
	const char *text = "";

	if (json_member(j, "errors"))
		j = json_item(json_member(j, "errors"), 0);
	if (!json_text(&text, json_member(j, "error")))
		return "";
	return text;
}

static bool has_fault(const json *j)
{
	return json_member(j, "error") || json_member(j, "errors");
}

static struct fault fault_in(struct arena *a, const json *j, struct fault f)
{
	const char *text = fault_text(j);
	enum fault_kind kind =
		f.kind == FAULT_NONE ? FAULT_BAD_REQUEST : f.kind;

	if (strstr(text, "imits reached") || strstr(text, "limits have been"))
		kind = FAULT_RATE_LIMITED;
	if (kind != f.kind)
		f = fault_of(kind, f.message);
	f.message = fault_quote(a, text, f.message ? f.message : "refused");
	return f;
}

/* What we paid into gives change, not a deposit. */
static void note_spends(struct reading *r, const char *name)
{
	const json *rows = json_member(r->account, name);

	for (const json *row = json_first(rows); row; row = json_next(row)) {
		const char *txid;
		int64_t input;

		if (json_int(&input, json_member(row, "tx_input_n")) &&
		    input >= 0 &&
		    json_text(&txid, json_member(row, "tx_hash")) &&
		    chain_is_hash(txid))
			credits_note(r->out, r->arena, NOTE_OWN,
			             chain_lower(r->arena, txid));
	}
}

/* The depth, from the height where there is one: what waits has -1 or none. */
static const char *read_depth(struct chain_credit *c, const struct question *q,
                              const json *row)
{
	const json *height = json_member(row, "block_height");
	int64_t said = 0;

	c->height = -1;
	if (height && !json_int(&c->height, height))
		return "a height that is no number";
	if (json_member(row, "confirmations") &&
	    !json_int(&said, json_member(row, "confirmations")))
		return "confirmations that are no number";
	c->is_mined = c->height >= 0;
	if (!c->is_mined)
		c->height = -1;
	else if (q->tip > 0)
		c->confirmations = question_confirmations(q, c->height);
	else
		c->confirmations = said > 0 ? said : 0;
	return NULL;
}

/* Mined or not: of what is deep enough to be credited otherwise, and would
 * have to wait as mined coins, the transaction has to be seen. */
static void say_origin(struct chain_credit *c)
{
	c->maturity = MATURITY_UNKNOWN;
	c->needs_look = c->confirmations >= asset_depth(c->asset) &&
	                c->confirmations < network_maturity(c->asset->network);
}

static const char *read_value(struct chain_credit *c, const json *row)
{
	const char *digits;
	int64_t any;

	if (!json_int(&any, json_member(row, "value")) ||
	    !json_number(&digits, json_member(row, "value")) ||
	    coin_parse_units(&c->amount, digits))
		return "a row without a whole value";
	return NULL;
}

static const char *add_receipt(struct reading *r, const json *row,
                               const char *txid, int64_t output)
{
	struct chain_credit c = {
		.asset = r->watch->asset,
		.txid = chain_lower(r->arena, txid),
		.index = arena_printf(r->arena, "%" PRId64, output),
		.address = r->watch->address,
	};
	const json *twice = json_member(row, "double_spend");
	bool is_twice = false;
	const char *why = read_depth(&c, r->q, row);

	say_origin(&c);
	c.position = c.index;
	if (!why)
		why = read_value(&c, row);
	if (!why && twice && !json_bool(&is_twice, twice))
		why = "double_spend is neither true nor false";
	if (why)
		return why;
	if (is_twice || json_member(row, "double_of"))
		credits_note(r->out, r->arena, NOTE_DOUBLE_SPEND, c.txid);
	else if (!credits_noted(r->out, NOTE_OWN, c.txid) &&
	         !coin_is_zero(c.amount) && !credits_add(r->out, r->arena, c))
		return CREDITS_CONTRADICT;
	return NULL;
}

static const char *read_row(struct reading *r, const json *row)
{
	int64_t input = -1, output = -1;
	const char *txid;

	if (!json_text(&txid, json_member(row, "tx_hash")) ||
	    !chain_is_hash(txid))
		return "a row without its transaction";
	if (!json_int(&output, json_member(row, "tx_output_n")) ||
	    !json_int(&input, json_member(row, "tx_input_n")))
		return "a row that is neither receipt nor spend";
	if (output >= 0 && input >= 0)
		return "a row that is receipt and spend";
	return output >= 0 ? add_receipt(r, row, txid, output) : NULL;
}

static const char *txid_of(const struct reading *r, const json *row)
{
	const char *txid;

	return json_text(&txid, json_member(row, "tx_hash")) &&
	                       chain_is_hash(txid)
	               ? chain_lower(r->arena, txid)
	               : NULL;
}

static const char *read_rows(struct reading *r, const char *name,
                             int64_t *last_height)
{
	const json *rows = json_member(r->account, name);
	const char *why;

	if (rows && !json_is_array(rows))
		return "rows that are no list";
	for (const json *row = json_first(rows); row; row = json_next(row)) {
		why = read_row(r, row);
		if (!credits_take_row(r->out, r->arena, txid_of(r, row), why))
			return why;
		r->out->rows++;
		(void)json_int(last_height, json_member(row, "block_height"));
	}
	return NULL;
}

static const char *read_account(struct reading *r, const json *account)
{
	const json *more = json_member(account, "hasMore");
	int64_t last = -1, any = -1, transactions;
	bool has_more = false;
	const char *address, *why;

	r->account = account;
	if (!json_text(&address, json_member(account, "address")) ||
	    !json_int(&transactions, json_member(account, "n_tx")))
		return "not the account of an address";
	r->watch = question_address(r->q, address);
	if (!r->watch)
		return "the account of another address";
	note_spends(r, MINED);
	note_spends(r, PENDING);
	why = read_rows(r, MINED, &last);
	if (!why)
		why = read_rows(r, PENDING, &any);
	if (!why && more && !json_bool(&has_more, more))
		why = "hasMore is neither true nor false";
	if (!why && has_more && last < 0)
		why = "more to come after no row";
	if (!why && has_more)
		r->out->next = arena_printf(r->arena, "%" PRId64, last);
	return why;
}

/* GET /v1/btc/main/txs/HASH: where the coins of a transaction come from.  What
 * mints has one input, of no transaction. */
static const char *read_transaction(struct reading *r, const json *j)
{
	const json *input = json_first(json_member(j, "inputs"));
	const json *output = json_first(json_member(j, "outputs"));
	const char *txid, *script = "";
	int64_t spent = -1;

	if (!json_text(&txid, json_member(j, "hash")) || !chain_is_hash(txid))
		return "a transaction without its hash";
	if (!input || !output || !r->q->n)
		return "a transaction without inputs and outputs";
	(void)json_int(&spent, json_member(input, "output_index"));
	(void)json_text(&script, json_member(output, "script"));
	r->out->txid = chain_lower(r->arena, txid);
	r->out->maturity =
		chain_maturity(r->q->watches[0].asset,
	                       spent < 0 && !json_member(input, "prev_hash"),
	                       chain_is_hogex(script));
	return NULL;
}

/* GET /v1/btc/main */
static bool read_chain(struct credits *out, const json *j)
{
	const char *hash;

	return json_text(&hash, json_member(j, "hash")) &&
	       !json_member(j, "tx_hash") &&
	       json_int(&out->height, json_member(j, "height")) &&
	       out->height >= 0;
}

static const char *read_accounts(struct reading *r, const json *j)
{
	const char *why = NULL;

	if (read_chain(r->out, j))
		return question_wants(r->q, r->out, ASKED_NUMBER)
		               ? NULL
		               : r->out->fault.message;
	if (json_member(j, "inputs"))
		return question_wants(r->q, r->out, ASKED_TRANSACTION)
		               ? read_transaction(r, j)
		               : r->out->fault.message;
	if (!question_wants(r->q, r->out, ASKED_LIST))
		return r->out->fault.message;
	if (!json_is_array(j))
		return read_account(r, j);
	for (const json *one = json_first(j); one && !why; one = json_next(one))
		why = has_fault(one) ? "one account of several failed"
		                     : read_account(r, one);
	return why;
}

const char *blockcypher_read(struct credits *out, struct arena *a,
                             const struct question *q, long http,
                             struct slice body)
{
	struct reading r = {.out = out, .arena = a, .q = q};
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	bool is_good;

	*out = credits_none();
	is_good = credits_http(out, a, http);
	if (!is_good || has_fault(j))
		return credits_refuse(out, fault_in(a, j, out->fault));
	if (!j)
		return credits_malformed(out, why);
	return credits_end(out, read_accounts(&r, j));
}
