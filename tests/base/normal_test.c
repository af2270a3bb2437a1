/* SPDX-License-Identifier: MIT */
#include "base/normal.h"
#include <criterion/criterion.h>
#include "base/arena.h"

#define ONE   "caf\xc3\xa9"  /* é */
#define APART "cafe\xcc\x81" /* e and an accent */

Test(normal, one_letter_has_one_spelling)
{
	struct arena *a = arena_process();

	cr_expect_str_eq(normal_composed(a, APART), ONE);
	cr_expect_str_eq(normal_composed(a, ONE), ONE);
	cr_expect_str_eq(normal_apart(a, ONE), APART);
	cr_expect_str_eq(normal_composed(a, ""), "");
	/* Hangul, and a letter that has no single character. */
	cr_expect_str_eq(normal_apart(a, "\xea\xb0\x81"),
	                 "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8");
	cr_expect_str_eq(normal_composed(a, "q\xcc\x87"), "q\xcc\x87");
}

Test(normal, what_nobody_sees_does_not_change_the_look)
{
	struct arena *a = arena_process();

	cr_expect_str_eq(normal_look(a, "\xef\xbb\xbf" APART "\xe2\x80\x8f"),
	                 ONE);
	cr_expect_str_neq(normal_look(a, "a"), normal_look(a, "b"));
}
