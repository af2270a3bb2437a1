/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"
#include "base/arena.h"
#include "vectors.h"
#include <criterion/criterion.h>
#include <string.h>

static const char LARGEST[] = "115792089237316195423570985008687907853"
			      "269984665640564039457584007913129639935";

static void reads(const char *text, unsigned decimals, const char *digits)
{
	struct integer got;
	const char *why = decimal_parse(&got, text, decimals);

	cr_expect_null(why, "'%s': %s", text, why);
	if (!why)
		cr_expect_str_eq(got.digits, digits, "'%s': %s", text,
		                 got.digits);
}

static void refuses(const char *text, unsigned decimals, const char *reason)
{
	struct integer got;
	const char *why = decimal_parse(&got, text, decimals);

	cr_expect(why && strcmp(why, reason) == 0, "'%s': %s, not %s", text,
	          why ? why : got.digits, reason);
}

Test(decimal, amounts_are_read_as_the_vectors_say)
{
	struct arena *a = arena_open(1 << 20);
	const cJSON *row;

	cJSON_ArrayForEach(row, vectors_list(a, "parse"))
	{
		const char *text = vector_text(row, "text");
		const char *error = vector_text(row, "error");
		unsigned decimals = vector_count(row, "decimals");

		if (error)
			refuses(text, decimals, error);
		else
			reads(text, decimals, vector_text(row, "units"));
	}
	arena_close(a);
}

Test(decimal, quantities_are_read_as_the_vectors_say)
{
	struct arena *a = arena_open(1 << 20);
	const cJSON *row;

	cJSON_ArrayForEach(row, vectors_list(a, "hex_quantity"))
	{
		const char *hex = vector_text(row, "hex");
		const char *error = vector_text(row, "error");
		struct integer got;
		const char *why = decimal_parse_hex(&got, hex);

		/* A reason may be followed by a remark in brackets. */
		if (error)
			cr_expect(why && strncmp(error, why, strlen(why)) == 0,
			          "%s: %s", hex, why);
		else
			cr_expect(!why && strcmp(got.digits,
			                         vector_text(row, "dec")) == 0,
			          "%s: %s", hex, why ? why : got.digits);
	}
	arena_close(a);
}

Test(decimal, units_are_printed_as_the_vectors_say)
{
	struct arena *a = arena_open(1 << 20);
	const cJSON *row;

	cJSON_ArrayForEach(row, vectors_list(a, "format"))
	{
		char buf[DECIMAL_TEXT];

		decimal_print(buf, vector_text(row, "units"),
		              vector_count(row, "decimals"), 0);
		cr_expect_str_eq(buf, vector_text(row, "text"));
	}
	arena_close(a);
}

Test(decimal, nothing_passes_256_bits)
{
	reads(LARGEST, 0, LARGEST);
	refuses("11579208923731619542357098500868790785326998466564056403945758"
	        "4007913129639936",
	        0, "overflow");
	refuses("1e78", 0, "overflow");
	refuses("1e60", 18, "overflow");
	reads("1e77", 0,
	      "1000000000000000000000000000000000000000"
	      "00000000000000000000000000000000000000");
}

Test(decimal, exponents_are_bounded_without_trouble)
{
	refuses("1e99999999999999999999", 0, "overflow");
	refuses("1e-99999999999999999999", 8, "too many decimals");
	reads("0e99999999999999999999", 8, "0");
	reads("0.000e-99999999999999999999", 8, "0");
	reads("1000e-3", 0, "1");
	reads("12300e-10", 8, "123");
	refuses("12310e-10", 7, "too many decimals");
	refuses("1e+", 0, "bad exponent");
	refuses("1e5.5", 0, "bad exponent");
	refuses("1e--5", 0, "bad exponent");
	refuses("e5", 0, "not a number");
}

Test(decimal, odd_spellings_have_one_meaning_or_none)
{
	reads("00012", 0, "12");
	reads(".5", 1, "5");
	reads("5.", 1, "50");
	reads("0.0000000000", 2, "0");
	refuses("+1", 0, "sign");
	refuses("-", 0, "sign");
	refuses("-0.5", 1, "negative");
	refuses("1.5x", 1, "not a number");
	refuses("1\n", 0, "space");
	refuses("\xd9\xa1", 0, "not a number");
}

Test(decimal, a_text_without_end_is_refused)
{
	char text[2000];

	memset(text, '9', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	refuses(text, 0, "too long");
	text[0] = '.';
	memset(text + 1, '0', sizeof(text) - 2);
	refuses(text, 0, "too long");
}

Test(decimal, floor_drops_what_does_not_count)
{
	struct integer got;

	cr_assert_null(decimal_parse_floor(&got, "16.319999", 2));
	cr_assert_str_eq(got.digits, "1631");
	cr_assert_null(decimal_parse_floor(&got, "1e-300", 2));
	cr_assert_str_eq(got.digits, "0");
	cr_assert_str_eq(decimal_parse_floor(&got, "-0.001", 2), "negative");
}

Test(decimal, at_least_so_many_places_are_printed)
{
	static const struct {
		const char *digits;
		unsigned decimals, min;
		const char *text;
	} rows[] = {
		{"123450",    2,  2, "1234.50"             },
		{"100",       2,  0, "1"                   },
		{"100",       2,  2, "1.00"                },
		{"5",         2,  2, "0.05"                },
		{"0",         2,  2, "0.00"                },
		{"0",         0,  0, "0"                   },
		{"7",         0,  2, "7.00"                },
		{"1200",      8,  2, "0.000012"            },
		{"1",         18, 0, "0.000000000000000001"},
		{"100000000", 8,  2, "1.00"                },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char buf[DECIMAL_TEXT];

		decimal_print(buf, rows[i].digits, rows[i].decimals,
		              rows[i].min);
		cr_expect_str_eq(buf, rows[i].text);
	}
}

Test(decimal, the_longest_text_fits)
{
	char buf[DECIMAL_TEXT];

	decimal_print(buf, LARGEST, 0, 40);
	cr_assert_eq(strlen(buf), 78 + 1 + 40);
	decimal_print(buf, LARGEST, 40, 40);
	cr_assert_eq(strlen(buf), 79);
}
