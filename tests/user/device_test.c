/* SPDX-License-Identifier: MIT */
#include "user/device.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "fixture.h"

TestSuite(device, .init = user_fixture, .fini = user_fixture_end);

static const struct user ANN = {
	.account = "AAAAAAAAAAAAAAAAAAAAAA", .name = "ann", .password = "x"};

Test(device, is_known_to_the_account_it_was_made_for)
{
	struct arena *a = arena_open(1 << 20);
	struct user bob = ANN, changed = ANN;
	const char *text = device_make(a, &ANN), *other = device_make(a, &ANN);

	bob.account = "BBBBBBBBBBBBBBBBBBBBBB";
	changed.password = "y";
	cr_assert_not_null(device_read(a, &ANN, text));
	cr_expect_str_neq(device_read(a, &ANN, text),
	                  device_read(a, &ANN, other), "each has its name");
	cr_expect_null(device_read(a, &bob, text));
	cr_expect_null(device_read(a, &changed, text));
	cr_expect_null(device_read(a, NULL, text));
	arena_close(a);
}

Test(device, any_other_text_is_nobody)
{
	struct arena *a = arena_open(1 << 20);
	const char *text = device_make(a, &ANN);
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		char *changed = arena_text(a, text);

		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		cr_expect_null(device_read(a, &ANN, changed), "%zu", i);
		changed[i] = '\0';
		cr_expect_null(device_read(a, &ANN, changed), "cut at %zu", i);
	}
	cr_expect_null(device_read(a, &ANN, arena_printf(a, "%sA", text)));
	arena_close(a);
}
