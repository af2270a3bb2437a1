/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "base/coin.h"
#include "base/decimal.h"
#include "base/panic.h"
/*
 * Any text as a number: what is taken is a whole number in its one form, and
 * printing and parsing give back what was there.  See tools/fuzz.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void is_canonical(const struct integer *n)
{
	size_t len = strlen(n->digits);

	must(len >= 1 && len <= DECIMAL_DIGITS);
	must(strspn(n->digits, "0123456789") == len);
	must(len == 1 || n->digits[0] != '0');
}

static void try_places(const char *text, unsigned decimals)
{
	struct integer exact, floor, again;
	char printed[DECIMAL_TEXT];
	const char *why = decimal_parse(&exact, text, decimals);

	must(!why || *why);
	if (!decimal_parse_floor(&floor, text, decimals))
		is_canonical(&floor);
	if (why)
		return;
	is_canonical(&exact);
	must(!decimal_parse_floor(&floor, text, decimals));
	must(!strcmp(exact.digits, floor.digits));
	decimal_print(printed, exact.digits, decimals, 0);
	must(!decimal_parse(&again, printed, decimals));
	must(!strcmp(exact.digits, again.digits));
}

static void try_coin(const char *text)
{
	struct coin c, again;
	char printed[COIN_TEXT];

	if (!coin_parse(&c, text, 18)) {
		coin_print(printed, c, 18);
		must(!coin_parse(&again, printed, 18));
		must(!coin_cmp(c, again));
	}
	if (!coin_parse_units(&c, text) || !coin_parse_hex(&c, text)) {
		coin_print_units(printed, c);
		must(!coin_parse_units(&again, printed));
		must(!coin_cmp(c, again));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const unsigned PLACES[] = {0, 2, 6, 8, 18, 40};
	struct arena *a = arena_open((size_t)1024 * 1024);
	const char *text = arena_bytes(a, bytes, len);
	struct integer n;

	for (size_t i = 0; i < sizeof(PLACES) / sizeof(*PLACES); i++)
		try_places(text, PLACES[i]);
	if (!decimal_parse_hex(&n, text))
		is_canonical(&n);
	try_coin(text);
	arena_close(a);
	return 0;
}
