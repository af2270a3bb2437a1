/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/rescue.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <stdalign.h>
#include <string.h>

Test(arena, memory_is_zeroed_aligned_and_apart)
{
	struct arena *a = arena_open(1 << 20);
	unsigned char *seen[300];

	for (size_t i = 0; i < 300; i++) {
		unsigned char *p = arena_alloc(a, i, 3);

		cr_assert_eq((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t k = 0; k < 3 * i; k++)
			cr_assert_eq(p[k], 0);
		memset(p, (int)(i & 0xff), 3 * i);
		seen[i] = p;
	}
	for (size_t i = 0; i < 300; i++)
		for (size_t k = 0; k < 3 * i; k++)
			cr_assert_eq(seen[i][k], i & 0xff);
	cr_assert_geq(arena_used(a), 3 * 299 * 300 / 2);
	arena_close(a);
}

Test(arena, a_block_larger_than_any_chunk_fits)
{
	struct arena *a = arena_open(16 << 20);
	char *large = arena_array(a, 5 << 20, char);
	char *small = arena_text(a, "after");

	large[(5 << 20) - 1] = 'x';
	cr_assert_str_eq(small, "after");
	arena_close(a);
}

Test(arena, the_limit_itself_fits)
{
	struct arena *a = arena_open(100);

	cr_assert_not_null(arena_alloc(a, 10, 10));
	cr_assert_eq(arena_used(a), 100);
	cr_assert_not_null(arena_alloc(a, 0, 8));
	arena_close(a);
}

Test(arena, passing_the_limit_panics, .signal = SIGABRT)
{
	struct arena *a = arena_open(100);

	arena_alloc(a, 10, 10);
	arena_alloc(a, 1, 1);
}

Test(arena, a_product_that_wraps_panics, .signal = SIGABRT)
{
	arena_alloc(arena_open(SIZE_MAX), SIZE_MAX / 2, 4);
}

struct note {
	char *order;
	char mark;
};

static void write_mark(void *arg)
{
	struct note *n = arg;

	n->order[strlen(n->order)] = n->mark;
}

Test(arena, deferred_work_runs_newest_first)
{
	char order[8] = "";
	struct note notes[] = {
		{order, 'a'},
                {order, 'b'},
                {order, 'c'}
        };
	struct arena *a = arena_open(4096);

	for (int i = 0; i < 3; i++)
		arena_defer(a, write_mark, &notes[i]);
	cr_assert_str_eq(order, "");
	arena_close(a);
	cr_assert_str_eq(order, "cba");
}

Test(arena, closing_none_does_nothing)
{
	arena_close(NULL);
}

Test(arena, copies_end_in_nul)
{
	struct arena *a = arena_open(4096);

	cr_assert_str_eq(arena_text(a, ""), "");
	cr_assert_str_eq(arena_bytes(a, "abcdef", 3), "abc");
	cr_assert_str_eq(arena_bytes(a, NULL, 0), "");
	cr_assert_str_eq(arena_printf(a, "%s-%d", "x", 42), "x-42");
	arena_close(a);
}

static void fill(void *a)
{
	for (;;)
		arena_alloc(a, 1, 1000);
}

Test(arena, passing_the_limit_comes_back_where_somebody_waits)
{
	struct arena *a = arena_open(10000);

	cr_assert_eq(rescue_run(fill, a), RESCUE_FULL);
	cr_assert_not(rescue_is_set());
	cr_assert_leq(arena_used(a), 10000);
	cr_assert_not(arena_has(a, 10000));
	arena_close(a);
}

Test(arena, all_of_a_process_have_one_limit_together)
{
	struct arena *first = arena_open(SIZE_MAX / 2);
	struct arena *second = arena_open(SIZE_MAX / 2);

	arena_limit_all(8 << 20);
	cr_assert_eq(rescue_run(fill, first), RESCUE_FULL);
	cr_assert_not(arena_has(second, 2 << 20));
	cr_assert_eq(rescue_run(fill, second), RESCUE_FULL);
	arena_close(first);
	/* What was given back is there again. */
	cr_assert(arena_has(second, 2 << 20));
	arena_close(second);
}

Test(arena, the_arena_of_the_process_is_for_no_request, .signal = SIGABRT)
{
	rescue_run(fill, arena_process());
}

static void note_undone(void *thing)
{
	*(bool *)thing = true;
}

Test(arena, what_is_held_is_undone_unless_it_was_let_go)
{
	struct arena *a = arena_open(4096);
	bool kept = false, gone = false;
	void **first = arena_hold(a, note_undone);
	void **second = arena_hold(a, note_undone);

	*first = &kept;
	*second = &gone;
	*second = NULL;
	arena_hold(a, note_undone);
	arena_close(a);
	cr_assert(kept);
	cr_assert_not(gone);
}

#ifdef COINTILL_STRICT
#include <sanitizer/asan_interface.h>

Test(arena, a_byte_past_the_end_is_poisoned)
{
	struct arena *a = arena_open(4096);
	char *p = arena_array(a, 16, char);

	arena_array(a, 16, char);
	cr_assert_not(__asan_address_is_poisoned(p + 15));
	cr_assert(__asan_address_is_poisoned(p + 16));
	arena_close(a);
}
#endif
