/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/request.h"
#include "remote/json.h"
#include "sandbox/address.h"
#include "sandbox/answer.h"
#include "sandbox/fault.h"
#include "sandbox/options.h"
#include "sandbox/routes.h"
#include "sandbox/wallet.h"

static void add_balances(struct text *t, struct request *rq)
{
	const struct listed_coin *c;

	for (size_t i = 0; (c = listed_coin_at(i)); i++) {
		struct coin balance = wallet_balance(rq->db, rq->arena, c);

		text_printf(t, "%s\"%s\":%s", i ? "," : "", c->code,
		            payment_number(rq->arena, balance, c->decimals, 0));
	}
}

struct reply *api_wallet_show(struct request *rq)
{
	struct text t = text_open(rq->arena, 512);
	const char *fault;
	struct reply *r;

	if (!answer_has_key(rq))
		return answer_no_key(rq);
	fault = fault_take(rq->db, rq->arena, "wallet");
	r = answer_fault_before(rq, fault);
	if (r)
		return r;
	text_add_text(&t, "{");
	add_balances(&t, rq);
	text_add_text(&t, "}");
	r = answer_json(rq, 200, (struct slice){t.p, t.len});
	return answer_fault_after(rq, fault, r);
}

/* The documents say a string, the libraries a number. */
static int64_t payment_id_in(const json *j)
{
	const char *text;
	int64_t id;
	char *end;

	if (json_int(&id, j))
		return id;
	if (!json_text(&text, j))
		return 0;
	errno = 0;
	id = strtoll(text, &end, 10);
	return errno || *end ? 0 : id;
}

/* Why it is refused: the field, or NULL. */
static const char *read_withdrawal(struct withdrawal *w, const json *j)
{
	const char *type, *coin;

	if (!json_text(&type, json_member(j, "withdrawType")) ||
	    (strcmp(type, "ALL") && strcmp(type, "SINGLE")))
		return "withdrawType";
	w->payment_id = payment_id_in(json_member(j, "paymentId"));
	if ((*type == 'S') != (w->payment_id > 0))
		return "paymentId";
	if (!json_text(&coin, json_member(j, "cryptoCurrency")) ||
	    !(w->coin = listed_coin_find(coin)))
		return "cryptoCurrency";
	if (!json_text(&w->to_address, json_member(j, "toAddress")) ||
	    !address_plausible(w->coin->address, w->to_address))
		return "toAddress";
	if (!json_bool(&w->dry, json_member(j, "onlyCalculate")))
		return "onlyCalculate";
	return NULL;
}

static void add_amount(struct text *t, const struct withdrawal *w,
                       const char *name, struct coin c)
{
	text_printf(t, ",\"%s\":%s", name,
	            payment_number(t->arena, c, w->coin->decimals, 1));
}

static const char *told_address(struct arena *a, const struct withdrawal *w)
{
	uint8_t bytes[32];

	if (strcmp(w->fault, "other_address"))
		return w->to_address;
	options_seeded(bytes, "other address", w->at.ms);
	return address_make(a, w->coin->address, bytes);
}

static void add_txids(struct text *t, const struct withdrawal *w, bool real)
{
	uint8_t bytes[32];
	const char *txid = w->txid;

	if (real && !txid) {
		options_seeded(bytes, "no transaction", w->at.ms);
		txid = text_hex(t->arena, bytes, sizeof(bytes));
	}
	text_add_text(t, ",\"txIdList\":[");
	if (real)
		json_add_text(t, txid);
	text_add_text(t, "]");
}

static struct slice withdrawal_json(struct arena *a, const struct withdrawal *w)
{
	struct text t = text_open(a, 512);
	struct coin got = {w->total.units - w->fee.units}, none = {0};
	bool real = !w->dry || !strcmp(w->fault, "dry_as_real");

	text_add_text(&t, "{\"id\":");
	if (real)
		text_printf(&t, "%lld", (long long)w->id);
	else
		text_add_text(&t, "null");
	text_printf(&t, ",\"withdrawType\":\"%s\"",
	            w->payment_id ? "SINGLE" : "ALL");
	if (w->payment_id)
		text_printf(&t, ",\"paymentId\":%lld",
		            (long long)w->payment_id);
	text_printf(&t,
	            ",\"cryptoCurrency\":\"%s\",\"toAddress\":", w->coin->code);
	json_add_text(&t, told_address(a, w));
	add_txids(&t, w, real);
	add_amount(&t, w, "receivingAmount", got);
	add_amount(&t, w, "blockchainFeeAmount", w->fee);
	add_amount(&t, w, "serviceFeeAmount", none);
	text_printf(&t, ",\"onlyCalculate\":%s", real ? "false" : "true");
	add_amount(&t, w, "totalWithdrawalAmount", w->total);
	text_printf(&t, ",\"createDatetime\":%lld}", (long long)w->at.ms);
	return (struct slice){t.p, t.len};
}

struct reply *api_wallet_withdraw(struct request *rq)
{
	struct withdrawal w = {0};
	const char *flaw;
	struct reply *r;
	const json *j;

	if (!answer_has_key(rq))
		return answer_no_key(rq);
	j = json_read(rq->arena, rq->body, 0, &flaw);
	flaw = j && json_is_object(j) ? read_withdrawal(&w, j) : "body";
	if (flaw)
		return answer_invalid(rq, flaw, "is missing or not right");
	w.fault = fault_take(rq->db, rq->arena, w.dry ? "quote" : "withdrawal");
	r = answer_fault_before(rq, w.fault);
	if (r)
		return r;
	wallet_withdraw(rq->db, rq->arena, &w);
	if (w.outcome == WITHDRAWN_TOO_LITTLE)
		return answer_error(rq, 400, "insufficient_funds",
		                    "Not enough to pay the fee");
	r = answer_json(rq, 200, withdrawal_json(rq->arena, &w));
	return answer_fault_after(rq, w.fault, r);
}
