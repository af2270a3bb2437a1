/* SPDX-License-Identifier: MIT */
#include "remote/json.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <string.h>

static struct arena *a;

static void open_it(void)
{
	a = arena_open((size_t)256 * 1024 * 1024);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(json, .init = open_it, .fini = close_it);

static const json *read_text(const char *text)
{
	const char *why;

	return json_read(a, slice_text(text), 0, &why);
}

static const json *member(const char *text, const char *name)
{
	const json *j = read_text(text);

	cr_assert(j, "refused: %s", text);
	return json_member(j, name);
}

Test(json, good_bodies_are_read)
{
	static const char *const GOOD[] = {
		"{}",
		"[]",
		" [ ] ",
		"\t{ }\r\n",
		"\"\"",
		"0",
		"-0",
		"1.5e+10",
		"true",
		"false",
		"null",
		"[1,\"2\",true,null,{}]",
		"{\"a\":{\"b\":[{\"c\":[1]}]}}",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
		"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f\"",
		"[[[[[[[[1]]]]]]]]",
		"{\"a\":1,\"A\":2,\"\":3}"};

	for (size_t i = 0; i < sizeof(GOOD) / sizeof(*GOOD); i++)
		cr_expect(read_text(GOOD[i]), "refused: %s", GOOD[i]);
}

Test(json, hostile_bodies_are_refused)
{
	static const char *const BAD[] = {"",
	                                  " ",
	                                  "{",
	                                  "}",
	                                  "[",
	                                  "]",
	                                  "[1",
	                                  "[1,]",
	                                  "[,1]",
	                                  "[1 2]",
	                                  "{\"a\"}",
	                                  "{\"a\":}",
	                                  "{\"a\":1,}",
	                                  "{a:1}",
	                                  "{'a':1}",
	                                  "{1:1}",
	                                  "{\"a\":1]",
	                                  "[1}",
	                                  "{}{}",
	                                  "[] []",
	                                  "1 2",
	                                  "{} x",
	                                  "NaN",
	                                  "Infinity",
	                                  "-Infinity",
	                                  "nan",
	                                  "nul",
	                                  "nulll",
	                                  "True",
	                                  "+1",
	                                  ".5",
	                                  "1.",
	                                  "01",
	                                  "-",
	                                  "-01",
	                                  "1e",
	                                  "1e+",
	                                  "1.e5",
	                                  "0x10",
	                                  "1_000",
	                                  "1,5",
	                                  "--1",
	                                  "1e1.5",
	                                  "\"",
	                                  "\"a",
	                                  "\"\\\"",
	                                  "\"\\x\"",
	                                  "\"\\u12\"",
	                                  "\"\\u12g4\"",
	                                  "\"\001\"",
	                                  "\"\n\"",
	                                  "\"\t\"",
	                                  "\"\x80\"",
	                                  "\"\xc0\xaf\"",
	                                  "\"\xc3\"",
	                                  "\"\xe2\x82\"",
	                                  "\"\xed\xa0\x80\"",
	                                  "\"\xf4\x90\x80\x80\"",
	                                  "\"\xff\"",
	                                  "\xef\xbb\xbf{}",
	                                  "{}\v",
	                                  "\f1",
	                                  "// x\n1",
	                                  "/**/1",
	                                  "[[[[[[[[[1]]]]]]]]]",
	                                  "<html></html>"};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(*BAD); i++)
		cr_expect_not(read_text(BAD[i]), "taken: %s", BAD[i]);
}

#define FFFD "\xef\xbf\xbd"

Test(json, what_no_text_of_ours_can_hold_is_replaced)
{
	static const struct {
		const char *theirs, *ours;
	} CASES[] = {
		{"\"a\\u0000b\"",             "a" FFFD "b"           },
		{"\"\\u0001\"",               FFFD                   },
		{"\"\\u0002\\u001f\"",        "\x02\x1f"             },
		{"\"\\ud800\"",               FFFD                   },
		{"\"\\uDBFFx\"",              FFFD "x"               },
		{"\"\\udc00\\ud83d\"",        FFFD FFFD              },
		{"\"\\ud83d\\ud83d\\ude00\"", FFFD "\xf0\x9f\x98\x80"},
		{"\"\\ud800\\u0041\"",        FFFD "A"               },
		{"\"\\\\u0000\"",             "\\u0000"              },
		{"\"\\\\\\u0000\"",           "\\" FFFD              },
	};

	for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
		const char *text = NULL;

		cr_expect(json_text(&text, read_text(CASES[i].theirs)), "%s",
		          CASES[i].theirs);
		cr_expect_str_eq(text, CASES[i].ours);
	}
}

Test(json, a_text_is_never_taken_for_a_number)
{
	const char *text = NULL;

	cr_expect_not(json_number(&text, read_text("\"\\u000112\"")));
	cr_expect_not(json_number(&text, read_text("\"\\u0001\"")));
}

Test(json, names_that_lost_a_character_are_not_the_same)
{
	const json *j = read_text(
		"{\"\\u0000\":1,\"\\u0001\":2,\"\\ud800\":3,\"a\":4}");
	int64_t n;

	cr_expect(json_int(&n, json_member(j, "a")));
	cr_expect_eq(n, 4);
}

Test(json, what_must_be_kept_as_it_is_is_refused_instead)
{
	const char *why = NULL;

	cr_expect_not(json_read_exact(a, SLICE("[\"a\\u0000\"]"), 0, &why));
	cr_expect(strstr(why, "surrogate"));
	cr_expect(json_read_exact(a, SLICE("[\"a\\\\u0000\"]"), 0, &why));
}

Test(json, a_nul_byte_is_refused_anywhere)
{
	const char *why;

	cr_expect_not(json_read(a, SLICE("{}\0"), 0, &why));
	cr_expect_not(json_read(a, SLICE("\0{}"), 0, &why));
	cr_expect_not(json_read(a, SLICE("\"a\0b\""), 0, &why));
}

Test(json, nothing_is_read_past_the_end_of_the_slice)
{
	const char *why;
	const char *text;

	cr_assert(json_number(
		&text, json_read(a, (struct slice){"1234", 2}, 0, &why)));
	cr_expect_str_eq(text, "12");
	cr_expect_not(json_read(a, (struct slice){"true", 3}, 0, &why));
	cr_expect_not(json_read(a, (struct slice){"\"a\"", 2}, 0, &why));
}

Test(json, a_name_twice_in_one_object_is_refused)
{
	cr_expect_not(read_text("{\"a\":1,\"a\":1}"));
	cr_expect_not(read_text("{\"a\":1,\"\\u0061\":2}"));
	cr_expect_not(read_text("{\"\":1,\"\":2}"));
	cr_expect_not(read_text("[{\"x\":{\"a\":1,\"b\":2,\"a\":null}}]"));
	cr_expect(read_text("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"));
}

static struct slice many_members(const char *last)
{
	struct text t = text_open(a, 64 * 1024);

	text_add_text(&t, "{");
	for (int i = 0; i < 5000; i++)
		text_printf(&t, "\"n%d\":%d,", i, i);
	text_printf(&t, "\"%s\":0}", last);
	return (struct slice){t.p, t.len};
}

Test(json, a_name_twice_among_thousands_is_refused)
{
	const char *why;

	cr_expect(json_read(a, many_members("other"), 0, &why));
	cr_expect_not(json_read(a, many_members("n17"), 0, &why));
	cr_expect_str_eq(why, "a name stands twice in one object");
}

Test(json, numbers_keep_their_text)
{
	static const char *const NUMBERS[] = {"0",
	                                      "-0",
	                                      "12345678901234567890",
	                                      "1e400",
	                                      "1.0",
	                                      "10.50",
	                                      "0.123456789012345678",
	                                      "1.2e-05",
	                                      "1E+2",
	                                      "9007199254740993"};

	for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(*NUMBERS); i++) {
		const char *text = NULL;
		char *body = arena_printf(a, "{\"n\":%s }", NUMBERS[i]);

		cr_expect(json_number(&text, member(body, "n")));
		cr_expect_str_eq(text, NUMBERS[i]);
	}
}

Test(json, a_number_too_long_to_be_one_is_refused)
{
	char *digits = arena_array(a, 1000 + 1, char);

	memset(digits, '7', 1000);
	cr_expect_not(read_text(digits));
}

Test(json, a_string_of_digits_is_no_number)
{
	const char *text = NULL;
	int64_t n;

	cr_expect_not(json_number(&text, member("{\"n\":\"12\"}", "n")));
	cr_expect_not(json_int(&n, member("{\"n\":\"12\"}", "n")));
	cr_expect(json_text(&text, member("{\"n\":\"12\"}", "n")));
	cr_expect_str_eq(text, "12");
	cr_expect_not(json_text(&text, member("{\"n\":12}", "n")));
}

Test(json, whole_numbers_are_exact_or_refused)
{
	int64_t n = 0;

	cr_expect(json_int(&n, read_text("9223372036854775807")));
	cr_expect_eq(n, INT64_MAX);
	cr_expect(json_int(&n, read_text("-9223372036854775808")));
	cr_expect_eq(n, INT64_MIN);
	cr_expect_not(json_int(&n, read_text("9223372036854775808")));
	cr_expect_not(json_int(&n, read_text("-9223372036854775809")));
	cr_expect_not(json_int(&n, read_text("99999999999999999999999")));
	cr_expect_not(json_int(&n, read_text("1.0")));
	cr_expect_not(json_int(&n, read_text("1e3")));
	cr_expect_not(json_int(&n, read_text("true")));
}

Test(json, absent_null_and_wrong_types_are_told_from_values)
{
	const json *j = read_text("{\"n\":null,\"b\":false,\"l\":[null,7]}");
	const char *text;
	int64_t n;
	bool b = true;

	cr_assert(j);
	cr_expect_not(json_member(j, "n"));
	cr_expect_not(json_member(j, "absent"));
	cr_expect_not(json_member(j, "B"));
	cr_expect(json_bool(&b, json_member(j, "b")));
	cr_expect_not(b);
	cr_expect_not(json_bool(&b, NULL));
	cr_expect_not(json_text(&text, json_member(j, "b")));
	cr_expect_not(json_text(&text, NULL));
	cr_expect_eq(json_array_length(json_member(j, "l")), 2);
	cr_expect_not(json_item(json_member(j, "l"), 0));
	cr_expect(json_int(&n, json_item(json_member(j, "l"), 1)));
	cr_expect_eq(n, 7);
	cr_expect_not(json_item(json_member(j, "l"), 2));
	cr_expect_not(json_member(json_member(j, "l"), "x"));
	cr_expect_eq(json_array_length(j), 0);
}

Test(json, members_and_items_can_be_walked)
{
	const json *j = json_first(read_text("{\"x\":1,\"y\":[true,null]}"));

	cr_expect_str_eq(json_name(j), "x");
	j = json_next(j);
	cr_expect_str_eq(json_name(j), "y");
	cr_expect_not(json_next(j));
	j = json_first(j);
	cr_assert(j && json_next(j));
	cr_expect_not(json_next(json_next(j)));
	cr_expect_not(json_first(read_text("[]")));
	cr_expect_not(json_first(read_text("7")));
}

Test(json, deep_nesting_is_refused_before_it_costs_anything)
{
	size_t used, depth = 100000;
	char *text = arena_array(a, 2 * depth + 1, char);
	const char *why;

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	used = arena_used(a);
	cr_expect_not(json_read(a, (struct slice){text, 2 * depth}, 0, &why));
	cr_expect_str_eq(why, "nested too deeply");
	cr_expect_not(json_read(a, (struct slice){text, depth}, 100, &why));
	cr_expect_eq(arena_used(a), used);
	cr_expect(json_read(a, slice_text("[[[[[[[[[[1]]]]]]]]]]"), 10, &why));
}

Test(json, ten_megabytes_are_bounded)
{
	size_t len = 10 * 1024 * 1024;
	char *text = arena_array(a, len + 1, char);
	const char *why;

	memset(text, 'x', len);
	text[0] = text[len - 1] = '"';
	cr_expect(json_read(a, (struct slice){text, len}, 0, &why));
	for (size_t i = 0; i < len; i++)
		text[i] = i % 2 ? '1' : ',';
	text[0] = '[';
	text[len - 1] = ']';
	cr_expect_not(json_read(a, (struct slice){text, len}, 0, &why));
	cr_expect_str_eq(why, "too many values");
}

static void compacts(const char *loose, const char *tight)
{
	struct slice s = json_compact(a, slice_text(loose));

	cr_expect(slice_is(s, tight), "%s gives %s", loose, s.p);
}

Test(json, compact_text_loses_only_white_space_outside_strings)
{
	compacts("", "");
	compacts("{ \"a\" : 1.50 ,\r\n\t\"b c\": [ ] }",
	         "{\"a\":1.50,\"b c\":[]}");
	compacts("\"a \\\" b\" \"c\\\\\" d", "\"a \\\" b\"\"c\\\\\"d");
	compacts("\"never \\", "\"never \\");
	compacts("\"no end \t", "\"no end \t");
	compacts("<p> x </p>", "<p>x</p>");
	compacts("\v \f", "\v\f");
}

Test(json, what_is_written_reads_back)
{
	static const char NASTY[] = "\"\\/\b\f\n\r\t\x02\x1f</script> \xc3\xa9";
	struct text t = text_open(a, 16);
	const char *back = NULL;

	json_add_text(&t, NASTY);
	cr_expect(json_text(&back, read_text(t.p)), "%s", t.p);
	cr_expect_str_eq(back, NASTY);
}
