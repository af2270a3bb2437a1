/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/money.h"
/*
 * coin: an amount of a cryptocurrency, in whole base units of its asset
 * (satoshi, wei, ...).
 *
 * Unsigned, at most 10^38 - 1, which is what DECIMAL(38,0) holds.  An amount
 * does not know its asset; the number of decimals comes from chain/assets.
 */
struct coin {
	unsigned __int128 units;
};

enum { COIN_TEXT = 64 };

/* From decimal text ("0.00018486", "1.2e-05"); NULL or the reason. */
const char *coin_parse(struct coin *out, const char *text, unsigned decimals);
/* From the text of an integer of base units, as SQL gives it. */
const char *coin_parse_units(struct coin *out, const char *digits);
/* From an EVM quantity ("0xde0b6b3a7640000"). */
const char *coin_parse_hex(struct coin *out, const char *hex);

int coin_cmp(struct coin a, struct coin b);
bool coin_is_zero(struct coin c);
MONEY_CHECKED bool coin_add(struct coin *sum, struct coin a, struct coin b);
/* What b leaves of a; nothing when it is more. */
struct coin coin_rest(struct coin a, struct coin b);

/* Base units as digits; decimal text without trailing zeros. */
void coin_print_units(char buf[COIN_TEXT], struct coin c);
void coin_print(char buf[COIN_TEXT], struct coin c, unsigned decimals);

/*
 * The value of c at a price of one whole coin, rounded down to the minor
 * unit (credit is never rounded up); NULL or the reason.  price is exact
 * decimal text with at most 18 places.
 */
const char *coin_value_floor(struct money *out, struct coin c,
                             unsigned decimals, const char *price,
                             struct currency currency);

/*
 * The least amount of coins that is worth so much, rounded up to the base
 * unit (a price to pay is never rounded down): its value_floor is at least
 * the value.  NULL or the reason.
 */
const char *coin_for_value_ceil(struct coin *out, struct money value,
                                unsigned decimals, const char *price);
