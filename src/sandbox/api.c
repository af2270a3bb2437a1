/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "db/transact.h"
#include "http/form.h"
#include "http/request.h"
#include "remote/json.h"
#include "sandbox/answer.h"
#include "sandbox/fault.h"
#include "sandbox/options.h"
#include "sandbox/payment.h"
#include "sandbox/routes.h"

enum { URL_MAX = 900, SECRET_MAX = 200, LEAST_CENTS = 100 };

struct flaw {
	const char *field, *message;
};

static const char *text_of(const json *body, const char *name)
{
	const char *s;

	return json_text(&s, json_member(body, name)) ? s : NULL;
}

static bool read_type(struct payment *p, struct flaw *f, const json *body)
{
	const char *type = text_of(body, "paymentType");

	*f = (struct flaw){"paymentType", "must be PAYMENT or DEPOSIT"};
	if (!type || (strcmp(type, "PAYMENT") && strcmp(type, "DEPOSIT")))
		return false;
	p->is_deposit = *type == 'D';
	return true;
}

static bool read_codes(struct payment *p, struct flaw *f, const json *body)
{
	const char *currency = text_of(body, "fiatCurrency");
	const char *coin = text_of(body, "cryptoCurrency");

	*f = (struct flaw){"fiatCurrency", "is not supported"};
	if (!currency || !listed_currency(currency))
		return false;
	p->settles_in = currency_find(currency);
	*f = (struct flaw){"cryptoCurrency", "is not supported"};
	p->coin = coin ? listed_coin_find(coin) : NULL;
	if (!p->coin)
		return false;
	f->message = "stablecoins are for PAYMENT only";
	return !(p->coin->is_stable && p->is_deposit);
}

static bool read_amount(struct payment *p, struct flaw *f, const json *body)
{
	const char *amount;

	if (p->is_deposit)
		return true;
	*f = (struct flaw){"fiatAmount", "is required"};
	if (!json_number(&amount, json_member(body, "fiatAmount")))
		return false;
	f->message = "must be at least 1.00 USD";
	if (money_parse_floor(&p->fiat, amount, p->settles_in))
		return false;
	if (listed_usd_cents(p->fiat) < LEAST_CENTS)
		return false;
	p->asked = listed_due(p->coin, p->fiat, p->created_at);
	p->has_amounts = true;
	return true;
}

static bool read_callback(struct payment *p, struct flaw *f, const json *body)
{
	const char *url = text_of(body, "callbackUrl");
	const char *secret = text_of(body, "callbackSecret");

	*f = (struct flaw){"callbackUrl", "must be an http(s) address"};
	if (!url || strlen(url) > URL_MAX ||
	    (strncmp(url, "https://", 8) && strncmp(url, "http://", 7)))
		return false;
	*f = (struct flaw){"callbackSecret", "is too long"};
	if (secret && strlen(secret) > SECRET_MAX)
		return false;
	p->callback_url = url;
	p->callback_secret = secret && *secret ? secret : NULL;
	return true;
}

static bool read_order(struct payment *p, struct flaw *f, struct arena *a,
                       struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);

	*f = (struct flaw){"body", "must be a JSON object"};
	*p = (struct payment){.plan = "",
	                      .copies = 1,
	                      .get_lie = "",
	                      .created_at = clock_now()};
	p->expires_at = options_expiry(p->created_at);
	return j && json_is_object(j) && read_type(p, f, j) &&
	       read_codes(p, f, j) && read_amount(p, f, j) &&
	       read_callback(p, f, j);
}

struct creating {
	struct arena *arena;
	struct payment *p;
};

static enum tx create_body(struct db *db, void *arg)
{
	struct creating *c = arg;

	c->p->plan = fault_pop(db, c->arena, "payment");
	c->p->copies = strcmp(c->p->plan, "duplicate") ? 1 : 2;
	payment_create(db, c->arena, c->p);
	return TX_COMMIT;
}

struct reply *api_payment_create(struct request *rq)
{
	struct payment p;
	struct flaw flaw;
	struct creating c = {rq->arena, &p};
	const char *fault;
	struct reply *r;

	if (!answer_has_key(rq))
		return answer_no_key(rq);
	fault = fault_take(rq->db, rq->arena, "create");
	r = answer_fault_before(rq, fault);
	if (r)
		return r;
	if (!read_order(&p, &flaw, rq->arena, rq->body))
		return answer_invalid(rq, flaw.field, flaw.message);
	db_transact(rq->db, create_body, &c);
	r = answer_json(rq, 200, payment_json(rq->arena, &p, p.created_at));
	return answer_fault_after(rq, fault, r);
}

struct reply *api_payment_show(struct request *rq)
{
	const char *hash = form_open(rq) ? NULL : form_raw(rq, "hash");
	const char *fault = fault_take(rq->db, rq->arena, "get");
	struct reply *r = answer_fault_before(rq, fault);
	struct moment now = clock_now();
	const struct payment *p;
	struct payment told;

	if (r)
		return r;
	p = hash ? payment_find(rq->db, rq->arena, hash) : NULL;
	if (!p)
		return answer_error(rq, 404, "not_found", "No such payment");
	told = payment_told(p, p->get_lie, now);
	r = answer_json(rq, 200, payment_json(rq->arena, &told, now));
	return answer_fault_after(rq, fault, r);
}
