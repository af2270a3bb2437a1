/* SPDX-License-Identifier: MIT */
#include "base/rescue.h"
#include <criterion/criterion.h>
#include <signal.h>

static void count(void *arg)
{
	++*(int *)arg;
}

static void lose(void *arg)
{
	count(arg);
	rescue_unwind(RESCUE_LOST);
}

static void repeat(void *arg)
{
	count(arg);
	rescue_unwind(RESCUE_REPEAT);
}

static void nest(void *arg)
{
	cr_assert_eq(rescue_run(repeat, arg), RESCUE_REPEAT);
	cr_assert_eq(rescue_run(count, arg), RESCUE_NONE);
	cr_assert_eq(rescue_run(lose, arg), RESCUE_LOST);
	lose(arg);
}

static void pass_none(void *arg)
{
	(void)arg;
	rescue_unwind(RESCUE_NONE);
}

Test(rescue, a_body_that_finishes_says_none)
{
	int n = 0;

	cr_assert_eq(rescue_run(count, &n), RESCUE_NONE);
	cr_assert_eq(n, 1);
}

Test(rescue, the_reason_comes_back)
{
	int n = 0;

	cr_assert_eq(rescue_run(lose, &n), RESCUE_LOST);
	cr_assert_eq(rescue_run(repeat, &n), RESCUE_REPEAT);
	cr_assert_eq(n, 2);
}

Test(rescue, only_the_innermost_run_is_unwound)
{
	int n = 0;

	cr_assert_eq(rescue_run(nest, &n), RESCUE_LOST);
	cr_assert_eq(n, 4);
}

Test(rescue, unwinding_outside_a_run_panics, .signal = SIGABRT)
{
	rescue_unwind(RESCUE_LOST);
}

Test(rescue, unwinding_after_a_run_panics, .signal = SIGABRT)
{
	int n = 0;

	rescue_run(lose, &n);
	rescue_run(count, &n);
	rescue_unwind(RESCUE_LOST);
}

Test(rescue, unwinding_for_no_reason_panics, .signal = SIGABRT)
{
	rescue_run(pass_none, NULL);
}
