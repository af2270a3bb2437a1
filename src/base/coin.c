/* SPDX-License-Identifier: MIT */
#include "base/coin.h"
#include "base/decimal.h"
#include "base/panic.h"
#include <string.h>

enum {
	COIN_DIGITS = 38,
	PRICE_PLACES = 18,
	PRODUCT_DIGITS = COIN_DIGITS + DECIMAL_DIGITS
};

static unsigned __int128 largest(void)
{
	unsigned __int128 n = 1;

	for (int i = 0; i < COIN_DIGITS; i++)
		n *= 10;
	return n - 1;
}

static const char *from_digits(struct coin *out, const char *digits)
{
	unsigned __int128 n = 0;

	if (strlen(digits) > COIN_DIGITS)
		return "overflow";
	for (; *digits; digits++)
		n = n * 10 + (unsigned)(*digits - '0');
	out->units = n;
	return NULL;
}

const char *coin_parse(struct coin *out, const char *text, unsigned decimals)
{
	struct integer n;
	const char *why = decimal_parse(&n, text, decimals);

	return why ? why : from_digits(out, n.digits);
}

const char *coin_parse_units(struct coin *out, const char *digits)
{
	if (!digits[0])
		return "empty";
	if (digits[strspn(digits, "0123456789")])
		return "not a number";
	return coin_parse(out, digits, 0);
}

const char *coin_parse_hex(struct coin *out, const char *hex)
{
	struct integer n;
	const char *why = decimal_parse_hex(&n, hex);

	return why ? why : from_digits(out, n.digits);
}

int coin_cmp(struct coin a, struct coin b)
{
	return (a.units > b.units) - (a.units < b.units);
}

bool coin_is_zero(struct coin c)
{
	return c.units == 0;
}

bool coin_add(struct coin *sum, struct coin a, struct coin b)
{
	/* Neither passes 10^38, so two of them stay below 2^128. */
	must(a.units <= largest() && b.units <= largest());
	if (a.units + b.units > largest())
		return false;
	sum->units = a.units + b.units;
	return true;
}

struct coin coin_rest(struct coin a, struct coin b)
{
	return (struct coin){a.units > b.units ? a.units - b.units : 0};
}

void coin_print_units(char buf[COIN_TEXT], struct coin c)
{
	char digits[COIN_DIGITS + 1];
	size_t at = COIN_DIGITS;

	must(c.units <= largest());
	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + (int)(c.units % 10));
		c.units /= 10;
	} while (c.units > 0);
	memcpy(buf, digits + at, COIN_DIGITS + 1 - at);
}

void coin_print(char buf[COIN_TEXT], struct coin c, unsigned decimals)
{
	char units[COIN_TEXT], text[DECIMAL_TEXT];

	coin_print_units(units, c);
	decimal_print(text, units, decimals, 0);
	/* 38 digits, a point, and at most 40 places. */
	must(strlen(text) < COIN_TEXT);
	memcpy(buf, text, strlen(text) + 1);
}

/* Schoolbook multiplication; all digits, so out may begin with zeros. */
static void multiply(char out[PRODUCT_DIGITS + 1], const char *a, const char *b)
{
	size_t an = strlen(a), bn = strlen(b);
	int sums[PRODUCT_DIGITS] = {0};

	for (size_t i = 0; i < an; i++)
		for (size_t j = 0; j < bn; j++)
			sums[i + j + 1] += (a[i] - '0') * (b[j] - '0');
	for (size_t i = an + bn - 1; i > 0; i--) {
		sums[i - 1] += sums[i] / 10;
		sums[i] %= 10;
	}
	for (size_t i = 0; i < an + bn; i++)
		out[i] = (char)('0' + sums[i]);
	out[an + bn] = '\0';
}

/* Takes the point `places` to the left and drops what falls behind it. */
static const char *move_point(struct integer *out, const char *digits,
                              size_t places)
{
	size_t len;

	digits += strspn(digits, "0");
	len = strlen(digits);
	if (len <= places) {
		memcpy(out->digits, "0", 2);
		return NULL;
	}
	len -= places;
	if (len > DECIMAL_DIGITS)
		return "overflow";
	memcpy(out->digits, digits, len);
	out->digits[len] = '\0';
	return NULL;
}

const char *coin_value_floor(struct money *out, struct coin c,
                             unsigned decimals, const char *price,
                             struct currency currency)
{
	char units[COIN_TEXT], product[PRODUCT_DIGITS + 1], text[DECIMAL_TEXT];
	unsigned exponent = currency_exponent(currency);
	struct integer scaled, minor;
	const char *why = decimal_parse(&scaled, price, PRICE_PLACES);

	if (why)
		return why;
	coin_print_units(units, c);
	multiply(product, units, scaled.digits);
	why = move_point(&minor, product, PRICE_PLACES + decimals - exponent);
	if (why)
		return why;
	decimal_print(text, minor.digits, exponent, exponent);
	if (money_parse_floor(out, text, currency))
		return "overflow";
	return NULL;
}

/* The last WIDE digits of a number, filled up with zeros. */
enum { WIDE = DECIMAL_DIGITS + 2 };

static void widen(int out[WIDE], const char *digits)
{
	size_t len = strlen(digits);

	memset(out, 0, WIDE * sizeof(*out));
	for (size_t i = 0; i < len; i++)
		out[WIDE - len + i] = digits[i] - '0';
}

static bool at_least(const int a[WIDE], const int b[WIDE])
{
	for (size_t i = 0; i < WIDE; i++)
		if (a[i] != b[i])
			return a[i] > b[i];
	return true;
}

static void subtract(int a[WIDE], const int b[WIDE])
{
	for (size_t i = WIDE; i-- > 0;) {
		a[i] -= b[i];
		if (a[i] >= 0)
			continue;
		a[i] += 10;
		a[i - 1]--;
	}
}

/* Long division, digit by digit; out has as many digits as n. */
static bool divide(char out[DECIMAL_DIGITS + 1], const char *n, const char *by)
{
	int rest[WIDE] = {0}, divisor[WIDE], none[WIDE] = {0};

	widen(divisor, by);
	for (; *n; n++) {
		memmove(rest, rest + 1, (WIDE - 1) * sizeof(*rest));
		rest[WIDE - 1] = *n - '0';
		for (*out = '0'; at_least(rest, divisor); ++*out)
			subtract(rest, divisor);
		out++;
	}
	*out = '\0';
	/* Whether it came out even. */
	return at_least(none, rest);
}

const char *coin_for_value_ceil(struct coin *out, struct money value,
                                unsigned decimals, const char *price)
{
	char text[MONEY_TEXT], quotient[DECIMAL_DIGITS + 1];
	struct integer scaled, n;
	const struct coin one = {1};
	const char *why = decimal_parse(&scaled, price, PRICE_PLACES);
	bool is_even;

	if (why)
		return why;
	if (!strcmp(scaled.digits, "0"))
		return "no price";
	money_print(text, value);
	why = decimal_parse(&n, text, decimals + PRICE_PLACES);
	if (why)
		return why;
	is_even = divide(quotient, n.digits, scaled.digits);
	why = from_digits(out, quotient + strspn(quotient, "0"));
	if (why || is_even)
		return why;
	return coin_add(out, *out, one) ? NULL : "overflow";
}
