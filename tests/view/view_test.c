/* SPDX-License-Identifier: MIT */
#include "view/view.h"
#include "base/arena.h"
#include "view/value.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>

static struct arena *arena;
static struct view *v;

static void open_view(void)
{
	arena = arena_open(1 << 20);
	v = view_open(arena);
}

static void close_view(void)
{
	arena_close(arena);
}

TestSuite(view, .init = open_view, .fini = close_view);

static const struct value *get(const struct view *in, const char *name)
{
	struct slice s = slice_text(name);
	const struct value *o = value_find(in, s, value_hash(s));

	cr_assert_not_null(o, "%s", name);
	return o;
}

static void holds(const struct view *in, const char *name, const char *text)
{
	cr_assert(slice_is(get(in, name)->text, text), "%s is %.*s", name,
	          (int)get(in, name)->text.len, get(in, name)->text.p);
}

Test(view, texts_are_copied)
{
	char name[] = "tea";

	view_text(v, "name", name);
	name[0] = 'p';
	holds(v, "name", "tea");
}

Test(view, counts_are_digits)
{
	view_count(v, "none", 0);
	view_count(v, "some", -120);
	view_count(v, "most", INT64_MAX);
	view_count(v, "least", INT64_MIN);
	holds(v, "none", "0");
	holds(v, "some", "-120");
	holds(v, "most", "9223372036854775807");
	holds(v, "least", "-9223372036854775808");
}

Test(view, money_is_for_people)
{
	view_money(v, "price", money_minor(123450, currency_find("USD")));
	holds(v, "price", "$1,234.50");
}

Test(view, a_time_has_both_forms)
{
	view_time(v, "at", (struct moment){1767323045000});
	holds(get(v, "at")->first, "iso", "2026-01-02T03:04:05Z");
	holds(get(v, "at")->first, "text", "2026-01-02 03:04 UTC");
}

Test(view, more_names_than_the_first_room_are_kept)
{
	for (int i = 0; i < 100; i++)
		view_count(v, arena_printf(arena, "n%d", i), i);
	holds(v, "n0", "0");
	holds(v, "n99", "99");
}

Test(view, a_list_keeps_its_order)
{
	const struct view *row;

	view_list(v, "rows");
	cr_assert_null(get(v, "rows")->first);
	view_text(view_row(v, "rows"), "x", "a");
	view_text(view_row(v, "rows"), "x", "b");
	row = get(v, "rows")->first;
	holds(row, "x", "a");
	holds(value_next(row), "x", "b");
	cr_assert_null(value_next(value_next(row)));
}

Test(view, a_name_set_twice_panics, .signal = SIGABRT)
{
	view_text(v, "name", "a");
	view_flag(v, "name", true);
}

Test(view, a_row_of_no_list_panics, .signal = SIGABRT)
{
	view_row(v, "rows");
}

Test(view, a_row_of_a_text_panics, .signal = SIGABRT)
{
	view_text(v, "rows", "");
	view_row(v, "rows");
}

Test(view, no_text_panics, .signal = SIGABRT)
{
	view_text(v, "name", NULL);
}

Test(view, addresses_of_ours_and_https_are_taken)
{
	view_url(v, "a", "/");
	view_url(v, "b", "/cart?x=1&y=%5C#z");
	view_url(v, "c", "?page=2");
	view_url(v, "d", "#top");
	view_url(v, "e", "https://mempool.space/tx/1");
	holds(v, "b", "/cart?x=1&y=%5C#z");
}

static const char *const FOREIGN[] = {
	"",
	"cart",
	"//evil.example",
	"/\\evil.example",
	"\\\\evil.example",
	"/a\\b",
	"/\t/evil.example",
	"/\n/evil.example",
	"/a\x7f",
	" /a",
	"javascript:alert(1)",
	"JavaScript:alert(1)",
	"\x01javascript:alert(1)",
	"java\nscript:alert(1)",
	"data:text/html,x",
	"vbscript:x",
	"http://example.org/",
	"HTTPS://example.org/",
	"https:",
	"https:/example.org",
	"https://",
	"https:///example.org",
	"https://@evil.example",
	"https://example.org\\@evil.example",
	"bitcoin:bc1q",
	"blob:https://example.org/1",
};

/* Each in a process of its own, for each must panic. */
#define FOREIGN_TEST(i)                                                  \
	Test(view_url, refuses_foreign_address_##i, .signal = SIGABRT,   \
	     .init = open_view)                                          \
	{                                                                \
		_Static_assert(i < sizeof(FOREIGN) / sizeof(FOREIGN[0]), \
		               "no such address");                       \
		view_url(v, "a", FOREIGN[i]);                            \
	}

FOREIGN_TEST(0)
FOREIGN_TEST(1)
FOREIGN_TEST(2)
FOREIGN_TEST(3)
FOREIGN_TEST(4)
FOREIGN_TEST(5)
FOREIGN_TEST(6)
FOREIGN_TEST(7)
FOREIGN_TEST(8)
FOREIGN_TEST(9)
FOREIGN_TEST(10)
FOREIGN_TEST(11)
FOREIGN_TEST(12)
FOREIGN_TEST(13)
FOREIGN_TEST(14)
FOREIGN_TEST(15)
FOREIGN_TEST(16)
FOREIGN_TEST(17)
FOREIGN_TEST(18)
FOREIGN_TEST(19)
FOREIGN_TEST(20)
FOREIGN_TEST(21)
FOREIGN_TEST(22)
FOREIGN_TEST(23)
FOREIGN_TEST(24)
FOREIGN_TEST(25)

Test(view, payment_uris_are_taken)
{
	view_payment_uri(v, "a", "bitcoin:bc1q?amount=0.1");
	view_payment_uri(v, "b", "ethereum:0xdac1@1/transfer?uint256=1");
	view_payment_uri(v, "c", "smartchain:0x1");
	holds(v, "a", "bitcoin:bc1q?amount=0.1");
}

Test(view, a_script_is_no_payment_uri, .signal = SIGABRT)
{
	view_payment_uri(v, "a", "javascript:bitcoin:");
}

Test(view, a_payment_uri_with_a_newline_panics, .signal = SIGABRT)
{
	view_payment_uri(v, "a", "bitcoin:bc1q\n");
}
