/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"
#include "base/panic.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	MANTISSA_LIMIT = 400, /* digits; more is not an amount */
	EXPONENT_LIMIT = 100000,
	PLACES_LIMIT = 40
};

/* 2^256 - 1 */
static const char LARGEST[] = "115792089237316195423570985008687907853"
			      "269984665640564039457584007913129639935";

/* A number as it was written: digits without leading zeros, of which the
 * last `places` stand behind the point, times 10^exponent. */
struct number {
	char digits[MANTISSA_LIMIT];
	size_t n;
	int places, exponent;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Names the faults that people and programs really make. */
static const char *fault_of(const char *text)
{
	if (!text[0])
		return "empty";
	if (text[strcspn(text, " \t\r\n\v\f")])
		return "space";
	if (strchr(text, ','))
		return "comma";
	if (text[0] == '+' ||
	    (text[0] == '-' && !is_digit(text[1]) && text[1] != '.'))
		return "sign";
	if (text[0] == '-')
		return "negative";
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return "hex";
	return NULL;
}

static const char *take_mantissa(struct number *n, const char **text)
{
	bool any = false, point = false;

	for (;; (*text)++) {
		char c = **text;

		if (c == '.') {
			if (point)
				return "two points";
			point = true;
			continue;
		}
		if (!is_digit(c))
			break;
		any = true;
		if (n->n == MANTISSA_LIMIT || n->places == MANTISSA_LIMIT)
			return "too long";
		if (c != '0' || n->n > 0)
			n->digits[n->n++] = c;
		n->places += point;
	}
	if (any)
		return NULL;
	return **text ? "not a number" : "no digits";
}

static const char *take_exponent(struct number *n, const char **text)
{
	bool negative = false;

	if (**text != 'e' && **text != 'E')
		return NULL;
	(*text)++;
	if (**text == '+' || **text == '-')
		negative = *(*text)++ == '-';
	if (!is_digit(**text))
		return "bad exponent";
	/* Past the bound it only matters that it is past it. */
	for (; is_digit(**text); (*text)++)
		if (n->exponent < EXPONENT_LIMIT)
			n->exponent = n->exponent * 10 + (**text - '0');
	if (**text)
		return "bad exponent";
	if (negative)
		n->exponent = -n->exponent;
	return NULL;
}

static const char *take_number(struct number *n, const char *text)
{
	const char *why = fault_of(text);

	memset(n, 0, sizeof(*n));
	if (!why)
		why = take_mantissa(n, &text);
	if (!why)
		why = take_exponent(n, &text);
	if (!why && *text)
		why = "not a number";
	return why;
}

/* Drops the last digits; false when one of them was not zero. */
static bool drop(struct number *n, size_t count)
{
	bool zeros = true;

	for (; count > 0 && n->n > 0; count--)
		zeros &= n->digits[--n->n] == '0';
	return zeros;
}

static const char *store(struct integer *out, const struct number *n,
                         size_t zeros)
{
	size_t len = n->n + zeros;

	if (n->n == 0) {
		memcpy(out->digits, "0", 2);
		return NULL;
	}
	if (len > DECIMAL_DIGITS)
		return "overflow";
	memcpy(out->digits, n->digits, n->n);
	memset(out->digits + n->n, '0', zeros);
	out->digits[len] = '\0';
	if (len == DECIMAL_DIGITS && strcmp(out->digits, LARGEST) > 0)
		return "overflow";
	return NULL;
}

static const char *parse(struct integer *out, const char *text,
                         unsigned decimals, bool exact)
{
	struct number n;
	const char *why = take_number(&n, text);
	int shift;

	must(decimals <= PLACES_LIMIT);
	if (why)
		return why;
	shift = n.exponent + (int)decimals - n.places;
	if (shift >= 0)
		return store(out, &n, (size_t)shift);
	if (!drop(&n, (size_t)-shift) && exact)
		return "too many decimals";
	return store(out, &n, 0);
}

const char *decimal_parse(struct integer *out, const char *text,
                          unsigned decimals)
{
	return parse(out, text, decimals, true);
}

const char *decimal_parse_floor(struct integer *out, const char *text,
                                unsigned decimals)
{
	return parse(out, text, decimals, false);
}

static int hex_digit(char c)
{
	static const char DIGITS[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c ? strchr(DIGITS, c) : NULL;
	return at ? (int)(at - DIGITS) : -1;
}

/* n = n * 16 + digit, the most significant decimal digit first. */
static void push_hex(uint8_t n[DECIMAL_DIGITS], int digit)
{
	int carry = digit;

	for (int i = DECIMAL_DIGITS - 1; i >= 0; i--) {
		carry += n[i] * 16;
		n[i] = (uint8_t)(carry % 10);
		carry /= 10;
	}
	must(carry == 0);
}

const char *decimal_parse_hex(struct integer *out, const char *text)
{
	uint8_t n[DECIMAL_DIGITS] = {0};
	size_t first = 0;

	if (text[0] != '0' || text[1] != 'x')
		return "no 0x";
	text += 2;
	if (!*text)
		return "no digits";
	for (size_t i = 0; text[i]; i++) {
		if (hex_digit(text[i]) < 0)
			return "not hex";
		if (i == 64)
			return "over 256 bits";
		push_hex(n, hex_digit(text[i]));
	}
	while (first < DECIMAL_DIGITS - 1 && n[first] == 0)
		first++;
	for (size_t i = first; i < DECIMAL_DIGITS; i++)
		out->digits[i - first] = (char)('0' + n[i]);
	out->digits[DECIMAL_DIGITS - first] = '\0';
	return NULL;
}

void decimal_print(char buf[DECIMAL_TEXT], const char *digits,
                   unsigned decimals, unsigned min_places)
{
	size_t len = strlen(digits);
	size_t whole = len > decimals ? len - decimals : 0;
	size_t places = decimals, lead = decimals > len ? decimals - len : 0;

	must(len > 0 && len <= DECIMAL_DIGITS && decimals <= PLACES_LIMIT &&
	     min_places <= PLACES_LIMIT);
	while (places > min_places &&
	       (places <= lead || digits[whole + places - lead - 1] == '0'))
		places--;
	if (whole > 0)
		memcpy(buf, digits, whole);
	else
		buf[whole++] = '0';
	buf[whole] = '\0';
	if (places == 0 && min_places == 0)
		return;
	buf[whole++] = '.';
	for (size_t i = 0; i < places || i < min_places; i++) {
		bool written = i >= lead && i < decimals;

		buf[whole++] = written ? digits[len - decimals + i] : '0';
	}
	buf[whole] = '\0';
}
