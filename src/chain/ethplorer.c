/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * Ethplorer (tokens on Ethereum): operations of an address, and one
 * transaction.
 *
 * Operations carry neither block nor log, so what a history lists is looked
 * up before it is booked; two equal rows can't be told from one listed twice.
 * A transaction that pays one address twice needs another source.
 */
enum { PAGE_USUAL = 100 };

struct row {
	const char *txid, *from;
	const struct watch *watch; /* whom it pays, or NULL */
	struct coin amount;
	int64_t timestamp;
	bool is_ours;  /* its payer or who is paid */
	bool is_known; /* its token */
};

/* What is known of a transaction's block. */
struct place {
	bool is_known;
	int64_t height, confirmations;
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

static const char *read_hash(const char **out, struct arena *a, const json *j)
{
	const char *text;

	if (!json_text(&text, j) || strncmp(text, "0x", 2) != 0 ||
	    !chain_is_hash(text + 2))
		return "no hash of a transaction";
	*out = chain_lower(a, text);
	return NULL;
}

static const char *read_row(struct row *r, struct arena *a,
                            const struct question *q, const json *j)
{
	const char *type, *contract, *to, *digits;
	const char *why =
		read_hash(&r->txid, a, json_member(j, "transactionHash"));

	if (why)
		return why;
	if (!json_text(&type, json_member(j, "type")) ||
	    !json_int(&r->timestamp, json_member(j, "timestamp")))
		return "an operation that is none";
	if (strcmp(type, "transfer") != 0)
		return NULL;
	if (!json_text(&to, json_member(j, "to")) ||
	    !json_text(&r->from, json_member(j, "from")))
		return "a transfer that is none";
	r->is_ours = question_address(q, to) || question_address(q, r->from);
	if (!json_text(&contract,
	               json_member(json_member(j, "tokenInfo"), "address")))
		return "a transfer of no token";
	r->watch = paid_by(q, contract, to);
	r->is_known = watch_knows_contract(NETWORK_ETHEREUM, contract);
	if (!r->is_known)
		return NULL; /* it may write what it likes */
	if (!json_text(&digits, json_member(j, "value")) ||
	    coin_parse_units(&r->amount, digits))
		return "a transfer without a whole value";
	return NULL;
}

static bool is_twice(const struct row *rows, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && rows[k].watch == rows[i].watch &&
		    !strcmp(rows[k].txid, rows[i].txid) &&
		    !strcmp(rows[k].from, rows[i].from) &&
		    !coin_cmp(rows[k].amount, rows[i].amount))
			return true;
	return false;
}

static size_t ordinal(const struct credits *out, const struct row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		n += !strcmp(out->v[i].txid, r->txid);
	return n;
}

/* Whether the transaction pays that address once; of two transfers nothing
 * says which log comes first. */
static bool is_alone(const struct row *rows, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && rows[k].watch == rows[i].watch &&
		    !coin_is_zero(rows[k].amount) &&
		    !strcmp(rows[k].txid, rows[i].txid))
			return false;
	return true;
}

static void add_row(struct credits *out, struct arena *a, const struct row *r,
                    const struct place *p, bool is_alone)
{
	struct chain_credit c = {
		.asset = r->watch->asset,
		.txid = r->txid,
		.index = arena_printf(a, "%zu", ordinal(out, r)),
		.address = r->watch->address,
		.amount = r->amount,
		.is_mined = true,
		.height = p->height,
		.confirmations = p->confirmations,
		.needs_look = !p->is_known || !is_alone,
	};

	/* As evm.c names it, or one deposit would be two. */
	c.position = chain_lower(
		a,
		arena_printf(a, "%s/%s", is_alone ? "0" : c.index, c.address));
	(void)credits_add(out, a, c);
}

static void judge_row(struct credits *out, struct arena *a,
                      const struct question *q, const struct row *rows,
                      size_t n, size_t i, const struct place *p)
{
	const struct row *r = &rows[i];

	if (!r->watch || coin_is_zero(r->amount))
		return;
	if (question_address(q, r->from))
		credits_note(out, a, NOTE_OWN, r->txid);
	else if (!p->is_known && is_twice(rows, n, i))
		credits_note(out, a, NOTE_AMBIGUOUS, r->txid);
	else
		add_row(out, a, r, p, is_alone(rows, n, i));
}

/* Of a history, each of its rows that can be read. */
static const char *read_history(struct credits *out, struct arena *a,
                                const struct question *q, const json *list)
{
	const struct place mined = {.height = -1, .confirmations = 1};
	size_t n = 0, full = q->limit ? q->limit : PAGE_USUAL;
	struct row *rows =
		arena_array(a, json_array_length(list) + 1, struct row);
	const char *odd = NULL;
	bool is_ours = !json_first(list);
	int64_t last = 0;

	for (const json *j = json_first(list); j; j = json_next(j)) {
		struct row r = {0};
		const char *why = read_row(&r, a, q, j);

		out->rows++;
		is_ours |= r.is_ours || !r.from;
		last = r.timestamp ? r.timestamp : last;
		if (why)
			credits_pass(out, a,
			             (struct chain_unread){r.txid, why,
			                                   r.timestamp, NULL});
		else
			rows[n++] = r;
		if (why && r.is_known)
			odd = why;
	}
	/* No stranger makes a token of ours write nonsense. */
	if (!n && odd)
		return odd;
	if (!is_ours)
		return "the transfers of another address";
	for (size_t i = 0; i < n; i++)
		judge_row(out, a, q, rows, n, i, &mined);
	if (out->rows >= full)
		out->next = arena_printf(a, "%" PRId64, last);
	return NULL;
}

/* Of a transaction, all of them: which comes first is told by their number. */
static const char *read_operations(struct credits *out, struct arena *a,
                                   const struct question *q, const json *list,
                                   const struct place *p, const char *txid)
{
	struct row *rows =
		arena_array(a, json_array_length(list) + 1, struct row);
	size_t n = 0;

	for (const json *j = json_first(list); j; j = json_next(j), n++) {
		const char *why = read_row(&rows[n], a, q, j);

		if (why)
			return why;
		if (strcmp(rows[n].txid, txid) != 0)
			return "an operation of another transaction";
	}
	for (size_t i = 0; i < n; i++)
		judge_row(out, a, q, rows, n, i, p);
	out->rows = n;
	return NULL;
}

/* getTxInfo */
static const char *read_whole(struct credits *out, struct arena *a,
                              const struct question *q, const json *j)
{
	const json *list = json_member(j, "operations");
	struct place p = {.is_known = true};
	const char *txid;
	bool success;
	const char *why = read_hash(&txid, a, json_member(j, "hash"));

	if (why)
		return why;
	if (!json_bool(&success, json_member(j, "success")) ||
	    !json_int(&p.height, json_member(j, "blockNumber")) ||
	    !json_int(&p.confirmations, json_member(j, "confirmations")) ||
	    p.height < 0 || p.confirmations < 0)
		return "a transaction without its outcome";
	if (list &&
	    (!json_is_array(list) || json_array_length(list) > PAGE_MOST))
		return "operations that are no list";
	out->txid = txid;
	out->height = p.height;
	out->outcome = success ? OUTCOME_DONE : OUTCOME_FAILED;
	if (q->tip > 0)
		p.confirmations = question_confirmations(q, p.height);
	if (success)
		return read_operations(out, a, q, list, &p, txid);
	credits_note(out, a, NOTE_FAILED, txid);
	return NULL;
}

static const char *read_info(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const char *why = read_whole(out, a, q, j);

	return why ? credits_odd(out, why) : NULL;
}

static enum question_kind shape_of(const json *j)
{
	if (json_member(j, "hash"))
		return ASKED_TRANSACTION;
	return json_is_array(json_member(j, "operations")) ? ASKED_LIST
	                                                   : ASKED_NUMBER;
}

static const char *read_body(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const json *list = json_member(j, "operations");
	enum question_kind kind = shape_of(j);

	if (kind == ASKED_NUMBER &&
	    (!json_int(&out->height, json_member(j, "lastBlock")) ||
	     out->height < 0))
		return "neither operations nor a transaction";
	if (!question_wants(q, out, kind))
		return out->fault.message;
	if (kind == ASKED_TRANSACTION)
		return read_info(out, a, q, j);
	if (json_array_length(list) > PAGE_MOST)
		return "more rows than a page has";
	return kind == ASKED_LIST ? read_history(out, a, q, list) : NULL;
}

static enum fault_kind kind_of(int64_t code)
{
	switch (code) {
	case 1:
		return FAULT_AUTH;
	case 3:
	case 999:
		return FAULT_UNAVAILABLE;
	case 429:
		return FAULT_RATE_LIMITED;
	case 150:
		return FAULT_UNSUPPORTED;
	}
	return FAULT_BAD_REQUEST;
}

static struct fault judge(struct arena *a, struct fault f, const json *error)
{
	const char *text = NULL;
	int64_t code = 0;

	(void)json_int(&code, json_member(error, "code"));
	(void)json_text(&text, json_member(error, "message"));
	if (f.kind == FAULT_NONE || f.kind == FAULT_BAD_REQUEST ||
	    kind_of(code) == FAULT_AUTH)
		f = fault_of(kind_of(code), NULL);
	if (text && (strcasestr(text, "limit") || strcasestr(text, "too many")))
		f = fault_of(FAULT_RATE_LIMITED, NULL);
	f.message = fault_quote(a, text, "refused");
	return f;
}

const char *ethplorer_read(struct credits *out, struct arena *a,
                           const struct question *q, long http,
                           struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 12, &why);
	const json *error = json_member(j, "error");
	struct fault f = fault_of_http(a, http);

	*out = credits_none();
	if (error)
		return credits_refuse(out, judge(a, f, error));
	if (f.kind != FAULT_NONE)
		return credits_refuse(out, f);
	if (!j)
		return credits_malformed(out, why);
	return credits_end(out, read_body(out, a, q, j));
}
