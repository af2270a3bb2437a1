/* SPDX-License-Identifier: MIT */
#include "watch/unread.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/credit.h"
#include "lib/services.h"
#include "lib/shop.h"

TestSuite(unread, .timeout = 60);

static void add(int64_t payment, const char *txid)
{
	unread_add(shop_open()->db, "solana", payment, "solana/a@b",
	           &(struct chain_unread){txid, "odd", 7, NULL});
}

static struct unread_list due(int64_t payment)
{
	return unread_due(shop_open()->db, shop_open()->arena, "solana",
	                  payment);
}

static void make_due(void)
{
	test_sql("UPDATE unread_transfers SET retry_at = UTC_TIMESTAMP(3)"
	         " WHERE retry_at IS NOT NULL");
}

static int64_t rows(const char *where)
{
	return test_number(arena_printf(
		shop_open()->arena,
		"SELECT COUNT(*) FROM unread_transfers WHERE %s", where));
}

Test(unread, is_asked_for_again_a_minute_later)
{
	add(5, "one");
	cr_expect_eq(due(5).n, 0);
	cr_expect_eq(rows("TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), retry_at)"
	                  " BETWEEN 50 AND 60"),
	             1);
	make_due();
	cr_assert_eq(due(5).n, 1);
	cr_expect_str_eq(due(5).v[0].txid, "one");
	cr_expect_eq(due(5).v[0].at, 7);
	cr_expect_eq(due(6).n, 0);
	cr_expect_eq(due(0).n, 1);
}

/* Looks overlap, and show it again and again. */
Test(unread, a_look_that_was_not_due_is_no_try)
{
	add(5, "one");
	add(5, "one");
	cr_expect_eq(rows("tries = 1"), 1);
	make_due();
	add(5, "one");
	add(5, "one");
	cr_expect_eq(rows("tries = 2"), 1);
}

Test(unread, it_is_asked_for_ever_more_seldom_and_in_the_end_no_more)
{
	int64_t before = 0, wait;

	add(5, "one");
	for (int i = 1; i < UNREAD_TRIES; i++) {
		make_due();
		add(5, "one");
		wait = test_number("SELECT TIMESTAMPDIFF(SECOND,"
		                   " UTC_TIMESTAMP(3), retry_at) + 1"
		                   " FROM unread_transfers");
		cr_expect(wait + 5 >= before && wait <= 43201, "%ld after %ld",
		          (long)wait, (long)before);
		before = wait;
	}
	cr_expect_eq(rows("retry_at IS NOT NULL"), 1);
	make_due();
	add(5, "one");
	cr_expect_eq(rows("retry_at IS NULL"), 1);
	add(5, "one");
	cr_expect_eq(rows("retry_at IS NULL"), 1);
	cr_expect_eq(due(5).n, 0);
}

Test(unread, strangers_fill_the_room_of_one_address_alone)
{
	for (int i = 0; i < 3 * UNREAD_OF_ADDRESS; i++)
		add(5, arena_printf(shop_open()->arena, "spam %d", i));
	cr_expect_eq(rows("1"), UNREAD_OF_ADDRESS);
	add(6, "one");
	cr_expect_eq(rows("payment_id = 6"), 1);
	make_due();
	cr_expect_eq(due(0).n, UNREAD_AT_ONCE);
	/* One that has its room is tried all the same. */
	add(5, "spam 0");
	cr_expect_eq(rows("tries = 2"), 1);
}

/* A look at a whole network does not know at whose address it was. */
Test(unread, a_whole_look_tries_and_settles_what_it_is_of)
{
	add(5, "one");
	make_due();
	add(0, "one");
	cr_expect_eq(rows("1"), 1);
	cr_expect_eq(rows("tries = 2 AND payment_id = 5"), 1);
	add(0, "one");
	cr_expect_eq(rows("1"), 1);
	unread_settled(shop_open()->db, "solana", 6, "one");
	cr_expect_eq(rows("1"), 1);
	unread_settled(shop_open()->db, "solana", 0, "one");
	cr_expect_eq(rows("1"), 0);
}

Test(unread, a_person_is_told_after_an_hour)
{
	struct unread_waiting w;

	add(5, "one");
	cr_expect_eq(unread_waiting(shop_open()->db, shop_open()->arena).n, 0);
	test_sql("UPDATE unread_transfers SET retry_at = NULL, first_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 2 HOUR");
	w = unread_waiting(shop_open()->db, shop_open()->arena);
	cr_expect_eq(w.n, 1);
	cr_expect_eq(w.given_up, 1);
	cr_expect_str_eq(w.example, "one on solana: odd");
}

Test(unread, nothing_is_kept_for_ever)
{
	add(5, "one");
	add(6, "two");
	test_sql("UPDATE unread_transfers SET first_at = UTC_TIMESTAMP(3)"
	         " - INTERVAL 61 DAY WHERE payment_id = 5");
	unread_forget(shop_open()->db, "bitcoin");
	cr_expect_eq(rows("1"), 2);
	unread_forget(shop_open()->db, "solana");
	cr_expect_eq(rows("payment_id = 6"), 1);
	cr_expect_eq(rows("1"), 1);
}
