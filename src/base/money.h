/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * money: credits, in whole minor units of the shop's one currency.
 *
 * Only money.c looks inside.  Currencies are those of ISO 4217 that the
 * gateway settles in, each with its exponent (JPY 0, USD 2, KWD 3).  Mixing
 * two currencies is a bug and panics; overflow is reported, never wrapped.
 */
#define MONEY_CHECKED __attribute__((warn_unused_result))
enum { MONEY_TEXT = 40, MONEY_MAX_MINOR_DIGITS = 15 };

/* A row of the table of currencies; zero means none. */
struct currency {
	uint8_t v;
};

struct money {
	int64_t minor;
	struct currency currency;
};

/* The currency with that ISO code; v is 0 for an unknown one. */
struct currency currency_find(const char *code);
const char *currency_code(struct currency c);
unsigned currency_exponent(struct currency c);

struct money money_zero(struct currency c);
struct money money_minor(int64_t minor, struct currency c);
int64_t money_to_minor(struct money m);
/* A round amount, 1, 2 or 5 and noughts, that is worth about so many US
 * dollars: 5 are $5.00, 500 JPY or 2 KWD.  For limits, never for prices. */
struct money money_about_dollars(uint32_t dollars, struct currency c);
struct currency money_currency(struct money m);

MONEY_CHECKED bool money_add(struct money *sum, struct money a, struct money b);
MONEY_CHECKED bool money_sub(struct money *rest, struct money a,
                             struct money b);
MONEY_CHECKED bool money_times(struct money *out, struct money a, uint32_t n);
/* The sum, or the largest amount where it is larger: to show, not to book. */
struct money money_total(struct money a, struct money b);
/* The largest price, payment or credit that the database takes: 10^12 minor
 * units, so that no cart and no month of them comes near the largest sum. */
struct money money_most(struct currency c);
int money_cmp(struct money a, struct money b);
bool money_is_zero(struct money m);
bool money_is_negative(struct money m);

/* Reads "12.34" strictly: digits, one point, at most the currency's places,
 * 10^15 minor units at most; NULL or the reason. */
const char *money_parse(struct money *out, const char *text, struct currency c);

/* The same as people type it: "12,50" is 12.50; thousands may be grouped
 * where no comma can be taken for the point ("1,234.50"; in JPY "1,234").
 * Where one can be ("1,234" in USD), it is refused. */
const char *money_parse_typed(struct money *out, const char *text,
                              struct currency c);

/* Reads decimal text of any precision and rounds towards zero: for amounts
 * that a gateway reports.  Takes exponents ("1.631e1"). */
const char *money_parse_floor(struct money *out, const char *text,
                              struct currency c);

/* "1234.50": all places, no grouping, for forms, CSV and JSON. */
void money_print(char buf[MONEY_TEXT], struct money m);
/* "$1,234.50", "1,234 KRW": for people. */
void money_show(char buf[MONEY_TEXT], struct money m);
