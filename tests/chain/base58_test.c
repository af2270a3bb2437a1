/* SPDX-License-Identifier: MIT */
#include "chain/base58.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"

static struct arena *a;

static void set_up(void)
{
	a = arena_open(16 << 20);
}

static void tear_down(void)
{
	arena_close(a);
}

TestSuite(address_base58, .init = set_up, .fini = tear_down);

/* draft-msporny-base58, and Bitcoin Core's own. */
static const struct {
	const char *hex, *text;
} KNOWN[] = {
	{"",						   ""		 },
	{"61",						 "2g"               },
	{"626262",					     "a3gV"             },
	{"48656c6c6f20576f726c6421",                           "2NEpo7TZRRrLZSi2U"},
	{"0000287fb4cd",				       "11233QC4"         },
	{"00000000000000000000",                               "1111111111"       },
	{"516b6fcd0f",					 "ABnLTmg"          },
	{"00eb15231dfceb60925886b67d065299925915aeb172c06647",
         "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L"                                     },
};

Test(address_base58, the_known_texts_read_and_are_written)
{
	for (size_t i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++) {
		size_t len = strlen(KNOWN[i].hex) / 2;
		uint8_t want[64], got[64];

		cr_assert(text_unhex(want, len, KNOWN[i].hex));
		cr_expect_str_eq(base58_encode(a, want, len), KNOWN[i].text);
		cr_expect_null(base58_decode(got, len, KNOWN[i].text));
		cr_expect_arr_eq(got, want, len);
	}
}

Test(address_base58, another_count_of_bytes_is_refused)
{
	uint8_t got[64];

	for (size_t i = 1; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++) {
		size_t len = strlen(KNOWN[i].hex) / 2;

		cr_expect(base58_decode(got, len + 1, KNOWN[i].text));
		cr_expect(base58_decode(got, len - 1, KNOWN[i].text));
	}
}

Test(address_base58, letters_that_are_none_of_it_are_refused)
{
	static const char *const BAD[] = {"0",   "O",    "I", "l",       " ",
	                                  "2g ", "2g\n", "+", "\xc3\xa4"};
	uint8_t got[4];

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		for (size_t len = 0; len <= sizeof(got); len++)
			cr_expect(base58_decode(got, len, BAD[i]));
}

Test(address_base58, a_text_without_end_is_refused_at_once)
{
	size_t len = 8 << 20;
	char *text = arena_array(a, len + 1, char);
	uint8_t got[BASE58_MAX];

	memset(text, 'z', len);
	cr_expect(base58_decode(got, sizeof(got), text));
	memset(text, '1', len);
	cr_expect(base58_decode(got, sizeof(got), text));
}

Test(address_base58, what_is_written_reads_back_whatever_it_is)
{
	for (int i = 0; i < 2000; i++) {
		size_t len = random_below(BASE58_MAX + 1);
		uint8_t bytes[BASE58_MAX], got[BASE58_MAX];

		random_bytes(bytes, len);
		memset(bytes, 0, len ? random_below((uint32_t)len) : 0);
		cr_assert_null(
			base58_decode(got, len, base58_encode(a, bytes, len)));
		cr_assert_arr_eq(got, bytes, len);
	}
	for (int fill = 0; fill <= 0xff; fill += 0xff) {
		uint8_t bytes[BASE58_MAX], got[BASE58_MAX];

		memset(bytes, fill, sizeof(bytes));
		cr_assert_null(
			base58_decode(got, sizeof(got),
		                      base58_encode(a, bytes, sizeof(bytes))));
		cr_assert_arr_eq(got, bytes, sizeof(bytes));
	}
}

Test(address_base58, the_checksum_sees_every_change_of_one_letter)
{
	uint8_t got[21];
	char text[] = "1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo";

	cr_assert_null(base58check_decode(got, sizeof(got), text));
	cr_expect_str_eq(base58check_encode(a, got, sizeof(got)), text);
	for (size_t i = 0; text[i]; i++) {
		char was = text[i];

		text[i] = was == 'x' ? 'y' : 'x';
		cr_expect(base58check_decode(got, sizeof(got), text), "%s",
		          text);
		text[i] = was;
	}
}
