/* SPDX-License-Identifier: MIT */
#include "user/blocklist.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "fixture.h"
#include "settings.h"

TestSuite(blocklist, .init = user_fixture, .fini = user_fixture_end);

enum { FILE_MOST = 4 << 20 };

static struct slice whole(struct arena *a)
{
	struct slice s;

	cr_assert(file_read(&s, a,
	                    arena_printf(a, "%s/common-passwords.txt",
	                                 setting_text(SET_SHARE_DIR)),
	                    FILE_MOST));
	return s;
}

static struct slice line(struct slice *rest)
{
	const char *end = memchr(rest->p, '\n', rest->len);
	struct slice s = {rest->p, (size_t)(end - rest->p)};

	rest->p += s.len + 1;
	rest->len -= s.len + 1;
	return s;
}

Test(blocklist, is_sorted_and_long_enough_and_finds_all_its_lines)
{
	struct arena *a = arena_open(FILE_MOST + (1 << 16));
	struct slice rest = whole(a), before = {"", 0};
	size_t n = 0;

	cr_assert_eq(rest.p[rest.len - 1], '\n');
	for (; rest.len; n++) {
		struct slice s = line(&rest);
		size_t least = s.len < before.len ? s.len : before.len;
		int order = memcmp(before.p, s.p, least);

		cr_assert(order < 0 || (!order && before.len < s.len),
		          "line %zu is out of order", n + 1);
		cr_assert_geq(s.len, 8, "line %zu", n + 1);
		cr_assert(blocklist_has(s), "line %zu", n + 1);
		before = s;
	}
	cr_expect_geq(n, 10000);
	arena_close(a);
}

Test(blocklist, finds_in_any_case_but_nothing_else)
{
	static const char *const HITS[] = {
		"password1234", "PASSWORD1234", "qwertyuiop1",
		"12345678",     "aaaaaaaaaaaa", "Correct Horse Battery Staple",
		"bitcoin2024!",
	};
	static const char *const MISSES[] = {
		"",
		"a",
		"password123x4",
		"seventeen teal otters",
		"~~~~~~~~~z",
		"\x01\x02",
		"password1234\n",
		"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
	};

	for (size_t i = 0; i < sizeof(HITS) / sizeof(HITS[0]); i++)
		cr_expect(blocklist_has(slice_text(HITS[i])), "%s", HITS[i]);
	for (size_t i = 0; i < sizeof(MISSES) / sizeof(MISSES[0]); i++)
		cr_expect_not(blocklist_has(slice_text(MISSES[i])), "%s",
		              MISSES[i]);
}

Test(blocklist, what_ships_is_what_the_tool_writes)
{
	struct arena *a = arena_open(FILE_MOST + (1 << 16));
	struct slice rest = whole(a);
	char made[256];
	FILE *tool = popen(arena_printf(a, "%s/tools/make-common-passwords",
	                                setting_text(SET_SHARE_DIR)),
	                   "re");

	cr_assert(tool);
	while (fgets(made, sizeof(made), tool)) {
		struct slice s;

		cr_assert(rest.len, "the file ends early");
		s = line(&rest);
		cr_assert_eq(strcspn(made, "\n"), s.len);
		cr_assert_eq(memcmp(made, s.p, s.len), 0, "%s", made);
	}
	cr_expect_eq(pclose(tool), 0);
	cr_expect_eq(rest.len, 0);
	arena_close(a);
}
