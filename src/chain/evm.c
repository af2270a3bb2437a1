/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "chain/jsonrpc.h"
#include "chain/rpc_fault.h"
#include "chain/sources.h"
/*
 * evm: nodes of Ethereum and BSC.
 *
 * Tokens come from logs (eth_getLogs, receipts), the chain's own coin from
 * the transactions of a block, which a receipt must confirm.  A log belongs
 * to an asset by its contract, never by a name; what a contract of others
 * writes is not looked at any further.  The position of a log is its ordinal
 * among those to one address in its transaction, for logIndex changes when
 * the chain is reorganised.
 */
static const char TRANSFER[] =
	"ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

enum { TOPICS = 3 };

static bool is_evm_hash(const char *s)
{
	return strncmp(s, "0x", 2) == 0 && chain_is_hash(s + 2);
}

/* A quantity that fits a height; absent gives false as well. */
static bool quantity(int64_t *out, const json *j)
{
	const char *text;
	int64_t n = 0;

	if (!json_text(&text, j) || strncmp(text, "0x", 2) != 0)
		return false;
	text += 2;
	if (!*text || strlen(text) > 15 ||
	    text[strspn(text, "0123456789abcdefABCDEF")])
		return false;
	for (; *text; text++) {
		int digit =
			*text <= '9' ? *text - '0' : (*text | 32) - 'a' + 10;

		n = n * 16 + digit;
	}
	*out = n;
	return true;
}

static const char *word_of(const json *j)
{
	const char *text;

	if (!json_text(&text, j) || !is_evm_hash(text))
		return NULL;
	return text + 2;
}

struct place {
	const char *txid;
	int64_t height; /* -1: in no block yet */
	const char *block_hash;
};

static const char *read_place(struct place *p, struct arena *a, const json *j,
                              const char *name)
{
	const char *text;

	*p = (struct place){.height = -1};
	if (!json_text(&text, json_member(j, name)) || !is_evm_hash(text))
		return "a transaction without its hash";
	p->txid = chain_lower(a, text);
	if (!json_member(j, "blockNumber"))
		return NULL;
	if (!quantity(&p->height, json_member(j, "blockNumber")))
		return "a block number that is none";
	if (!json_text(&text, json_member(j, "blockHash")) ||
	    !is_evm_hash(text))
		return "a block without its hash";
	p->block_hash = chain_lower(a, text);
	return NULL;
}

static struct chain_credit credit_at(const struct question *q,
                                     const struct watch *w,
                                     const struct place *p)
{
	return (struct chain_credit){
		.asset = w->asset,
		.txid = p->txid,
		.address = w->address,
		.is_mined = p->height >= 0,
		.height = p->height,
		.block_hash = p->block_hash,
		.confirmations = p->height < 0
	                                 ? 0
	                                 : question_confirmations(q, p->height),
	};
}

/* --- tokens -------------------------------------------------------------- */

static const struct watch *token_watch(const struct question *q,
                                       const char *contract, const char *to)
{
	char hex[WATCH_HEX];

	return watch_word(hex, to) ? question_contract(q, contract, hex) : NULL;
}

/* The watch that the log pays, or NULL. */
static const struct watch *paid_by(const struct question *q, const json *log)
{
	const json *topics = json_member(log, "topics");
	const char *contract, *topic, *to;

	if (json_array_length(topics) != TOPICS ||
	    !json_text(&contract, json_member(log, "address")))
		return NULL;
	topic = word_of(json_item(topics, 0));
	to = word_of(json_item(topics, 2));
	if (!topic || !to || strcasecmp(topic, TRANSFER) != 0)
		return NULL;
	return token_watch(q, contract, to);
}

static bool is_from_us(const struct question *q, const json *log)
{
	const char *from = word_of(json_item(json_member(log, "topics"), 1));
	char hex[WATCH_HEX];

	return from && watch_word(hex, from) && question_hex(q, hex, NULL);
}

/* c.index is set once it is known, whatever comes behind. */
static const char *read_transfer(struct chain_credit *c, struct arena *a,
                                 const struct question *q,
                                 const struct watch *w, const json *log)
{
	const char *data;
	struct place p;
	int64_t index;
	const char *why = read_place(&p, a, log, "transactionHash");

	*c = (struct chain_credit){0};
	if (why)
		return why;
	*c = credit_at(q, w, &p);
	if (!quantity(&index, json_member(log, "logIndex")))
		return "a transfer without its log index";
	c->index = c->position = arena_printf(a, "%" PRId64, index);
	if (!json_text(&data, json_member(log, "data")) || !is_evm_hash(data))
		return "a transfer without a value";
	if (coin_parse_hex(&c->amount, data))
		return "an implausible value";
	return NULL;
}

static const char *add_log(struct credits *out, struct arena *a,
                           const struct question *q, const struct watch *w,
                           const json *log)
{
	struct chain_credit c;
	const char *why = read_transfer(&c, a, q, w, log);

	if (why && !c.index)
		return why;
	if (why) {
		/* A credit of nothing until all places are named, for it
		 * counts among the others. */
		credits_pass(out, a, (struct chain_unread){c.txid, why, 0, w});
		out->odd++;
		c.amount = (struct coin){0};
	} else if (coin_is_zero(c.amount)) {
		return NULL;
	} else if (is_from_us(q, log)) {
		credits_note(out, a, NOTE_OWN, c.txid);
		return NULL;
	}
	return credits_add(out, a, c) ? NULL : CREDITS_CONTRADICT;
}

static const char *read_log(struct credits *out, struct arena *a,
                            const struct question *q, const json *log)
{
	const json *removed = json_member(log, "removed");
	const struct watch *w;
	bool is_removed = false;
	const char *text;

	if (!json_is_object(log) ||
	    !json_text(&text, json_member(log, "address")) ||
	    !json_is_array(json_member(log, "topics")))
		return "a log that is none";
	if (removed && !json_bool(&is_removed, removed))
		return "removed is neither true nor false";
	w = paid_by(q, log);
	if (w && is_removed &&
	    json_text(&text, json_member(log, "transactionHash")) &&
	    is_evm_hash(text))
		credits_note(out, a, NOTE_REMOVED, chain_lower(a, text));
	return w && !is_removed ? add_log(out, a, q, w, log) : NULL;
}

static int compare_places(const struct chain_credit *a,
                          const struct chain_credit *b)
{
	int order = strcmp(a->txid, b->txid);

	if (!order)
		order = strcmp(a->address, b->address);
	if (!order)
		order = strcmp(a->asset->code, b->asset->code);
	return order;
}

static int compare_logs(const void *left, const void *right)
{
	const struct chain_credit *a = *(struct chain_credit *const *)left;
	const struct chain_credit *b = *(struct chain_credit *const *)right;
	int64_t i = strtoll(a->index, NULL, 10);
	int64_t k = strtoll(b->index, NULL, 10);
	int order = compare_places(a, b);

	return order ? order : (i > k) - (i < k);
}

/* Drops what could not be read, and what stands beside a log of unknown place:
 * its own would be wrong. */
static void drop_unread(struct credits *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->n; i++)
		if (!coin_is_zero(out->v[i].amount) &&
		    !credits_noted(out, NOTE_PENDING, out->v[i].txid))
			out->v[kept++] = out->v[i];
	out->n = kept;
}

/* The ordinal among the logs that pay one address in one transaction. */
static void name_positions(struct credits *out, struct arena *a)
{
	struct chain_credit **v =
		arena_array(a, out->n + 1, struct chain_credit *);
	size_t before = 0;

	for (size_t i = 0; i < out->n; i++)
		v[i] = &out->v[i];
	qsort(v, out->n, sizeof(*v), compare_logs);
	for (size_t i = 0; i < out->n; i++) {
		before = i && !compare_places(v[i - 1], v[i]) ? before + 1 : 0;
		v[i]->position = chain_lower(
			a, arena_printf(a, "%zu/%s", before, v[i]->address));
	}
	drop_unread(out);
}

static const char *hash_of(struct arena *a, const json *j, const char *name)
{
	const char *text;

	if (!json_text(&text, json_member(j, name)) || !is_evm_hash(text))
		return NULL;
	return chain_lower(a, text);
}

static const char *read_logs(struct credits *out, struct arena *a,
                             const struct question *q, const json *logs)
{
	if (json_array_length(logs) > PAGE_MOST)
		return "more logs than an answer has";
	for (const json *log = json_first(logs); log; log = json_next(log)) {
		const char *txid = hash_of(a, log, "transactionHash");
		const char *why = read_log(out, a, q, log);

		if (out->txid && txid && strcmp(out->txid, txid) != 0)
			return "a log of another transaction";
		if (!credits_take_row(out, a, txid, why))
			return why;
		if (why && txid)
			credits_note(out, a, NOTE_PENDING, txid);
		out->rows++;
	}
	name_positions(out, a);
	return NULL;
}

static const char *read_status(int64_t *status, const json *receipt)
{
	*status = -1;
	if (!json_is_array(json_member(receipt, "logs")))
		return "a receipt without logs";
	if (json_member(receipt, "status") &&
	    (!quantity(status, json_member(receipt, "status")) || *status > 1))
		return "a status that is none";
	return NULL;
}

static const char *read_receipt(struct credits *out, struct arena *a,
                                const struct question *q, const json *receipt)
{
	struct place p;
	int64_t status;
	const char *why = read_place(&p, a, receipt, "transactionHash");

	if (!why)
		why = read_status(&status, receipt);
	if (why)
		return credits_odd(out, why);
	out->txid = p.txid;
	out->height = p.height;
	/* Before Byzantium there was no status: unknown is not success. */
	if (status < 0)
		return NULL;
	out->outcome = status ? OUTCOME_DONE : OUTCOME_FAILED;
	if (status)
		return read_logs(out, a, q, json_member(receipt, "logs"));
	credits_note(out, a, NOTE_FAILED, p.txid);
	return NULL;
}

/* --- the chain's own coin ------------------------------------------------ */

static const struct watch *native_watch(const struct question *q,
                                        const json *to)
{
	const struct watch *w = NULL;
	const char *text;
	char hex[WATCH_HEX];

	if (!json_text(&text, to))
		return NULL; /* it makes a contract */
	if (!watch_decode(hex, asset_find("ETH"), CHAIN_MAIN, text))
		return NULL;
	while ((w = question_hex(q, hex, w)))
		if (!w->asset->contract)
			return w;
	return NULL;
}

static const char *read_native(struct credits *out, struct arena *a,
                               const struct question *q, const json *tx)
{
	const struct watch *w = native_watch(q, json_member(tx, "to"));
	struct chain_credit c;
	struct place p;
	const char *text, *why;

	if (!w)
		return NULL;
	why = read_place(&p, a, tx, "hash");
	if (why)
		return why;
	if (p.height >= 0 && p.height != out->height)
		return "a transaction of another block";
	c = credit_at(q, w, &p);
	if (!json_text(&text, json_member(tx, "value")) ||
	    coin_parse_hex(&c.amount, text))
		return "a transaction without a value";
	if (coin_is_zero(c.amount))
		return NULL;
	if (json_text(&text, json_member(tx, "from")) &&
	    question_address(q, text)) {
		credits_note(out, a, NOTE_OWN, p.txid);
		return NULL;
	}
	c.index = "-1";
	c.position = "native";
	c.needs_look = true; /* it may have failed */
	return credits_add(out, a, c) ? NULL : CREDITS_CONTRADICT;
}

/* Whether it is one of those asked for, and the first answer that is. */
static bool is_asked_for(const struct question *q, struct credits *out)
{
	int64_t at = out->height - q->first;

	if (q->asked != ASKED_BLOCKS)
		return true;
	if (at < 0 || at > 63 || (at && at >= q->parts) ||
	    out->blocks >> at & 1)
		return false;
	out->blocks |= UINT64_C(1) << at;
	return true;
}

static const char *read_block(struct credits *out, struct arena *a,
                              const struct question *q, const json *block)
{
	const json *list = json_member(block, "transactions");

	if (!quantity(&out->height, json_member(block, "number")))
		return "a block without its number";
	if (!is_asked_for(q, out))
		return "another block than asked for";
	out->rows++;
	for (const json *tx = json_first(list); tx; tx = json_next(tx)) {
		const char *why = NULL;

		if (json_is_object(tx)) /* else hashes only were asked for */
			why = read_native(out, a, q, tx);
		if (!credits_take_row(out, a, hash_of(a, tx, "hash"), why))
			return why;
	}
	return NULL;
}

/* --- the whole ----------------------------------------------------------- */

static bool is_of_tokens(const struct question *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (!q->watches[i].asset->contract)
			return false;
	return q->n > 0;
}

/* null is a block or a receipt that a node does not know (yet).  Logs there
 * are, or there are none. */
static const char *read_null(struct credits *out, const struct question *q)
{
	if (q->asked == ASKED_LIST || q->asked == ASKED_NUMBER ||
	    (q->asked == ASKED_CREDITS && is_of_tokens(q)))
		return "null is no answer to what was asked";
	out->is_unknown = true;
	return NULL;
}

/* ASKED_ANY: none. */
static enum question_kind kind_of(const json *result)
{
	struct coin any;
	const char *text;

	if (json_is_array(result))
		return ASKED_LIST;
	if (json_member(result, "logs"))
		return ASKED_TRANSACTION;
	if (json_is_array(json_member(result, "transactions")))
		return ASKED_BLOCKS;
	if (json_text(&text, result) && !coin_parse_hex(&any, text))
		return ASKED_NUMBER;
	return ASKED_ANY;
}

static const char *read_result(struct credits *out, struct arena *a,
                               const struct question *q, const json *result)
{
	enum question_kind kind = kind_of(result);

	if (!result)
		return read_null(out, q);
	if (kind == ASKED_ANY)
		return "neither logs nor receipt nor block";
	if (!question_wants(q, out, kind))
		return out->fault.message;
	if (kind == ASKED_LIST)
		return read_logs(out, a, q, result);
	if (kind == ASKED_TRANSACTION)
		return read_receipt(out, a, q, result);
	if (kind == ASKED_NUMBER)
		(void)quantity(&out->height, result); /* or a balance */
	else if (q->asked == ASKED_CREDITS && is_of_tokens(q))
		return "a block tells nothing of tokens";
	else
		return read_block(out, a, q, result);
	return NULL;
}

/* A receipt may stand in one batch with the block. */
static void drop_failed(struct credits *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->n; i++)
		if (!credits_noted(out, NOTE_FAILED, out->v[i].txid))
			out->v[kept++] = out->v[i];
	out->n = kept;
}

const char *evm_read(struct credits *out, struct arena *a,
                     const struct question *q, long http, struct slice body)
{
	static const struct rpc_reader READER = {read_result, evm_judge};
	const char *why = rpc_read(out, a, q, http, body, &READER);

	drop_failed(out);
	return why;
}
