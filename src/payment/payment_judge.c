/* SPDX-License-Identifier: MIT */
#include "payment/payment_judge.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/decimal.h"
#include "base/panic.h"
#include "base/random.h"
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment.h"

/* As many minor units as the ledger takes in one transfer. */
static const int64_t CREDIT_MOST = INT64_C(1000000000000);

enum { PLACES = 36 };

/* Whether stored is unknown yet, or the same. */
static bool fits(const char *stored, const char *said)
{
	return !stored || strcmp(stored, said) == 0;
}

static bool is_amount(const struct payment *p, const char *said)
{
	struct integer digits;
	char own[24];

	if (!said ||
	    decimal_parse(&digits, said, currency_exponent(p->settles_in)))
		return false;
	snprintf(own, sizeof(own), "%" PRId64, money_to_minor(p->fiat));
	return strcmp(own, digits.digits) == 0;
}

static bool is_coin(const struct payment *p, const char *said)
{
	struct coin c;

	if (!said || coin_parse(&c, said, p->asset->decimals) ||
	    coin_is_zero(c))
		return false;
	return !p->has_coin || coin_cmp(c, p->coin) == 0;
}

static enum gateway_type type_of(enum payment_kind kind)
{
	switch (kind) {
	case PAYMENT_NAMED:
		return GATEWAY_PAYMENT;
	case PAYMENT_ANY:
		return GATEWAY_DEPOSIT;
	case PAYMENT_NO_KIND:
		break;
	}
	panic("no such payment_kind");
}

/* Before we know its id, the address it calls back must name our token. */
static bool calls_back(const struct payment *p,
                       const struct gateway_payment *said)
{
	size_t len, token = PUBLIC_ID_TEXT - 1;

	if (p->gateway_id || !said->callback_url)
		return true;
	len = strlen(said->callback_url);
	return len > token &&
	       strcmp(said->callback_url + len - token, p->hook_token) == 0;
}

static const char *difference(const struct payment *p,
                              const struct gateway_payment *said)
{
	if (!fits(p->gateway_id, said->id))
		return "another invoice than we asked for";
	if (!fits(p->gateway_hash, said->hash))
		return "another hash than that of our invoice";
	if (!fits(p->address, said->address))
		return "another address than we showed";
	if (strcmp(p->asset->code, said->asset) != 0)
		return "another coin than we asked for";
	if (strcmp(currency_code(p->settles_in), said->fiat_currency) != 0)
		return "another currency than we asked for";
	if (said->type != type_of(p->kind))
		return "another type of payment than we asked for";
	if (!calls_back(p, said))
		return "another callback address than we gave";
	if (p->kind == PAYMENT_ANY)
		return NULL;
	if (!is_amount(p, said->fiat_amount))
		return "another amount than we asked for";
	if (!is_coin(p, said->crypto_amount))
		return "another coin amount than was to arrive";
	return NULL;
}

static struct judgement review(const char *reason)
{
	return (struct judgement){.verdict = VERDICT_REVIEW, .reason = reason};
}

static struct judgement judge_credit(const struct payment *p,
                                     const struct gateway_payment *said)
{
	struct judgement j = {.verdict = VERDICT_CREDIT, .credit = p->fiat};

	if (!is_coin(p, said->crypto_amount))
		return review("no coin amount that could be credited");
	must(!coin_parse(&j.arrived, said->crypto_amount, p->asset->decimals));
	if (p->kind == PAYMENT_NAMED)
		return j;
	if (!said->fiat_amount ||
	    money_parse_floor(&j.credit, said->fiat_amount, p->settles_in) ||
	    money_to_minor(j.credit) > CREDIT_MOST)
		return review("no amount that could be credited");
	if (money_is_zero(j.credit) || money_is_negative(j.credit))
		return review("worth less than the least credit");
	return j;
}

static struct judgement judge_paid(const struct payment *p,
                                   const struct gateway_payment *said)
{
	switch (p->state) {
	case PAYMENT_CREATING:
	case PAYMENT_OPEN:
	case PAYMENT_EXPIRED:
	case PAYMENT_ABANDONED:
		return judge_credit(p, said);
	case PAYMENT_FAILED:
		return review("paid although its making had failed");
	case PAYMENT_PAID:
	case PAYMENT_REVIEW:
	case PAYMENT_CONFIRMING: /* it was said before: the chain's turn */
		return (struct judgement){.verdict = VERDICT_IGNORE};
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

static enum verdict judge_unpaid(const struct payment *p)
{
	bool is_waited_for =
		p->state == PAYMENT_CREATING || p->state == PAYMENT_ABANDONED;

	if (is_waited_for && !p->gateway_id)
		return VERDICT_ADOPT;
	if (p->state == PAYMENT_OPEN && p->is_over)
		return VERDICT_EXPIRE;
	return VERDICT_IGNORE;
}

struct judgement payment_judge(const struct payment *p,
                               const struct gateway_payment *said)
{
	const char *why = difference(p, said);

	if (why && said->is_paid)
		return review(why);
	if (why)
		return (struct judgement){.verdict = VERDICT_NOTE,
		                          .reason = why};
	if (said->is_paid)
		return judge_paid(p, said);
	return (struct judgement){.verdict = judge_unpaid(p)};
}

static bool same_number(const char *a, const char *b)
{
	struct integer x, y;

	if (!a || !b)
		return !a && !b;
	return !decimal_parse(&x, a, PLACES) && !decimal_parse(&y, b, PLACES) &&
	       strcmp(x.digits, y.digits) == 0;
}

const char *payment_contradiction(const struct gateway_payment *one,
                                  const struct gateway_payment *other)
{
	if (one->is_paid != other->is_paid)
		return "the gateway contradicts its callback: paid or not";
	if (strcmp(one->id, other->id) != 0 ||
	    strcmp(one->hash, other->hash) != 0)
		return "the gateway contradicts its callback: which invoice";
	if (strcmp(one->address, other->address) != 0)
		return "the gateway contradicts its callback: the address";
	if (strcmp(one->asset, other->asset) != 0 ||
	    strcmp(one->fiat_currency, other->fiat_currency) != 0 ||
	    one->type != other->type)
		return "the gateway contradicts its callback: coin or type";
	if (!same_number(one->fiat_amount, other->fiat_amount) ||
	    !same_number(one->crypto_amount, other->crypto_amount))
		return "the gateway contradicts its callback: the amount";
	return NULL;
}
