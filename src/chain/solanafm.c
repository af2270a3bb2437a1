/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "remote/json.h"
/*
 * SolanaFM (a legacy service; off unless an operator sets it): the transfers
 * of an account.
 *
 * Failed transfers, fees and the rent of new accounts are listed among them.
 * A row has no slot, and its numbers are of instructions, not of accounts; so
 * what it lists is looked up at a node before it is booked.
 */
struct row {
	const char *action, *status, *source, *destination, *token, *amount;
	int64_t outer, inner;
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
	    !text_or_none(&r->token, json_member(j, "token")) ||
	    !json_number(&r->amount, json_member(j, "amount")))
		return "a row that is no transfer";
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

static const char *add_row(struct credits *out, struct arena *a,
                           const struct question *q, const char *txid,
                           const struct row *r)
{
	const struct watch *w = is_transfer(r) ? paid_by(q, r) : NULL;
	struct chain_credit c = {
		.txid = txid,
		.is_mined = true,
		.height = -1,
		.confirmations = 1,
		.needs_look = true,
	};

	if (!w)
		return NULL;
	c.asset = w->asset;
	c.address = w->address;
	c.index = arena_printf(a, "%" PRId64 "/%" PRId64, r->outer, r->inner);
	c.position = c.index;
	if (coin_parse_units(&c.amount, r->amount))
		return "a transfer without a whole amount";
	if (coin_is_zero(c.amount))
		return NULL;
	if (r->source && question_address(q, r->source))
		credits_note(out, a, NOTE_OWN, txid);
	else if (!credits_add(out, a, c))
		return "one transfer with two amounts";
	return NULL;
}

static const char *read_transaction(struct credits *out, struct arena *a,
                                    const struct question *q, const json *j)
{
	const json *data = json_member(j, "data");
	const char *txid, *why = NULL;

	if (!json_text(&txid, json_member(j, "transactionHash")) ||
	    !chain_is_signature(txid) || !json_is_array(data))
		return "a transaction that is none";
	txid = arena_text(a, txid);
	for (const json *o = json_first(data); o && !why; o = json_next(o)) {
		struct row r = {0};

		why = read_row(&r, o);
		if (!why)
			why = add_row(out, a, q, txid, &r);
	}
	return why;
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

static const char *read_body(struct credits *out, struct arena *a,
                             const struct question *q, const json *j)
{
	const json *list = json_member(j, "results");
	const char *status;

	if (!json_text(&status, json_member(j, "status")) ||
	    strcmp(status, "success") != 0)
		return "not a success";
	if (!json_is_array(list))
		return "no list of transactions";
	for (const json *t = json_first(list); t; t = json_next(t)) {
		const char *why = read_transaction(out, a, q, t);

		if (why)
			return why;
		out->rows++;
	}
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
