/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/random.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "settings.h"
#include "wallet/wallets.h"

/* Who gets an address, and which one, when most who ask never pay. */
TestSuite(give, .timeout = 120);

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

static struct user_id buyer(void)
{
	char name[PUBLIC_ID_TEXT];

	random_public_id(name);
	return buyers_add(name);
}

/* One who has paid, without the deposits that say so. */
static struct user_id payer(void)
{
	struct user_id user = buyer();

	test_drop_triggers();
	sqlf("UPDATE users SET top_up_amount = 500 WHERE id = %" PRId64,
	     user.v);
	return user;
}

/* One more of a buyer, with its address; 0: he got none. */
static int64_t ask(struct user_id user, const char *asset)
{
	int64_t payment = wallets_payment(asset);

	sqlf("UPDATE payments SET user_id = %" PRId64 " WHERE id = %" PRId64,
	     user.v, payment);
	return wallets_give(asset, payment) ? payment : 0;
}

/* Its time is over, and a look since then showed nothing. */
static void end(int64_t payment)
{
	sqlf("UPDATE payments SET state = 'EXPIRED', expires_at ="
	     " UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE WHERE id = %" PRId64,
	     payment);
}

static void look(int64_t payment)
{
	sqlf("UPDATE watches SET looks = looks + 1, looked_at ="
	     " UTC_TIMESTAMP(3) WHERE payment_id = %" PRId64,
	     payment);
}

static void come(int64_t payment, const char *state)
{
	char sql[512];

	snprintf(
		sql, sizeof(sql),
		"INSERT INTO deposits (payment_id, user_id, asset, txid,"
		" position, coin_amount, credited, credited_at, currency,"
		" state, source) SELECT id, user_id, asset, id, '0', 1,"
		" %s, %s, 'USD', '%s', 'test' FROM payments WHERE id = %" PRId64,
		*state == 'C' ? "100" : "NULL",
		*state == 'C' ? "UTC_TIMESTAMP(3)" : "NULL", state, payment);
	test_sql(sql);
}

static int64_t same(int64_t one, int64_t other)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
	         "SELECT COUNT(DISTINCT address) = 1 FROM payments"
	         " WHERE id IN (%" PRId64 ", %" PRId64
	         ") AND address IS NOT NULL",
	         one, other);
	return test_number(sql);
}

static void use_key(void)
{
	world = buyers_open();
	wallets_use(NETWORK_ETHEREUM, ETH_XPUB, ETH_0);
}

Test(give, an_address_that_nobody_paid_serves_its_buyer_again)
{
	struct user_id ann;
	int64_t first, second;

	use_key();
	ann = buyer();
	first = ask(ann, "ETH");
	end(first);
	look(first);
	second = ask(ann, "ETH");
	cr_assert(second);
	cr_expect(same(first, second));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM own_addresses"), 1);
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 1);
	/* The newer request sees what the older one would. */
	cr_expect_eq(buyers_count("SELECT next_look_at IS NULL FROM watches"
	                          " WHERE payment_id = %d",
	                          first),
	             1);
	cr_expect_eq(buyers_count("SELECT next_look_at IS NOT NULL AND"
	                          " watched_until > UTC_TIMESTAMP(3)"
	                          " FROM watches WHERE payment_id = %d",
	                          second),
	             1);
}

Test(give, it_serves_no_other_buyer_ever)
{
	int64_t first;

	use_key();
	first = ask(buyer(), "ETH");
	end(first);
	look(first);
	for (int i = 0; i < 9; i++)
		cr_expect_not(same(first, ask(buyer(), "ETH")));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM own_addresses o"
	                         " JOIN payments p ON p.address = o.address"
	                         " WHERE p.user_id <> o.user_id"),
	             0);
}

Test(give, the_database_lets_nobody_pass_it_on)
{
	struct user_id bob;
	int64_t first;

	use_key();
	first = ask(buyer(), "ETH");
	end(first);
	look(first);
	bob = buyer();
	cr_expect_not(test_sql_works(arena_printf(
		world->arena, "UPDATE own_addresses SET user_id = %" PRId64,
		bob.v)));
	ask(bob, "ETH");
	cr_expect_not(test_sql_works(
		"UPDATE own_addresses SET payment_id = (SELECT MAX(id)"
		" FROM payments) + 0 WHERE wallet_index = 0"));
	cr_expect_not(test_sql_works(
		"UPDATE own_addresses SET payment_id = NULL, user_id = NULL"));
}

Test(give, only_what_is_certainly_unseen_comes_back)
{
	struct user_id ann;
	int64_t open, unlooked, seen, gone, fresh;

	use_key();
	cr_assert_null(settings_set("own_held_new", "50"));
	cr_assert_null(settings_set("own_gap", "1000"));
	ann = buyer();
	open = ask(ann, "ETH");
	look(open);
	unlooked = ask(ann, "ETH");
	look(unlooked);
	end(unlooked);
	sqlf("UPDATE watches SET looked_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
	     " WHERE payment_id = %" PRId64,
	     unlooked);
	seen = ask(ann, "ETH");
	end(seen);
	come(seen, "SEEN");
	look(seen);
	gone = ask(ann, "ETH");
	end(gone);
	come(gone, "GONE");
	look(gone);
	fresh = ask(ann, "ETH");
	cr_assert(fresh);
	cr_expect_eq(test_number("SELECT COUNT(DISTINCT address)"
	                         " FROM payments WHERE address IS NOT NULL"),
	             5);
	/* A look at the whole chain is one, too. */
	test_sql("INSERT INTO cursors VALUES ('ethereum', 'evm', '1',"
	         " UTC_TIMESTAMP(3))");
	cr_expect(same(unlooked, ask(ann, "ETH")));
}

Test(give, what_failed_was_never_shown_and_comes_back_at_once)
{
	struct user_id ann;
	int64_t first;

	use_key();
	ann = buyer();
	first = ask(ann, "ETH");
	test_drop_triggers();
	sqlf("UPDATE payments SET state = 'FAILED' WHERE id = %" PRId64, first);
	cr_expect(same(first, ask(ann, "ETH")));
}

Test(give, an_address_serves_any_asset_of_its_network)
{
	struct user_id ann;
	int64_t eth, usdt, again;

	use_key();
	ann = buyer();
	eth = ask(ann, "ETH");
	usdt = ask(ann, "USDT_ERC20");
	end(eth);
	look(eth);
	end(usdt);
	look(usdt);
	/* The one that served the coin before is preferred. */
	again = ask(ann, "USDT_ERC20");
	cr_expect(same(usdt, again));
	cr_expect(same(eth, ask(ann, "USDC_ERC20")));
	/* ETH sent late to the first is still looked for. */
	cr_expect_eq(buyers_count("SELECT next_look_at IS NOT NULL"
	                          " FROM watches WHERE payment_id = %d",
	                          eth),
	             1);
	cr_expect_eq(buyers_count("SELECT next_look_at IS NULL"
	                          " FROM watches WHERE payment_id = %d",
	                          usdt),
	             1);
}

Test(give, an_account_that_never_paid_holds_few)
{
	struct user_id ann, bob;

	use_key();
	ann = buyer();
	cr_assert(ask(ann, "ETH"));
	cr_assert(ask(ann, "ETH"));
	cr_expect_not(ask(ann, "ETH"));
	cr_expect_not(ask(ann, "USDT_ERC20"));
	bob = payer();
	for (int i = 0; i < 5; i++)
		cr_assert(ask(bob, "ETH"));
	cr_expect_not(ask(bob, "ETH"));
}

Test(give, what_was_not_worth_a_credit_is_still_held)
{
	struct user_id ann;

	use_key();
	ann = buyer();
	come(ask(ann, "ETH"), "HELD");
	come(ask(ann, "ETH"), "GONE");
	cr_expect_not(ask(ann, "ETH"));
}

Test(give, what_was_paid_is_not_held)
{
	struct user_id bob;

	use_key();
	bob = payer();
	for (int i = 0; i < 12; i++) {
		int64_t p = ask(bob, "ETH");

		cr_assert(p, "the address number %d", i);
		come(p, "CREDITED");
	}
}

/* Five accounts from one network, each of which asks twice. */
static int64_t crowd(const char *sql)
{
	int64_t given = 0;

	for (int i = 0; i < 10; i++) {
		struct user_id user = buyer();

		for (int k = 0; k < 2; k++) {
			int64_t payment = wallets_payment("ETH");

			sqlf("UPDATE payments SET user_id = %" PRId64
			     " WHERE id = %" PRId64,
			     user.v, payment);
			test_sql(sql);
			given += wallets_give("ETH", payment) != NULL;
		}
	}
	return given;
}

Test(give, accounts_opened_in_one_network_hold_together_what_few_may)
{
	use_key();
	cr_assert_null(settings_set("own_gap", "1000"));
	cr_expect_eq(crowd("UPDATE users SET network = '0123456789abcdef'"),
	             10);
}

Test(give, so_do_those_that_ask_from_one_network)
{
	use_key();
	cr_assert_null(settings_set("own_gap", "1000"));
	cr_expect_eq(crowd("UPDATE payments SET network = '0123456789abcdef'"),
	             10);
	/* Who paid before is counted by himself. */
	cr_expect(ask(payer(), "ETH"));
}

Test(give, idle_accounts_do_not_push_a_key_past_its_gap)
{
	struct user_id bob;

	use_key();
	for (int i = 0; i < 30; i++) {
		struct user_id idle = buyer();

		(void)ask(idle, "ETH");
		(void)ask(idle, "ETH");
	}
	/* The last of the quarter that is kept are not for everybody. */
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 18);
	bob = payer();
	cr_expect(ask(bob, "ETH"));
	cr_expect(ask(bob, "ETH"));
	cr_expect(ask(bob, "ETH"), "who pays may go beyond");
}

/* So many of Bitcoin, whose key is not in use. */
static void fill_pool(uint32_t n)
{
	struct wallet key = {.network = NETWORK_BITCOIN, .key = BTC_ZPUB};
	struct text lines;

	world = buyers_open();
	lines = text_open(world->arena, 1024);
	for (uint32_t i = 0; i < n; i++)
		text_printf(&lines, "%s\n",
		            wallet_address(world->arena, &key, i));
	cr_assert_eq(pool_import(world->db, world->arena, "cli:test",
	                         asset_find("BTC"), slice_text(lines.p), false,
	                         (struct pool_watcher){0})
	                     .added,
	             n);
}

Test(give, four_idle_accounts_do_not_drain_a_pool_of_twenty)
{
	fill_pool(20);
	for (int i = 0; i < 4; i++) {
		struct user_id idle = buyer();

		for (int k = 0; k < 5; k++)
			(void)ask(idle, "BTC");
	}
	cr_expect_eq(pool_left(world->db, world->arena, NETWORK_BITCOIN), 12);
	cr_expect(ask(buyer(), "BTC"));
}

Test(give, the_last_of_a_pool_are_for_those_who_hold_none_or_have_paid)
{
	struct user_id ann, bob;

	fill_pool(20);
	ann = buyer();
	bob = payer();
	cr_assert(ask(ann, "BTC"));
	while (pool_left(world->db, world->arena, NETWORK_BITCOIN) > 5)
		cr_assert(ask(buyer(), "BTC"));
	cr_expect_not(ask(ann, "BTC"), "she holds one");
	for (int i = 0; i < 3; i++)
		cr_expect(ask(buyer(), "BTC"), "he holds none");
	cr_expect_not(ask(buyer(), "BTC"));
	cr_expect(ask(bob, "BTC"), "he has paid before");
	cr_expect(ask(bob, "BTC"));
	cr_expect_not(ask(bob, "BTC"), "there is none");
}
