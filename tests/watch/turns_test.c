/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/random.h"
#include "chain/assets.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "settings.h"
#include "watch/watched.h"

/*
 * Whose address is looked at, when a source bears less than all that is due.
 * A minute of these tests is one run of the job with a budget of so many
 * looks; the clock is that of the rows.
 */
TestSuite(turns, .timeout = 300);

enum { BUDGET = 2 /* looks a minute; BlockCypher bears 90 an hour */ };

static struct buyers *world;

static void sqlf(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void sqlf(const char *format, ...)
{
	char sql[1024];
	va_list list;

	va_start(list, format);
	vsnprintf(sql, sizeof(sql), format, list);
	va_end(list);
	test_sql(sql);
}

static void open_world(void)
{
	world = buyers_open();
	/* Time and credit are what a test says. */
	test_drop_triggers();
}

static struct user_id buyer(const char *network)
{
	char name[PUBLIC_ID_TEXT];
	struct user_id user;

	random_public_id(name);
	user = buyers_add(name);
	if (network)
		sqlf("UPDATE users SET network = '%s' WHERE id = %" PRId64,
		     network, user.v);
	return user;
}

/* An open request at the gateway; all over after an hour. */
static int64_t ask(struct user_id user, const char *network)
{
	char id[PUBLIC_ID_TEXT];
	int64_t n;

	random_public_id(id);
	sqlf("INSERT INTO payments (public_id, hook_token, user_id, asset,"
	     " kind, state, currency, gateway_id, gateway_hash, address,"
	     " expires_at, network) VALUES ('%s', '%s', %" PRId64
	     ", 'USDT_ERC20', 'DEPOSIT', 'OPEN', 'USD', '%s', '%s', '%s',"
	     " UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, NULLIF('%s', ''))",
	     id, id, user.v, id, id, id, network ? network : "");
	n = test_number("SELECT MAX(id) FROM payments");
	sqlf("UPDATE payments SET address = CONCAT('0xabcdef',"
	     " LPAD(id, 34, '0')) WHERE id = %" PRId64,
	     n);
	sqlf("INSERT INTO watches (payment_id, network, script, watched_until,"
	     " next_look_at) SELECT id, 'ethereum', SUBSTR(address, 3),"
	     " expires_at + INTERVAL 7 DAY, UTC_TIMESTAMP(3) FROM payments"
	     " WHERE id = %" PRId64,
	     n);
	return n;
}

/* The time that so many seconds from now will be. */
static void pass(int seconds)
{
	sqlf("UPDATE watches SET next_look_at = next_look_at - INTERVAL %d"
	     " SECOND, looked_at = looked_at - INTERVAL %d SECOND,"
	     " watched_until = watched_until - INTERVAL %d SECOND",
	     seconds, seconds, seconds);
	sqlf("UPDATE payments SET expires_at = expires_at - INTERVAL %d SECOND,"
	     " created_at = created_at - INTERVAL %d SECOND",
	     seconds, seconds);
	test_sql("UPDATE payments SET state = 'EXPIRED' WHERE state = 'OPEN'"
	         " AND expires_at <= UTC_TIMESTAMP(3)");
}

/* One run of the job; whether that payment was looked at. */
static bool run(unsigned budget, int64_t payment)
{
	struct watched_list due =
		watched_due(world->db, world->arena, NETWORK_ETHEREUM, budget);
	bool was = false;

	for (size_t i = 0; i < due.n; i++) {
		watched_later(world->db, due.v[i].payment, "test", NULL);
		was |= due.v[i].payment == payment;
	}
	return was;
}

/* The longest that the payment was not looked at, in minutes of so many. */
static int longest(int minutes, int64_t payment)
{
	int most = 0, since = 0;

	for (int i = 0; i < minutes; i++) {
		since = run(BUDGET, payment) ? 0 : since + 1;
		most = since > most ? since : most;
		pass(60);
	}
	return most;
}

static void flood(int accounts, int each, const char *home, const char *from)
{
	for (int i = 0; i < accounts; i++) {
		struct user_id idle = buyer(home);

		for (int k = 0; k < each; k++)
			(void)ask(idle, from);
	}
}

/* --- between buyers ------------------------------------------------------- */

Test(turns, a_flood_from_one_network_does_not_keep_an_honest_buyer_waiting)
{
	open_world();
	flood(20, 5, "0123456789abcdef", NULL);
	cr_expect_leq(longest(50, ask(buyer(NULL), NULL)), 1);
}

Test(turns, accounts_that_ask_from_one_network_are_one_buyer_too)
{
	open_world();
	flood(20, 5, NULL, "0123456789abcdef");
	cr_expect_leq(longest(50, ask(buyer(NULL), NULL)), 1);
}

Test(turns, accounts_of_twenty_networks_have_twenty_shares_and_no_hundred)
{
	open_world();
	for (int i = 0; i < 20; i++) {
		char home[17];

		snprintf(home, sizeof(home), "%016d", i);
		flood(1, 5, home, home);
	}
	cr_expect_leq(longest(50, ask(buyer(NULL), NULL)), 11);
}

Test(turns, one_buyers_many_addresses_do_not_keep_each_other_waiting)
{
	struct user_id ann;
	int64_t last;

	open_world();
	ann = buyer(NULL);
	for (int i = 0; i < 4; i++)
		(void)ask(ann, NULL);
	last = ask(ann, NULL);
	cr_expect_leq(longest(30, last), 3);
}

Test(turns, of_two_networks_an_account_has_the_later_turn)
{
	open_world();
	/* Opened anywhere, they ask from one; and the other way round. */
	for (int i = 0; i < 10; i++) {
		char home[17];

		snprintf(home, sizeof(home), "%016d", i);
		flood(1, 3, home, "0123456789abcdef");
		flood(1, 3, "fedcba9876543210", home);
	}
	cr_expect_leq(longest(50, ask(buyer(NULL), NULL)), 2);
}

/* --- between addresses ---------------------------------------------------- */

Test(turns, who_has_paid_and_what_is_on_its_way_come_first)
{
	struct user_id ann, bob;
	int64_t open, paid, coming;
	struct watched_list due;

	open_world();
	open = ask(buyer(NULL), NULL);
	ann = buyer(NULL);
	sqlf("UPDATE users SET top_up_amount = 500 WHERE id = %" PRId64, ann.v);
	paid = ask(ann, NULL);
	bob = buyer(NULL);
	sqlf("UPDATE users SET top_up_amount = 500 WHERE id = %" PRId64, bob.v);
	coming = ask(bob, NULL);
	sqlf("INSERT INTO deposits (payment_id, user_id, asset, txid, position,"
	     " coin_amount, credited_at, currency, state, source) VALUES (%" PRId64
	     ", %" PRId64 ", 'USDT_ERC20', 'a', '0', 1, NULL, 'USD', 'SEEN',"
	     " 'test')",
	     coming, bob.v);
	test_sql("UPDATE watches SET looks = 1, looked_at = UTC_TIMESTAMP(3)"
	         " - INTERVAL 5 MINUTE");
	due = watched_due(world->db, world->arena, NETWORK_ETHEREUM, 9);
	cr_assert_eq(due.n, 3);
	cr_expect_eq(due.v[0].payment, coming);
	cr_expect_eq(due.v[1].payment, paid);
	cr_expect_eq(due.v[2].payment, open);
}

Test(turns, nobody_is_starved_by_those_that_come_first)
{
	int64_t ended;
	int looks = 0;

	open_world();
	ended = ask(buyer(NULL), NULL);
	pass(3660);
	cr_assert(run(BUDGET, ended), "the look after its end");
	flood(20, 1, NULL, NULL);
	test_sql("UPDATE payments SET expires_at = expires_at + INTERVAL 1 DAY"
	         " WHERE state = 'OPEN'");
	/* Once it has waited for an hour it is as the others. */
	for (int i = 0; i < 75; i++) {
		looks += run(BUDGET, ended);
		pass(60);
	}
	cr_expect_eq(looks, 1);
}

Test(turns, what_was_never_seen_is_asked_ever_more_seldom)
{
	int64_t ended, day, week;

	open_world();
	ended = ask(buyer(NULL), NULL);
	pass(3660);
	cr_assert(run(9, ended));
	for (int i = 0; i < 24 * 6; i++) {
		pass(600);
		run(9, ended);
	}
	day = test_number("SELECT looks FROM watches");
	cr_expect_leq(day, 16);
	cr_expect_geq(day, 8);
	for (int i = 0; i < 6 * 24 * 2; i++) {
		pass(1800);
		run(9, ended);
	}
	week = test_number("SELECT looks FROM watches");
	cr_expect_leq(week - day, 14);
	cr_expect_geq(week - day, 11);
	pass(7200);
	cr_expect_not(run(9, ended));
	cr_expect_eq(test_number("SELECT looked_at > watched_until -"
	                         " INTERVAL 1 HOUR FROM watches"),
	             1, "it was looked at once more in the end");
}

Test(turns, the_first_look_after_the_end_comes_soon)
{
	int64_t ended;

	open_world();
	ended = ask(buyer(NULL), NULL);
	for (int i = 0; i < 61; i++) {
		run(9, ended);
		pass(60);
	}
	cr_expect(run(9, ended));
}
