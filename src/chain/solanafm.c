/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/base58.h"
#include "chain/ed25519.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * SolanaFM (a legacy service; off unless an operator sets it): the transfers
 * of an account.
 *
 * Failed transfers, fees and the rent of new accounts are listed among them.
 * A row is an instruction, has no slot, and nothing says that it is final; so
 * a node has to confirm it before it is booked.  Its position is the account,
 * as solana.c has it; who books adds up what came to one (solanafm_scan.c).
 */
enum {
	ROWS_MOST = 1024, /* of one transaction */
	PAGE_TOP = 1000   /* transactions */
};

struct row {
	const char *action, *status, *source, *destination, *token, *amount;
	const char *account; /* that holds the token */
	int64_t outer, inner, at;
};

/* Absent and null are alike; false on another type. */
static bool text_or_none(const char **out, const json *j)
{
	*out = NULL;
	return !j || json_text(out, j);
}

static const char *read_row(struct row *r, const json *j)
{
	if (!json_text(&r->action, json_member(j, "action")) ||
	    !json_text(&r->status, json_member(j, "status")) ||
	    !json_int(&r->outer, json_member(j, "instructionIndex")) ||
	    !json_int(&r->inner, json_member(j, "innerInstructionIndex")) ||
	    !text_or_none(&r->source, json_member(j, "source")) ||
	    !text_or_none(&r->destination, json_member(j, "destination")) ||
	    !text_or_none(&r->account,
	                  json_member(j, "destinationAssociation")) ||
	    !text_or_none(&r->token, json_member(j, "token")) ||
	    !json_number(&r->amount, json_member(j, "amount")))
		return "a row that is no transfer";
	(void)json_int(&r->at, json_member(j, "timestamp"));
	return NULL;
}

static bool is_transfer(const struct row *r)
{
	return !strcmp(r->status, "Successful") && r->outer >= 0 &&
	       (!strcmp(r->action, "transfer") ||
	        !strcmp(r->action, "transferChecked") ||
	        !strcmp(r->action, "transferWithSeed"));
}

static const struct watch *paid_by(const struct question *q,
                                   const struct row *r)
{
	if (!r->destination)
		return NULL;
	for (size_t i = 0; i < q->n; i++) {
		const struct watch *w = &q->watches[i];
		bool is_native = !r->token || !*r->token;

		if (is_native ? !w->asset->contract
		              : watch_is_contract(w->asset, r->token))
			if (watch_is_address(w, r->destination))
				return w;
	}
	return NULL;
}

/* Where solana.c says that it came to: the owner, or the token account. */
static const char *position_of(const struct watch *w, const struct row *r)
{
	uint8_t bytes[ED25519_BYTES];

	if (!w->asset->contract)
		return w->address;
	if (!r->account || base58_decode(bytes, sizeof(bytes), r->account))
		return NULL;
	return r->account;
}

static bool is_listed_before(const struct row *rows, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (rows[k].outer == rows[i].outer &&
		    rows[k].inner == rows[i].inner &&
		    !strcmp(rows[k].action, rows[i].action))
			return true;
	return false;
}

static const char *add_row(struct credits *out, struct arena *a,
                           const struct question *q, const char *txid,
                           const struct row *r)
{
	const struct watch *w = paid_by(q, r);
	struct chain_credit c = {
		.txid = txid,
		.is_mined = true,
		.height = -1,
		.confirmations = 1,
		.needs_look = true,
	};
	const char *position;

	if (!w)
		return NULL;
	position = position_of(w, r);
	if (coin_parse_units(&c.amount, r->amount))
		return "a transfer without a whole amount";
	if (coin_is_zero(c.amount))
		return NULL;
	c.asset = w->asset;
	c.address = w->address;
	c.index = arena_printf(a, "%" PRId64 "/%" PRId64, r->outer, r->inner);
	c.position = position ? arena_text(a, position) : c.index;
	(void)credits_add(out, a, c);
	return NULL;
}

/* What an owner pays in, he pays to himself. */
static bool is_own(const struct question *q, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].source && question_address(q, rows[i].source))
			return true;
	return false;
}

static const char *add_rows(struct credits *out, struct arena *a,
                            const struct question *q, const char *txid,
                            const struct row *rows, size_t n)
{
	const char *why = NULL;

	if (is_own(q, rows, n)) {
		credits_note(out, a, NOTE_OWN, txid);
		return NULL;
	}
	for (size_t i = 0; i < n && !why; i++)
		if (is_transfer(&rows[i]) && !is_listed_before(rows, i))
			why = add_row(out, a, q, txid, &rows[i]);
	return why;
}

static bool was_listed(const struct credits *out, const char *txid)
{
	for (size_t i = 0; i < out->fetch_n; i++)
		if (!strcmp(out->fetch[i], txid))
			return true;
	return false;
}

static const char *read_all(struct row *rows, size_t *n, const json *data)
{
	if (!json_is_array(data))
		return "a transaction that is none";
	if (json_array_length(data) > ROWS_MOST)
		return "more transfers than a transaction has";
	for (const json *o = json_first(data); o; o = json_next(o)) {
		const char *why = read_row(&rows[(*n)++], o);

		if (why)
			return why;
	}
	return NULL;
}

static bool is_ours(const struct question *q, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((rows[i].source && question_address(q, rows[i].source)) ||
		    (rows[i].destination &&
		     question_address(q, rows[i].destination)))
			return true;
	return n == 0;
}

static const char *read_transaction(struct credits *out, struct arena *a,
                                    const struct question *q, const json *j,
                                    bool *ours)
{
	struct row *rows = arena_array(
		a, json_array_length(json_member(j, "data")) + 1, struct row);
	size_t n = 0;
	const char *txid, *why;

	if (!json_text(&txid, json_member(j, "transactionHash")) ||
	    !chain_is_signature(txid))
		return "a transaction that is none";
	why = read_all(rows, &n, json_member(j, "data"));
	*ours |= why || is_ours(q, rows, n);
	if (why || !n || was_listed(out, txid))
		return why;
	txid = arena_text(a, txid);
	out->fetch[out->fetch_n] = txid;
	out->fetch_at[out->fetch_n++] = rows[0].at;
	return add_rows(out, a, q, txid, rows, n);
}

static const char *read_next(struct credits *out, struct arena *a,
                             const json *pagination)
{
	int64_t current, total;

	if (!json_int(&current, json_member(pagination, "currentPage")) ||
	    !json_int(&total, json_member(pagination, "totalPages")) ||
	    current < 0 || current == INT64_MAX)
		return "no page among pages";
	if (current < total)
		out->next = arena_printf(a, "%" PRId64, current + 1);
	return NULL;
}

static const char *txid_of(struct arena *a, const json *j)
{
	const char *txid;

	return json_text(&txid, json_member(j, "transactionHash")) &&
	                       chain_is_signature(txid)
	               ? arena_text(a, txid)
	               : NULL;
}

static const char *read_body(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const json *list = json_member(j, "results");
	const char *status;
	bool ours = false;

	if (!json_text(&status, json_member(j, "status")) ||
	    strcmp(status, "success") != 0)
		return "not a success";
	if (!json_is_array(list))
		return "no list of transactions";
	if (json_array_length(list) > PAGE_TOP)
		return "more transactions than a page has";
	out->fetch = arena_array(a, json_array_length(list) + 1, const char *);
	out->fetch_at = arena_array(a, json_array_length(list) + 1, int64_t);
	for (const json *t = json_first(list); t; t = json_next(t)) {
		const char *why = read_transaction(out, a, q, t, &ours);

		(void)credits_take_row(out, a, txid_of(a, t), why);
		out->rows++;
	}
	if (out->rows && !ours)
		return "the transfers of another address";
	return read_next(out, a, json_member(j, "pagination"));
}

static bool read_fault(struct fault *f, struct arena *a, const json *j)
{
	const char *text = NULL;
	int64_t code;

	if (json_int(&code, json_member(j, "code")) && f->kind == FAULT_NONE) {
		*f = fault_of_http(a, code >= 400 && code < 600 ? code : 400);
		(void)json_text(&text, json_member(j, "message"));
		f->message = fault_quote(a, text, f->message);
	}
	return f->kind != FAULT_NONE;
}

const char *solanafm_read(struct credits *out, struct arena *a,
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
	return why ? credits_malformed(out, why) : NULL;
}
