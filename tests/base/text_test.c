/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "base/utf8.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <string.h>

static const struct {
	struct slice bytes;
	bool line, lines;
} CLEAN[] = {
	{SLICE(""),			      true,  true },
	{SLICE("Tee gr\xc3\xbcn"),               true,  true },
	{SLICE("\xe2\x82\xac \xf0\x9f\x8d\xb5"), true,  true },
	{SLICE("\xef\xbf\xbd\xf4\x8f\xbf\xbf"),  true,  true },
	{SLICE("\xed\x9f\xbf\xee\x80\x80"),      true,  true },
	{SLICE("\xe2\x80\xa8\xe2\x80\xa9"),      true,  true },
	{SLICE("\xc2\xa0"),                      true,  true },
	{SLICE("a\nb\tc\r\nd"),                  false, true },
	{SLICE("a\rb"),			  false, false},
	{SLICE("a\r"),			   false, false},
	{SLICE("a\0b"),			  false, false},
	{SLICE("\x1b[1m"),                       false, false},
	{SLICE("\x7f"),			  false, false},
 /* C1 controls */
	{SLICE("\xc2\x80"),                      false, false},
	{SLICE("\xc2\x9f"),                      false, false},
 /* bidi: U+061C U+200E U+200F U+202A U+202E U+2066 U+2069 */
	{SLICE("\xd8\x9c"),                      false, false},
	{SLICE("\xe2\x80\x8e"),                  false, false},
	{SLICE("\xe2\x80\x8f"),                  false, false},
	{SLICE("\xe2\x80\xaa"),                  false, false},
	{SLICE("\xe2\x80\xae"),                  false, false},
	{SLICE("\xe2\x81\xa6"),                  false, false},
	{SLICE("\xe2\x81\xa9"),                  false, false},
 /* alone, cut short, wrong second byte */
	{SLICE("\x80"),			  false, false},
	{SLICE("\xc3"),			  false, false},
	{SLICE("\xe2\x82"),                      false, false},
	{SLICE("\xf0\x9f\x8d"),                  false, false},
	{SLICE("\xc3("),			 false, false},
	{SLICE("\xe2(\xac"),                     false, false},
 /* overlong */
	{SLICE("\xc0\x80"),                      false, false},
	{SLICE("\xc1\xbf"),                      false, false},
	{SLICE("\xe0\x80\xaf"),                  false, false},
	{SLICE("\xe0\x9f\xbf"),                  false, false},
	{SLICE("\xf0\x80\x80\xaf"),              false, false},
	{SLICE("\xf0\x8f\xbf\xbf"),              false, false},
 /* surrogates, past the last character, no such first byte */
	{SLICE("\xed\xa0\x80"),                  false, false},
	{SLICE("\xed\xbf\xbf"),                  false, false},
	{SLICE("\xf4\x90\x80\x80"),              false, false},
	{SLICE("\xf5\x80\x80\x80"),              false, false},
	{SLICE("\xf8\x88\x80\x80\x80"),          false, false},
	{SLICE("\xfe"),			  false, false},
	{SLICE("\xff"),			  false, false},
};

Test(text, clean_is_valid_utf8_without_controls)
{
	for (size_t i = 0; i < sizeof(CLEAN) / sizeof(CLEAN[0]); i++) {
		cr_expect_eq(text_is_clean(CLEAN[i].bytes, false),
		             CLEAN[i].line, "row %zu", i);
		cr_expect_eq(text_is_clean(CLEAN[i].bytes, true),
		             CLEAN[i].lines, "row %zu", i);
	}
}

Test(text, a_slice_is_its_text)
{
	cr_assert(slice_is(SLICE("abc"), "abc"));
	cr_assert(slice_is((struct slice){NULL, 0}, ""));
	cr_assert_not(slice_is(SLICE("abc"), "ab"));
	cr_assert_not(slice_is(SLICE("ab"), "abc"));
	cr_assert_eq(slice_text("abc").len, 3);
}

static const char *const SLUGS[][2] = {
	{"Green Tea",         "green-tea"  },
	{"  --Tea  &  Co.--", "tea-co"     },
	{"Caf\xc3\xa9 \xc3\x9c"
         "ber",      "cafe-uber"  },
	{"2 \xc3\x97 4",      "2-4"        },
	{"\xe8\x8c\xb6",      "x"          },
	{"",		  "x"          },
	{"\xff\xfe!",         "x"          },
	{"already-one",       "already-one"},
};

Test(text, a_slug_can_be_made_of_any_name)
{
	struct arena *a = arena_open(1 << 16);

	for (size_t i = 0; i < sizeof(SLUGS) / sizeof(SLUGS[0]); i++) {
		const char *slug = text_slug(a, SLUGS[i][0]);

		cr_expect_str_eq(slug, SLUGS[i][1]);
		cr_expect(text_is_slug(slug), "%s", slug);
	}
	arena_close(a);
}

Test(text, a_long_name_makes_a_slug_of_80)
{
	struct arena *a = arena_open(1 << 16);

	for (size_t i = 70; i < 90; i++) {
		char name[200];
		const char *slug;

		memset(name, 'a', sizeof(name));
		memcpy(name + i, " b", 2);
		name[199] = '\0';
		slug = text_slug(a, name);
		cr_assert(text_is_slug(slug), "%s", slug);
		cr_assert_geq(strlen(slug), 79);
	}
	arena_close(a);
}

Test(text, what_is_not_a_slug_is_refused)
{
	char long_one[82];

	memset(long_one, 'a', sizeof(long_one));
	long_one[81] = '\0';
	cr_assert_not(text_is_slug(long_one));
	long_one[80] = '\0';
	cr_assert(text_is_slug(long_one));
	cr_assert_not(text_is_slug(""));
	cr_assert_not(text_is_slug("-a"));
	cr_assert_not(text_is_slug("a-"));
	cr_assert_not(text_is_slug("a--b"));
	cr_assert_not(text_is_slug("A"));
	cr_assert_not(text_is_slug("a/b"));
	cr_assert_not(text_is_slug("caf\xc3\xa9"));
}

Test(text, hex_goes_there_and_back)
{
	struct arena *a = arena_open(1 << 16);
	unsigned char got[3];

	cr_assert_str_eq(text_hex(a, "\x00\x7f\xff", 3), "007fff");
	cr_assert_str_eq(text_hex(a, "", 0), "");
	cr_assert(text_unhex(got, 3, "007fFF"));
	cr_assert_arr_eq(got, "\x00\x7f\xff", 3);
	cr_assert_not(text_unhex(got, 3, "007ff"));
	cr_assert_not(text_unhex(got, 3, "007fff0"));
	cr_assert_not(text_unhex(got, 3, "007ffg"));
	cr_assert_not(text_unhex(got, 3, ""));
	arena_close(a);
}

Test(text, base64url_has_no_padding)
{
	struct arena *a = arena_open(1 << 16);

	/* RFC 4648, section 10 */
	cr_assert_str_eq(text_base64url(a, "", 0), "");
	cr_assert_str_eq(text_base64url(a, "f", 1), "Zg");
	cr_assert_str_eq(text_base64url(a, "fo", 2), "Zm8");
	cr_assert_str_eq(text_base64url(a, "foo", 3), "Zm9v");
	cr_assert_str_eq(text_base64url(a, "foob", 4), "Zm9vYg");
	cr_assert_str_eq(text_base64url(a, "fooba", 5), "Zm9vYmE");
	cr_assert_str_eq(text_base64url(a, "foobar", 6), "Zm9vYmFy");
	cr_assert_str_eq(text_base64url(a, "\xfb\xff\xbf", 3), "-_-_");
	arena_close(a);
}

Test(text, secrets_are_compared_whole)
{
	cr_assert(text_same_secret("abcd", "abcd", 4));
	cr_assert(text_same_secret("abcd", "abce", 3));
	cr_assert_not(text_same_secret("abcd", "abce", 4));
	cr_assert_not(text_same_secret("abcd", "bbcd", 4));
}

Test(text, a_growing_text_keeps_what_it_has)
{
	struct arena *a = arena_open(1 << 20);
	struct text t = text_open(a, 0);

	cr_assert_str_eq(t.p, "");
	for (int i = 0; i < 1000; i++) {
		text_add_text(&t, "ab");
		text_add(&t, (struct slice){NULL, 0});
		text_printf(&t, "%03d", i);
	}
	cr_assert_eq(t.len, 5000);
	cr_assert_eq(strlen(t.p), 5000);
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(
			memcmp(t.p + 5 * i, arena_printf(a, "ab%03d", i), 5),
			0);
	arena_close(a);
}

Test(text, a_list_is_read_word_by_word)
{
	struct arena *a = arena_open(4096);
	const char *rest = " BTC,\tLTC , ";

	cr_assert_str_eq(text_next_word(a, &rest), "BTC");
	cr_assert_str_eq(text_next_word(a, &rest), "LTC");
	cr_assert_null(text_next_word(a, &rest));
	cr_assert_null(text_next_word(a, &rest));
	arena_close(a);
}

Test(text, blanks_of_any_width_are_trimmed)
{
	struct arena *a = arena_process();

	cr_expect_str_eq(text_trim(a, " \t\r\n a b \xc2\xa0"), "a b");
	cr_expect_str_eq(text_trim(a, "\xe2\x80\x89x\xe3\x80\x80"), "x");
	cr_expect_str_eq(text_trim(a, "\xef\xbb\xbf"), "");
	cr_expect_str_eq(text_trim(a, ""), "");
	cr_expect_str_eq(text_trim(a, "\xc3\xa9 \xff"), "\xc3\xa9 \xff");
}

Test(text, what_nobody_sees_may_stand_where_scripts_need_it)
{
	static const struct {
		const char *text;
		int32_t seen, line, name, typed, whole;
	} CASES[] = {
		{"plain \xc3\xa9", 0,      0,      0,      0,      0   },
		{"two\nlines",     '\n',   '\n',   '\n',   0,      0   },
		{"\x07",           7,      7,      7,      7,      7   },
		{"\xc2\x85",       0x85,   0x85,   0x85,   0x85,   0x85},
		{"\xff",           -1,     -1,     -1,     -1,     -1  },
		{"\xe2\x80\x8f",   0x200f, 0x200f, 0,      0,      0   },
		{"\xe2\x80\x8d",   0x200d, 0,      0,      0,      0   },
		{"\xef\xbb\xbf",   0xfeff, 0,      0,      0,      0   },
		{"\xe2\x80\xae",   0x202e, 0x202e, 0x202e, 0x202e, 0   },
	};

	for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
		struct slice s = slice_text(CASES[i].text);

		cr_expect_eq(text_flaw(s, TEXT_SEEN), CASES[i].seen, "%zu", i);
		cr_expect_eq(text_flaw(s, TEXT_LINE), CASES[i].line, "%zu", i);
		cr_expect_eq(text_flaw(s, TEXT_NAME), CASES[i].name, "%zu", i);
		cr_expect_eq(text_flaw(s, TEXT_TYPED), CASES[i].typed, "%zu",
		             i);
		cr_expect_eq(text_flaw(s, TEXT_WHOLE), CASES[i].whole, "%zu",
		             i);
	}
	cr_expect_eq(text_flaw(SLICE("a\0b"), TEXT_WHOLE), -1);
}

Test(text, a_character_that_nobody_sees_is_named)
{
	struct arena *a = arena_open(4096);

	cr_expect_str_eq(utf8_say(a, 0x200f), "U+200F right-to-left mark");
	cr_expect_str_eq(utf8_say(a, 0xfeff), "U+FEFF byte order mark");
	cr_expect_str_eq(utf8_say(a, 7), "U+0007, a control character");
	cr_expect_str_eq(utf8_say(a, -1), "bytes that are not UTF-8");
	arena_close(a);
}
