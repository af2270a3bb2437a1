/* SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "base/decimal.h"
#include "base/panic.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t LARGEST_MINOR = 1000000000000000;

/* Row 0 is no currency.  A symbol stands only where it names one currency to
 * most readers; the others are shown by their code.  What a dollar buys is of
 * November 2025 and good to about a tenth, for limits that nobody has set yet:
 * it prices nothing, and need not be kept up. */
/* clang-format off */
static const struct {
	char code[4];
	uint8_t exponent;
	uint32_t per_dollar; /* thousandths of a unit that a US dollar buys */
	const char *symbol;
} CURRENCIES[] = {
	{"",    0, 0, NULL},
	{"AED", 2, 3670, NULL},
	{"ARS", 2, 1440000, NULL},
	{"AUD", 2, 1530, "A$"},
	{"BDT", 2, 122000, NULL},
	{"BHD", 3, 376, NULL},
	{"BRL", 2, 5390, "R$"},
	{"CAD", 2, 1400, "CA$"},
	{"CHF", 2, 800, NULL},
	{"CLP", 0, 940000, NULL},
	{"CNY", 2, 7110, "CN¥"},
	{"COP", 2, 3800000, NULL},
	{"CZK", 2, 21000, NULL},
	{"DKK", 2, 6450, NULL},
	{"EUR", 2, 860, "€"},
	{"GBP", 2, 760, "£"},
	{"GHS", 2, 11000, NULL},
	{"HKD", 2, 7780, "HK$"},
	{"HUF", 2, 332000, NULL},
	{"IDR", 2, 16600000, NULL},
	{"ILS", 2, 3260, "₪"},
	{"INR", 2, 89000, "₹"},
	{"JPY", 0, 150000, "¥"},
	{"KES", 2, 129000, NULL},
	{"KRW", 0, 1460000, NULL},
	{"KWD", 3, 307, NULL},
	{"LKR", 2, 305000, NULL},
	{"MXN", 2, 18400, "MX$"},
	{"MYR", 2, 4150, NULL},
	{"NGN", 2, 1450000, "₦"},
	{"NOK", 2, 10100, NULL},
	{"NZD", 2, 1760, "NZ$"},
	{"PEN", 2, 3370, NULL},
	{"PHP", 2, 58800, "₱"},
	{"PKR", 2, 281000, NULL},
	{"PLN", 2, 3660, NULL},
	{"RON", 2, 4390, NULL},
	{"RUB", 2, 80000, "₽"},
	{"SAR", 2, 3750, NULL},
	{"SEK", 2, 9500, NULL},
	{"SGD", 2, 1300, "S$"},
	{"THB", 2, 32400, NULL},
	{"TRY", 2, 42300, "₺"},
	{"TWD", 2, 31200, "NT$"},
	{"UAH", 2, 42200, "₴"},
	{"USD", 2, 1000, "$"},
	{"VND", 0, 26300000, NULL},
	{"ZAR", 2, 17200, NULL},
};
/* clang-format on */

enum { ROWS = sizeof(CURRENCIES) / sizeof(CURRENCIES[0]) };

struct currency currency_find(const char *code)
{
	for (uint8_t i = 1; i < ROWS; i++)
		if (strcmp(CURRENCIES[i].code, code) == 0)
			return (struct currency){i};
	return (struct currency){0};
}

const char *currency_code(struct currency c)
{
	must(c.v < ROWS);
	return CURRENCIES[c.v].code;
}

unsigned currency_exponent(struct currency c)
{
	must(c.v > 0 && c.v < ROWS);
	return CURRENCIES[c.v].exponent;
}

struct money money_zero(struct currency c)
{
	return money_minor(0, c);
}

struct money money_minor(int64_t minor, struct currency c)
{
	must(c.v > 0 && c.v < ROWS);
	return (struct money){minor, c};
}

struct currency money_currency(struct money m)
{
	return m.currency;
}

int64_t money_to_minor(struct money m)
{
	return m.minor;
}

/* The nearest of 1, 2, 5, 10, 20, 50, ...; of two as near, the smaller. */
static int64_t round_number(int64_t n)
{
	static const int64_t NEXT[] = {2, 5, 10};
	int64_t power = 1, low = 1;

	while (n >= power * 10)
		power *= 10;
	for (size_t i = 0; i < 3; low = NEXT[i++])
		if (2 * n <= (low + NEXT[i]) * power)
			return low * power;
	return low * power;
}

struct money money_about_dollars(uint32_t dollars, struct currency c)
{
	int64_t thousandths;

	must(c.v > 0 && c.v < ROWS);
	thousandths = (int64_t)dollars * CURRENCIES[c.v].per_dollar;
	for (unsigned i = 0; i < CURRENCIES[c.v].exponent; i++)
		thousandths *= 10;
	return money_minor(round_number(thousandths / 1000), c);
}

static void same(struct money a, struct money b)
{
	must(a.currency.v > 0 && a.currency.v == b.currency.v);
}

/* The sum is stored only when it is right. */
static bool store(struct money *out, bool wrapped, int64_t minor,
                  struct currency c)
{
	if (wrapped)
		return false;
	*out = money_minor(minor, c);
	return true;
}

bool money_add(struct money *sum, struct money a, struct money b)
{
	int64_t minor;
	bool wrapped = __builtin_add_overflow(a.minor, b.minor, &minor);

	same(a, b);
	return store(sum, wrapped, minor, a.currency);
}

bool money_sub(struct money *rest, struct money a, struct money b)
{
	int64_t minor;
	bool wrapped = __builtin_sub_overflow(a.minor, b.minor, &minor);

	same(a, b);
	return store(rest, wrapped, minor, a.currency);
}

bool money_times(struct money *out, struct money a, uint32_t n)
{
	int64_t minor;
	bool wrapped = __builtin_mul_overflow(a.minor, n, &minor);

	return store(out, wrapped, minor, a.currency);
}

struct money money_total(struct money a, struct money b)
{
	struct money sum;

	return money_add(&sum, a, b) ? sum : money_minor(INT64_MAX, a.currency);
}

struct money money_most(struct currency c)
{
	return money_minor(INT64_C(1000000000000), c);
}

int money_cmp(struct money a, struct money b)
{
	same(a, b);
	return (a.minor > b.minor) - (a.minor < b.minor);
}

bool money_is_zero(struct money m)
{
	return m.minor == 0;
}

bool money_is_negative(struct money m)
{
	return m.minor < 0;
}

/* What people type that is not digits and one point. */
static const char *typing_fault(const char *text)
{
	if (!text[0])
		return "an amount is missing";
	if (text[0] == '-')
		return "an amount can't be negative";
	if (strchr(text, ','))
		return "use a point for decimals and nothing between "
		       "thousands, such as 1234.50";
	if (text[strspn(text, "0123456789.")])
		return "use only digits and a point, such as 1234.50";
	if (text[0] == '.')
		return "write a digit before the point, such as 0.50";
	if (strchr(text, '.') != strrchr(text, '.'))
		return "there is more than one point";
	if (text[strlen(text) - 1] == '.')
		return "write digits after the point, or leave it out";
	return NULL;
}

static const char *places_fault(const char *text, struct currency c)
{
	const char *point = strchr(text, '.');
	unsigned exponent = currency_exponent(c);

	if (!point || strlen(point + 1) <= exponent)
		return NULL;
	if (exponent == 0)
		return "this currency has no decimals";
	if (exponent == 2)
		return "at most 2 digits may follow the point";
	return "at most 3 digits may follow the point";
}

static const char *from_digits(struct money *out, const char *digits,
                               struct currency c)
{
	int64_t minor;

	if (strlen(digits) > MONEY_MAX_MINOR_DIGITS + 1)
		return "too large";
	minor = strtoll(digits, NULL, 10);
	if (minor > LARGEST_MINOR)
		return "too large";
	*out = money_minor(minor, c);
	return NULL;
}

const char *money_parse(struct money *out, const char *text, struct currency c)
{
	struct integer minor;
	const char *why;

	if (c.v == 0)
		return "unknown currency";
	why = typing_fault(text);
	if (!why)
		why = places_fault(text, c);
	if (why)
		return why;
	if (decimal_parse(&minor, text, currency_exponent(c)))
		return "too large";
	return from_digits(out, minor.digits, c);
}

/* Whether the whole part of the text is digits with a comma before every three
 * of them. */
static bool is_grouped(const char *text)
{
	size_t whole = strcspn(text, "."), digits = strspn(text, "0123456789");

	if (digits < 1 || digits > 3 || digits == whole)
		return false;
	for (size_t at = digits; at < whole; at += 4)
		if (text[at] != ',' || strspn(text + at + 1, "0123456789") != 3)
			return false;
	return true;
}

/* Whether its commas can be nothing but thousands. */
static bool is_surely_grouped(const char *text, struct currency c)
{
	return is_grouped(text) &&
	       (strchr(text, '.') || strchr(text, ',') != strrchr(text, ',') ||
	        currency_exponent(c) == 0);
}

/* The text with a point for the comma, or without commas. */
static void respell(char buf[MONEY_TEXT], const char *text, bool is_thousands)
{
	size_t n = 0;

	for (; *text; text++) {
		if (*text == ',' && is_thousands)
			continue;
		buf[n++] = *text == ',' ? '.' : *text;
	}
	buf[n] = '\0';
}

const char *money_parse_typed(struct money *out, const char *text,
                              struct currency c)
{
	const char *comma = strchr(text, ',');
	char plain[MONEY_TEXT];

	if (!comma || strlen(text) >= sizeof(plain) || c.v == 0)
		return money_parse(out, text, c);
	if (is_surely_grouped(text, c)) {
		respell(plain, text, true);
		return money_parse(out, plain, c);
	}
	/* The comma is a point, or it is too much. */
	if (is_grouped(text) || strchr(text, '.') || strchr(comma + 1, ','))
		return money_parse(out, text, c);
	respell(plain, text, false);
	return money_parse(out, plain, c);
}

const char *money_parse_floor(struct money *out, const char *text,
                              struct currency c)
{
	struct integer minor;
	const char *why;

	if (c.v == 0)
		return "unknown currency";
	why = decimal_parse_floor(&minor, text, currency_exponent(c));
	return why ? why : from_digits(out, minor.digits, c);
}

/* Without the sign; even the least int64 has a magnitude here. */
static void print_magnitude(char buf[DECIMAL_TEXT], struct money m)
{
	uint64_t n = m.minor < 0 ? -(uint64_t)m.minor : (uint64_t)m.minor;
	unsigned exponent = currency_exponent(m.currency);
	char digits[24];

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);
	decimal_print(buf, digits, exponent, exponent);
}

void money_print(char buf[MONEY_TEXT], struct money m)
{
	char text[DECIMAL_TEXT];

	print_magnitude(text, m);
	snprintf(buf, MONEY_TEXT, "%s%.36s", m.minor < 0 ? "-" : "", text);
}

static void group_thousands(char out[MONEY_TEXT], const char *text)
{
	size_t whole = strcspn(text, ".");
	size_t n = 0;

	for (size_t i = 0; text[i]; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			out[n++] = ',';
		out[n++] = text[i];
	}
	out[n] = '\0';
}

void money_show(char buf[MONEY_TEXT], struct money m)
{
	const char *sign = m.minor < 0 ? "-" : "";
	const char *symbol = CURRENCIES[m.currency.v].symbol;
	char text[DECIMAL_TEXT], grouped[MONEY_TEXT];

	print_magnitude(text, m);
	group_thousands(grouped, text);
	if (symbol)
		snprintf(buf, MONEY_TEXT, "%s%s%.30s", sign, symbol, grouped);
	else
		snprintf(buf, MONEY_TEXT, "%s%.30s %s", sign, grouped,
		         currency_code(m.currency));
}
