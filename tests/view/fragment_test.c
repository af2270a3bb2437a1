/* SPDX-License-Identifier: MIT */
#include "view/fragment.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"

static struct arena *a;

static void set_up(void)
{
	a = arena_open(64 * 1024 * 1024);
}

static void tear_down(void)
{
	fragment_drop_all();
	arena_close(a);
}

TestSuite(fragment, .init = set_up, .fini = tear_down);

static void keep(const char *key, const char *version, size_t len)
{
	char *body = arena_array(a, len + 1, char);
	struct fragment f = {.title = key};

	memset(body, 'x', len);
	f.piece[0].s = (struct slice){body, len};
	fragment_keep(key, version, &f);
}

static const char *numbered(int n)
{
	return arena_printf(a, "page %d", n);
}

Test(fragment, what_is_kept_comes_back_whole)
{
	struct fragment f = {.title = "A title"};
	const struct fragment *got;

	f.piece[0].s = SLICE("<p>one</p>");
	f.piece[3].s = SLICE("<p>four</p>");
	fragment_keep("k", "v1", &f);
	got = fragment_find(a, "k", "v1");
	cr_assert(got);
	cr_assert_str_eq(got->title, "A title");
	cr_assert(slice_is(got->piece[0].s, "<p>one</p>"));
	cr_assert(slice_is(got->piece[1].s, ""));
	cr_assert(slice_is(got->piece[3].s, "<p>four</p>"));
	cr_assert_null(fragment_find(a, "other", "v1"));
}

Test(fragment, another_version_drops_all)
{
	keep("k", "v1", 10);
	cr_assert_null(fragment_find(a, "k", "v2"));
	cr_assert_null(fragment_find(a, "k", "v1"));
	cr_assert_eq(fragment_count(), 0);
}

Test(fragment, at_most_64_are_kept_and_the_least_used_goes)
{
	for (int i = 0; i < 64; i++)
		keep(numbered(i), "v", 10);
	cr_assert(fragment_find(a, "page 0", "v"));
	keep("one more", "v", 10);
	cr_assert_eq(fragment_count(), 64);
	cr_assert(fragment_find(a, "page 0", "v"));
	cr_assert_null(fragment_find(a, "page 1", "v"));
}

Test(fragment, all_together_stay_below_one_mebibyte)
{
	for (int i = 0; i < 20; i++)
		keep(numbered(i), "v", 100 * 1000);
	cr_assert_leq(fragment_bytes(), 1024 * 1024);
	cr_assert_geq(fragment_count(), 9);
	cr_assert(fragment_find(a, "page 19", "v"));
	cr_assert_null(fragment_find(a, "page 0", "v"));
}

Test(fragment, a_huge_one_is_not_kept)
{
	keep("small", "v", 10);
	keep("huge", "v", 600 * 1000);
	cr_assert_null(fragment_find(a, "huge", "v"));
	cr_assert(fragment_find(a, "small", "v"));
}

Test(fragment, keeping_a_key_again_replaces_it)
{
	keep("k", "v", 10);
	keep("k", "v", 20);
	cr_assert_eq(fragment_count(), 1);
	cr_assert_eq(fragment_find(a, "k", "v")->piece[0].s.len, 20);
}
