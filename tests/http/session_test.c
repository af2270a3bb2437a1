/* SPDX-License-Identifier: MIT */
#include "http/session.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "db/db.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "user/shown.h"
#include "user/user.h"
/*
 * What becomes of cookies and of Redis when the database is another one than
 * they were made with: an older one that was put back, say, whose next buyers
 * get the row numbers of those who came after it was copied.
 */

/* One of before ann, whose next buyer is bob. */
static void put_an_older_database_back(void)
{
	test_sql("DELETE FROM users");
	test_sql("ALTER TABLE users AUTO_INCREMENT = 1");
	shop_buyer("bob", 4200);
}

Test(session, never_becomes_the_next_owner_of_a_row)
{
	struct browser *ann = browser_of("ann", 0), *bob = browser_open();

	shop_product("sencha", 250, 5);
	cr_assert_eq(test_number("SELECT id FROM users"), 1);
	cr_assert_eq(visit(ann, "/account"), 200);
	cr_assert_eq(submit(ann, "/cart", "product=sencha&quantity=2"), 303);
	cr_assert_eq(visit(ann, "/"), 200);
	put_an_older_database_back();
	cr_assert_eq(test_number("SELECT id FROM users WHERE name = 'bob'"), 1);
	/* What she bought and pays with would be his. */
	cr_expect_eq(visit(ann, "/account"), 303);
	cr_expect_str_eq(header(ann, "Location"), "/login?next=/account");
	browser_sign_in(bob, (struct user_id){1}, "bob");
	cr_assert_eq(visit(bob, "/cart"), 200);
	cr_expect_not(sees(bob, "sencha"), "nor is her cart his");
	cr_expect(sees(bob, "$42.00"), "nor her balance");
}

Test(session, is_over_on_pages_for_anybody_too_once_mariadb_is_asked)
{
	struct browser *ann = browser_of("ann", 1000);
	struct shop *s = shop_open();
	const char *account;

	cr_assert_eq(visit(ann, "/"), 200);
	cr_assert(sees(ann, "$10.00"));
	account = user_account(s->db, s->arena, (struct user_id){1});
	test_sql("UPDATE users SET public_id = 'another'");
	shown_forget(s->redis, s->arena, account);
	cr_assert_eq(visit(ann, "/"), 200);
	cr_expect_not(sees(ann, "$10.00"));
}

Test(session, of_a_lost_account_ends_at_checkout_and_leaves_no_key)
{
	struct browser *ann = browser_of("ann", 1000);
	struct shop *s = shop_open();

	shop_product("sencha", 250, 5);
	cr_assert_eq(submit(ann, "/cart", "product=sencha&quantity=1"), 303);
	test_sql("UPDATE users SET public_id = 'another'");
	cr_expect_eq(submit(ann, "/checkout", "agreed=x"), 303);
	cr_expect_str_eq(header(ann, "Location"), "/login");
	cr_expect_str_eq(browser_cookie(ann, "sid"), "");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM buys"), 0);
	cr_expect_eq(
		test_keys(s->redis, s->arena, key_session(s->arena, "*"))->n,
		0);
}

/* Redis may say what it likes: a number there is nobody. */
Test(session, redis_cannot_name_a_row)
{
	struct browser *eve = browser_of("eve", 0);
	struct shop *s = shop_open();
	const struct answer *keys =
		test_keys(s->redis, s->arena, key_session(s->arena, "*"));

	shop_buyer("ann", 1000);
	cr_assert_eq(keys->n, 1);
	test_write(s->redis, s->arena,
	           WORDS(word("HSET"), keys->item[0]->s, word("a"), word("2")));
	test_write(s->redis, s->arena,
	           WORDS(word("ZADD"), word(key_user_sessions(s->arena, "2")),
	                 word_int(s->arena, clock_now().ms / 1000),
	                 word(strrchr(arena_bytes(s->arena, keys->item[0]->s.p,
	                                          keys->item[0]->s.len),
	                              ':') +
	                      1)));
	cr_expect_eq(visit(eve, "/account"), 303);
}

Test(session, of_another_epoch_is_over)
{
	struct browser *ann, *guest = browser_open();

	key_set_epoch("before");
	ann = browser_of("ann", 0);
	cr_assert_eq(visit(guest, "/login"), 200);
	cr_assert_eq(visit(ann, "/account"), 200);
	key_set_epoch("after");
	cr_expect_eq(visit(ann, "/account"), 303);
	cr_expect_str_eq(browser_cookie(ann, "sid"), "");
	cr_assert_eq(visit(guest, "/"), 200);
	cr_expect_str_eq(browser_cookie(guest, "sid"), "");
}

/* A worker that was started while MariaDB was away knows no epoch. */
Test(session, nobody_is_signed_out_by_a_worker_that_has_seen_no_database)
{
	struct browser *b = browser_of("ann", 0);
	struct shop *s = shop_open();
	struct db_login nowhere = {.socket = "/nowhere", .name = "x"};
	struct db *here = s->db;

	s->db = db_open(&nowhere);
	cr_expect_eq(visit(b, "/account"), 503);
	db_close(s->db);
	s->db = here;
	cr_expect_eq(visit(b, "/account"), 200);
}
