/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * TronGrid (TRC-20): the transfers of an account, and one transaction.
 *
 * The list has no position of a log, so what stands in it is looked up by
 * gettransactioninfobyid before it is booked; two equal rows can't be told
 * from one listed twice.  Asked for with only_confirmed, rows are final.
 */
enum { SOLID = 19, /* of 27 producers have built on it */ TOPICS = 3 };

static const char TRANSFER[] =
	"ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

/* --- the list ------------------------------------------------------------ */

struct row {
	const char *txid, *from;
	const struct watch *watch; /* whom it pays, or NULL */
	struct coin amount;
	int64_t at; /* ms */
	bool is_pending;
	bool is_ours;  /* its payer or who is paid */
	bool is_known; /* its token */
};

static const struct watch *paid_by(const struct question *q,
                                   const char *contract, const char *to)
{
	for (size_t i = 0; i < q->n; i++)
		if (watch_is_contract(q->watches[i].asset, contract) &&
		    watch_is_address(&q->watches[i], to))
			return &q->watches[i];
	return NULL;
}

static const char *read_row(struct row *r, struct arena *a,
                            const struct question *q, const json *j)
{
	const json *pending = json_member(j, "_unconfirmed");
	const char *txid, *type, *contract, *to, *digits;

	*r = (struct row){0};
	if (!json_text(&txid, json_member(j, "transaction_id")) ||
	    !chain_is_hash(txid))
		return "a row without its transaction";
	r->txid = chain_lower(a, txid);
	if (!json_int(&r->at, json_member(j, "block_timestamp")) || r->at < 0) {
		r->at = 0;
		return "a row without its time";
	}
	if (!json_text(&type, json_member(j, "type")) ||
	    !json_text(&to, json_member(j, "to")) ||
	    !json_text(&r->from, json_member(j, "from")))
		return "a row that is no transfer";
	r->is_ours = question_address(q, to) || question_address(q, r->from);
	if (!json_text(&contract,
	               json_member(json_member(j, "token_info"), "address")))
		return "a row of no token";
	if (pending && !json_bool(&r->is_pending, pending))
		return "a row that may be pending";
	if (strcmp(type, "Transfer") != 0)
		return NULL;
	r->watch = paid_by(q, contract, to);
	r->is_known = watch_knows_contract(NETWORK_TRON, contract);
	if (!r->is_known)
		return NULL; /* it may write what it likes */
	if (!json_text(&digits, json_member(j, "value")) ||
	    coin_parse_units(&r->amount, digits))
		return "a transfer without a whole value";
	return NULL;
}

static bool is_equal(const struct row *a, const struct row *b)
{
	return a->watch == b->watch && !strcmp(a->txid, b->txid) &&
	       !strcmp(a->from, b->from) && !coin_cmp(a->amount, b->amount);
}

/* Whether an equal row is listed as well. */
static bool is_twice(const struct row *rows, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && !rows[k].is_pending &&
		    is_equal(&rows[k], &rows[i]))
			return true;
	return false;
}

/* The ordinal among the rows of its transaction; not a position. */
static size_t ordinal(const struct credits *out, const char *txid)
{
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		n += !strcmp(out->v[i].txid, txid);
	return n;
}

static void add_row(struct credits *out, struct arena *a, const struct row *r)
{
	const char *index = arena_printf(a, "%zu", ordinal(out, r->txid));

	(void)credits_add(out, a,
	                  (struct chain_credit){
				  .asset = r->watch->asset,
				  .txid = r->txid,
				  .index = index,
				  .position = index,
				  .address = r->watch->address,
				  .amount = r->amount,
				  .is_mined = true,
				  .height = -1,
				  .confirmations = SOLID,
				  .needs_look = true,
			  });
}

static void add_fetch(struct credits *out, const struct row *r)
{
	out->fetch[out->fetch_n] = r->txid;
	out->fetch_at[out->fetch_n++] = r->at;
}

static void judge_row(struct credits *out, struct arena *a,
                      const struct question *q, const struct row *rows,
                      size_t n, size_t i)
{
	const struct row *r = &rows[i];

	if (!r->watch || coin_is_zero(r->amount))
		return;
	if (question_address(q, r->from)) {
		credits_note(out, a, NOTE_OWN, r->txid);
		return;
	}
	add_fetch(out, r);
	if (r->is_pending)
		credits_note(out, a, NOTE_PENDING, r->txid);
	else if (is_twice(rows, n, i))
		credits_note(out, a, NOTE_AMBIGUOUS, r->txid);
	else
		add_row(out, a, r);
}

static const char *read_next(struct credits *out, struct arena *a,
                             const json *meta)
{
	const char *text;

	/* A cursor after no row leads nowhere. */
	if (!json_member(meta, "fingerprint") || out->rows == 0)
		return NULL;
	if (!json_text(&text, json_member(meta, "fingerprint")))
		return "a fingerprint that is no text";
	out->next = *text ? arena_text(a, text) : NULL;
	return NULL;
}

/* The rows that can be read; the transactions of the others are looked up.
 * False when no row is of an address that was asked for. */
static bool read_rows(struct credits *out, struct arena *a,
                      const struct question *q, const json *data,
                      struct row *rows, size_t *n)
{
	bool is_ours = !json_first(data);

	for (const json *j = json_first(data); j; j = json_next(j)) {
		struct row *r = &rows[*n];
		const char *why = read_row(r, a, q, j);

		out->rows++;
		is_ours |= r->is_ours || (why && !r->from);
		if (!why) {
			++*n;
			continue;
		}
		credits_pass(out, a,
		             (struct chain_unread){r->txid, why, r->at, NULL});
		out->odd += r->is_known;
		if (r->txid)
			add_fetch(out, r);
	}
	return is_ours;
}

static const char *read_list(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const json *data = json_member(j, "data");
	size_t n = 0, most = json_array_length(data);
	struct row *rows;
	bool success = false;

	if (most > PAGE_MOST)
		return "more rows than a page has";
	rows = arena_array(a, most + 1, struct row);
	if (!json_bool(&success, json_member(j, "success")) || !success)
		return "not a success";
	out->fetch = arena_array(a, most + 1, const char *);
	out->fetch_at = arena_array(a, most + 1, int64_t);
	if (!read_rows(out, a, q, data, rows, &n))
		return "the transfers of another address";
	for (size_t i = 0; i < n; i++)
		judge_row(out, a, q, rows, n, i);
	return read_next(out, a, json_member(j, "meta"));
}

/* --- one transaction ----------------------------------------------------- */

static const struct watch *log_pays(const struct question *q, const json *log)
{
	const json *topics = json_member(log, "topics");
	const char *contract, *topic, *to;
	char hex[WATCH_HEX];

	if (json_array_length(topics) != TOPICS ||
	    !json_text(&contract, json_member(log, "address")) ||
	    !json_text(&topic, json_item(topics, 0)) ||
	    !json_text(&to, json_item(topics, 2)) ||
	    strcasecmp(topic, TRANSFER) != 0)
		return NULL;
	return watch_word(hex, to) ? question_contract(q, contract, hex) : NULL;
}

static bool is_from_us(const struct question *q, const json *log)
{
	const char *from;
	char hex[WATCH_HEX];

	return json_text(&from, json_item(json_member(log, "topics"), 1)) &&
	       watch_word(hex, from) && question_hex(q, hex, NULL);
}

static const char *add_log(struct credits *out, struct arena *a,
                           const struct question *q, const struct watch *w,
                           const char *txid, const json *log, size_t index)
{
	struct chain_credit c = {
		.asset = w->asset,
		.txid = txid,
		.index = arena_printf(a, "%zu", index),
		.address = w->address,
		.is_mined = true,
		.height = out->height,
		.confirmations = question_confirmations(q, out->height),
	};
	const char *data;

	c.position = c.index;
	if (!json_text(&data, json_member(log, "data")) ||
	    !chain_is_hash(data) ||
	    coin_parse_hex(&c.amount, arena_printf(a, "0x%s", data)))
		return "a transfer without a plausible value";
	if (coin_is_zero(c.amount))
		return NULL;
	if (is_from_us(q, log))
		credits_note(out, a, NOTE_OWN, txid);
	else if (!credits_add(out, a, c))
		return CREDITS_CONTRADICT;
	return NULL;
}

/* Only a contract that said SUCCESS has moved anything. */
static const char *read_outcome(struct credits *out, const json *j)
{
	const json *receipt = json_member(j, "receipt");
	const char *said = NULL;

	if (json_member(receipt, "result") &&
	    !json_text(&said, json_member(receipt, "result")))
		return "a result that is no text";
	if (json_member(j, "result") || (said && strcmp(said, "SUCCESS") != 0))
		out->outcome = OUTCOME_FAILED;
	else if (said)
		out->outcome = OUTCOME_DONE;
	return NULL;
}

static const char *read_logs(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const json *logs = json_member(j, "log");
	const char *txid, *why;
	size_t index = 0;

	if (!json_text(&txid, json_member(j, "id")) || !chain_is_hash(txid) ||
	    !json_int(&out->height, json_member(j, "blockNumber")) ||
	    out->height < 0)
		return "a transaction without its block";
	if (logs && !json_is_array(logs))
		return "logs that are no list";
	why = read_outcome(out, j);
	txid = chain_lower(a, txid);
	out->txid = txid;
	if (out->outcome == OUTCOME_FAILED)
		credits_note(out, a, NOTE_FAILED, txid);
	if (why || out->outcome != OUTCOME_DONE)
		return why;
	for (const json *l = json_first(logs); l; l = json_next(l)) {
		const struct watch *w = log_pays(q, l);

		why = NULL;
		if (w)
			why = add_log(out, a, q, w, txid, l, index);
		if (!credits_take_row(out, a, txid, why))
			return why;
		index++;
	}
	return NULL;
}

static const char *read_info(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const char *why = read_logs(out, a, q, j);

	return why && why != CREDITS_CONTRADICT ? credits_odd(out, why) : why;
}

/* getnowblock */
static bool read_block(struct credits *out, const json *j)
{
	const json *raw =
		json_member(json_member(j, "block_header"), "raw_data");

	return json_int(&out->height, json_member(raw, "number")) &&
	       out->height >= 0;
}

/* --- the whole ----------------------------------------------------------- */

/* The list says error, full-node routes say Error, with any status. */
static bool read_fault(struct fault *f, struct arena *a, const json *j)
{
	enum fault_kind kind = f->kind;
	const char *text = NULL;
	int64_t status = 0;

	if (!json_text(&text, json_member(j, "Error")) &&
	    !json_text(&text, json_member(j, "error")) &&
	    !json_member(j, "Error") && !json_member(j, "error"))
		return f->kind != FAULT_NONE;
	if (json_int(&status, json_member(j, "statusCode")) &&
	    kind == FAULT_NONE)
		kind = fault_of_http(a, status).kind;
	if (kind == FAULT_NONE)
		kind = FAULT_BAD_REQUEST;
	if (text && (strcasestr(text, "frequency limit") ||
	             strcasestr(text, "rate") || strstr(text, "suspended")))
		kind = FAULT_RATE_LIMITED;
	if (kind != f->kind)
		*f = fault_of(kind, NULL);
	if (text)
		fault_read_wait(f, text);
	f->message = fault_quote(a, text, "refused");
	return true;
}

/* {} is a transaction that it does not know (yet). */
static enum question_kind kind_of(const json *j)
{
	if (json_is_array(json_member(j, "data")))
		return ASKED_LIST;
	if (json_member(j, "id") || (json_is_object(j) && !json_first(j)))
		return ASKED_TRANSACTION;
	return ASKED_NUMBER;
}

static const char *read_body(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	enum question_kind kind = kind_of(j);

	if (kind == ASKED_NUMBER && !read_block(out, j))
		return "neither transfers nor a transaction";
	if (!question_wants(q, out, kind))
		return out->fault.message;
	if (kind == ASKED_LIST)
		return read_list(out, a, q, j);
	out->is_unknown = !json_first(j);
	if (kind == ASKED_TRANSACTION && !out->is_unknown)
		return read_info(out, a, q, j);
	return NULL;
}

const char *trongrid_read(struct credits *out, struct arena *a,
                          const struct question *q, long http,
                          struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	struct fault f = fault_of_http(a, http);

	*out = credits_none();
	if (read_fault(&f, a, j))
		return credits_refuse(out, f);
	if (!j)
		return credits_malformed(out, why);
	why = read_body(out, a, q, j);
	return credits_end(out, why);
}
