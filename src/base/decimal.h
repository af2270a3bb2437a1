/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
/*
 * decimal: exact decimal text, the only road from digits to amounts.
 *
 * A number is read from its text and scaled by moving the point, never
 * through binary floating point.  The result is the canonical text of an
 * integer ("0", "1200"), up to 256 bits, for money_parse and coin_parse to
 * narrow further.
 */
enum { DECIMAL_DIGITS = 78 }; /* the most digits a 256 bit integer has */

struct integer {
	char digits[DECIMAL_DIGITS + 1];
};

/*
 * Reads text such as "0.00018486" or "1.2e-05" as a count of units of
 * 10^-decimals.  Returns NULL, or the reason in a few words ("too many
 * decimals", "negative", ...).  Digits that scale to nothing but zeros pass.
 * decimals is at most 40, here and below.
 */
const char *decimal_parse(struct integer *out, const char *text,
                          unsigned decimals);

/* The same, but digits too small to count are dropped: rounds towards zero. */
const char *decimal_parse_floor(struct integer *out, const char *text,
                                unsigned decimals);

/* Reads an EVM quantity, "0x" and 1..64 hex digits; NULL or the reason. */
const char *decimal_parse_hex(struct integer *out, const char *text);

/* Writes units of 10^-decimals as text without trailing zeros, but with at
 * least min_places places; buf must hold DECIMAL_TEXT bytes. */
enum { DECIMAL_TEXT = 128 };
void decimal_print(char buf[DECIMAL_TEXT], const char *digits,
                   unsigned decimals, unsigned min_places);
