/* SPDX-License-Identifier: MIT */
#include "payment/payment_judge.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment.h"

enum { REPORTS = 50000, FIELDS = 9 };

static struct payment stored(enum payment_kind kind)
{
	struct currency usd = currency_find("USD");
	struct payment p = {
		.id = {1},
		.public_id = "AAAAAAAAAAAAAAAAAAAAAA",
		.hook_token = "BBBBBBBBBBBBBBBBBBBBBB",
		.asset = asset_find("BTC"),
		.kind = kind,
		.state = PAYMENT_OPEN,
		.settles_in = usd,
		.fiat = money_minor(kind == PAYMENT_NAMED ? 2500 : 0, usd),
		.has_coin = kind == PAYMENT_NAMED,
		.coin = {kind == PAYMENT_NAMED ? 50000 : 0},
		.gateway_id = "634",
		.gateway_hash = "0123456789abcdef0123",
		.address = "bc1qexample",
	};

	return p;
}

static struct gateway_payment agreeing(enum payment_kind kind)
{
	return (struct gateway_payment){
		.id = "634",
		.type = kind == PAYMENT_NAMED ? GATEWAY_PAYMENT
	                                      : GATEWAY_DEPOSIT,
		.fiat_currency = "USD",
		.fiat_amount = kind == PAYMENT_NAMED ? "25" : "16.319",
		.crypto_amount = kind == PAYMENT_NAMED ? "5e-4" : "0.00018486",
		.asset = "BTC",
		.address = "bc1qexample",
		.hash = "0123456789abcdef0123",
		.is_paid = true,
	};
}

static enum verdict verdict_in(enum payment_state state, bool is_paid,
                               bool is_over)
{
	struct payment p = stored(PAYMENT_NAMED);
	struct gateway_payment said = agreeing(PAYMENT_NAMED);

	p.state = state;
	p.is_over = is_over;
	said.is_paid = is_paid;
	return payment_judge(&p, &said).verdict;
}

Test(payment_judge, a_named_amount_is_credited_as_it_was_stored)
{
	struct payment p = stored(PAYMENT_NAMED);
	struct gateway_payment said = agreeing(PAYMENT_NAMED);
	struct judgement j = payment_judge(&p, &said);

	cr_assert_eq(j.verdict, VERDICT_CREDIT, "%s", j.reason);
	cr_assert_eq(money_to_minor(j.credit), 2500);
	cr_assert(j.arrived.units == 50000);
}

Test(payment_judge, a_deposit_is_credited_as_reported_rounded_down)
{
	struct payment p = stored(PAYMENT_ANY);
	struct gateway_payment said = agreeing(PAYMENT_ANY);
	struct judgement j = payment_judge(&p, &said);

	cr_assert_eq(j.verdict, VERDICT_CREDIT, "%s", j.reason);
	cr_assert_eq(money_to_minor(j.credit), 1631);
}

Test(payment_judge, what_a_deposit_can_not_be_credited_for_is_reviewed)
{
	static const char *const BAD[] = {NULL,   "0",      "0.009", "-5",
	                                  "1e30", "1e-400", "x",     ""};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		struct payment p = stored(PAYMENT_ANY);
		struct gateway_payment said = agreeing(PAYMENT_ANY);

		said.fiat_amount = BAD[i];
		cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_REVIEW,
		             "%s", BAD[i] ? BAD[i] : "absent");
		said = agreeing(PAYMENT_ANY);
		said.crypto_amount = BAD[i];
		if (!BAD[i] || strcmp(BAD[i], "0.009") != 0)
			cr_expect_eq(payment_judge(&p, &said).verdict,
			             VERDICT_REVIEW, "coin %s",
			             BAD[i] ? BAD[i] : "absent");
	}
}

Test(payment_judge, every_state_knows_what_paid_and_unpaid_mean)
{
	static const struct {
		enum payment_state state;
		enum verdict paid, unpaid, unpaid_over;
	} CASES[] = {
		{PAYMENT_CREATING,  VERDICT_CREDIT, VERDICT_IGNORE,
	         VERDICT_IGNORE						   },
		{PAYMENT_OPEN,      VERDICT_CREDIT, VERDICT_IGNORE, VERDICT_EXPIRE},
		{PAYMENT_PAID,      VERDICT_IGNORE, VERDICT_IGNORE, VERDICT_IGNORE},
		{PAYMENT_EXPIRED,   VERDICT_CREDIT, VERDICT_IGNORE,
	         VERDICT_IGNORE						   },
		{PAYMENT_REVIEW,    VERDICT_IGNORE, VERDICT_IGNORE,
	         VERDICT_IGNORE						   },
		{PAYMENT_FAILED,    VERDICT_REVIEW, VERDICT_IGNORE,
	         VERDICT_IGNORE						   },
		{PAYMENT_ABANDONED, VERDICT_CREDIT, VERDICT_IGNORE,
	         VERDICT_IGNORE						   },
	};

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		enum payment_state s = CASES[i].state;

		cr_expect_eq(verdict_in(s, true, false), CASES[i].paid, "%d",
		             (int)s);
		cr_expect_eq(verdict_in(s, true, true), CASES[i].paid, "%d",
		             (int)s);
		cr_expect_eq(verdict_in(s, false, false), CASES[i].unpaid, "%d",
		             (int)s);
		cr_expect_eq(verdict_in(s, false, true), CASES[i].unpaid_over,
		             "%d", (int)s);
	}
}

Test(payment_judge, one_whose_invoice_is_unknown_takes_what_names_its_token)
{
	struct payment p = stored(PAYMENT_NAMED);
	struct gateway_payment said = agreeing(PAYMENT_NAMED);

	p.state = PAYMENT_CREATING;
	p.gateway_id = p.gateway_hash = p.address = NULL;
	p.has_coin = false;
	said.is_paid = false;
	cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_ADOPT);
	said.callback_url = "https://shop/hook/kryptoexpress/"
			    "BBBBBBBBBBBBBBBBBBBBBB";
	cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_ADOPT);
	said.is_paid = true;
	cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_CREDIT);
	said.callback_url = "https://shop/hook/kryptoexpress/"
			    "CCCCCCCCCCCCCCCCCCCCCC";
	cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_REVIEW);
	said.is_paid = false;
	cr_expect_eq(payment_judge(&p, &said).verdict, VERDICT_NOTE);
}

static char scratch[FIELDS][160];

/* Another text: one byte changed, added or taken away. */
static const char *bent(int field, const char *text)
{
	size_t len = strlen(text), at = (size_t)rand() % len;
	char *s = scratch[field];

	snprintf(s, sizeof(scratch[0]), "%s", text);
	switch (rand() % 3) {
	case 0:
		s[at] = s[at] == '7' ? '8' : '7';
		break;
	case 1:
		s[len] = (char)('1' + rand() % 9);
		s[len + 1] = '\0';
		break;
	default:
		s[at] = (char)(s[at] ^ 0x20);
		break;
	}
	return s;
}

/* An amount that is another number. */
static const char *other_amount(int field)
{
	static const char *const FORMS[] = {"%d.01", "%d",    "%de2",
	                                    "-%d",   "0.0%d", "%d.",
	                                    "+%d",   "0x%d",  " %d"};
	char *s = scratch[field];
	size_t form = (size_t)rand() % (sizeof(FORMS) / sizeof(FORMS[0]));

	if (rand() % 12 == 0)
		return NULL;
		/* Never 25, nor 0.0005. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(s, sizeof(scratch[0]), FORMS[form], 26 + rand() % 1000000);
#pragma GCC diagnostic pop
	return s;
}

static void mutate(struct gateway_payment *said, int field)
{
	switch (field) {
	case 0:
		said->id = bent(field, said->id);
		return;
	case 1:
		said->hash = bent(field, said->hash);
		return;
	case 2:
		said->address = bent(field, said->address);
		return;
	case 3:
		said->asset = bent(field, said->asset);
		return;
	case 4:
		said->fiat_currency = bent(field, said->fiat_currency);
		return;
	case 5:
		said->type = said->type == GATEWAY_PAYMENT ? GATEWAY_DEPOSIT
		                                           : GATEWAY_PAYMENT;
		return;
	case 6:
		said->fiat_amount = other_amount(field);
		return;
	case 7:
		said->crypto_amount = other_amount(field);
		return;
	default:
		said->type = GATEWAY_NO_TYPE;
	}
}

Test(payment_judge, no_report_with_a_changed_field_credits)
{
	unsigned seed = 1;
	int refused[FIELDS] = {0};

	srand(seed);
	for (int i = 0; i < REPORTS; i++) {
		/* The amounts of a DEPOSIT are the gateway's to say. */
		enum payment_kind kind =
			rand() % 2 ? PAYMENT_NAMED : PAYMENT_ANY;
		int field = rand() % FIELDS;
		struct payment p = stored(kind);
		struct gateway_payment said = agreeing(kind);

		if (kind == PAYMENT_ANY && (field == 6 || field == 7))
			continue;
		mutate(&said, field);
		if (rand() % 4 == 0)
			mutate(&said, rand() % 6);
		/* Two changes of one field may undo each other. */
		if (said.type == agreeing(kind).type &&
		    (field == 5 || field == 8))
			continue;
		cr_assert_eq(payment_judge(&p, &said).verdict, VERDICT_REVIEW,
		             "report %d, field %d", i, field);
		refused[field]++;
	}
	for (int i = 0; i < FIELDS; i++)
		cr_assert_gt(refused[i], 1000);
}

Test(payment_judge, a_confirmation_must_say_the_same)
{
	struct gateway_payment one = agreeing(PAYMENT_NAMED), other = one;

	other.fiat_amount = "25.00";
	other.crypto_amount = "0.00050";
	cr_expect_null(payment_contradiction(&one, &other));
	other.is_paid = false;
	cr_expect_not_null(payment_contradiction(&one, &other));
	for (int field = 0; field < 8; field++) {
		other = one;
		mutate(&other, field);
		cr_expect_not_null(payment_contradiction(&one, &other), "%d",
		                   field);
	}
}
