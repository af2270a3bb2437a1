/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "auditor/audit.h"
#include "base/arena.h"
#include "base/random.h"
#include "base/rescue.h"
#include "chain/assets.h"
#include "ledger/once.h"
#include "lib/arrivals.h"
#include "lib/buyers.h"
#include "payment/payment_begin.h"
#include "settings.h"
#include "wallet/wallets.h"
#include "watch/watched.h"

/*
 * What comes to an address that serves its buyer again: whose it is, that it
 * is credited once, and that nothing of it is lost.
 */
TestSuite(payment_again, .timeout = 120);

static const char A[] = "aaaa", B[] = "bbbb";

static struct buyers *world;
static struct user_id ann;

/* Another world than that of arrivals: an address from a key. */
static void open_world(void)
{
	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	ann = buyers_add("ann");
	test_sql("REPLACE INTO rates (coin, price, source, at)"
	         " VALUES ('BTC', '50000', 'test', UTC_TIMESTAMP(3))");
}

static enum payment_begun begin_for(const struct payment **p,
                                    struct user_id user, int64_t cents,
                                    const char *rate)
{
	char id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};
	struct payment_wish wish = {
		.user = user,
		.public_id = id,
		.asset = asset_find("BTC"),
		.kind = cents ? PAYMENT_NAMED : PAYMENT_ANY,
		.fiat = money_minor(cents, currency_find("USD")),
		.is_own = true,
		.rate = rate,
		.once = &once,
	};
	const char *path;

	random_public_id(id);
	random_public_id(token);
	return payment_begin(world->db, world->arena, p, &path, &wish);
}

static const struct payment *begin(int64_t cents, const char *rate)
{
	const struct payment *p;

	cr_assert_eq(begin_for(&p, ann, cents, rate), PAYMENT_BEGUN);
	return p;
}

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

/* Ended, and a look since showed nothing. */
static void end_unseen(const struct payment *p)
{
	sqlf("UPDATE payments SET created_at = created_at - INTERVAL 2 HOUR,"
	     " expires_at = expires_at - INTERVAL 2 HOUR WHERE id = %" PRId64,
	     p->id.v);
	cr_assert_eq(payment_end(world->db, world->arena, p), PAYMENT_ENDED);
	sqlf("UPDATE watches SET looks = 1, looked_at = UTC_TIMESTAMP(3)"
	     " WHERE payment_id = %" PRId64,
	     p->id.v);
}

/* One transfer to the address, as the look for a payment finds it: whose it is
 * then is asked as the job does. */
static struct recorded look_as(const struct payment *p, int64_t whose,
                               const char *txid, int64_t confirmations)
{
	struct chain_credit credit = {
		.asset = asset_find("BTC"),
		.txid = txid ? txid : "",
		.position = "0",
		.address = p->address,
		.amount = {50000},
		.is_mined = confirmations > 0,
		.height = confirmations ? 1001 - confirmations : -1,
		.confirmations = confirmations,
	};
	struct sighting seen = {whose, &credit};
	struct look look = {
		.source = "bitcoin/test",
		.kind = "esplora",
		.network = "bitcoin",
		.tip = 1000,
		.v = &seen,
		.n = txid != NULL,
		.payment = p->id.v,
		.asset = asset_find("BTC"),
	};
	struct recorded done = deposit_record(world->db, world->arena, &look);
	struct payments all =
		payment_list_arriving(world->db, world->arena, 0, 100);

	for (size_t i = 0; i < all.n; i++)
		payment_arrive(world->db, world->arena, all.v[i],
		               &(struct settled){0});
	return done;
}

static int64_t whose(const struct payment *p)
{
	struct watch w;

	cr_assert_null(watch_open(&w, p->asset, CHAIN_MAIN, p->address));
	return watched_whose(world->db, world->arena, p->asset, w.hex);
}

static int64_t balance(void)
{
	return test_number("SELECT SUM(top_up_amount - consume_records)"
	                   " FROM users");
}

static void audit(void)
{
	cr_expect_eq(audit_report(world->db, NULL, false, stderr, stderr), 0);
}

Test(payment_again, a_late_transfer_is_the_newest_requests_and_credited_once)
{
	const struct payment *old, *now;

	open_world();
	old = begin(2500, "50000");
	end_unseen(old);
	now = begin(2000, "40000");
	cr_assert_str_eq(now->address, old->address);
	cr_expect_eq(whose(now), now->id.v);
	look_as(now, whose(now), A, 1);
	look_as(now, whose(now), A, 2);
	/* At the price that was kept for it, and not for the old one. */
	cr_expect_eq(balance(), 2000);
	cr_expect_eq(buyers_now(now)->state, PAYMENT_PAID);
	cr_expect_eq(buyers_now(old)->state, PAYMENT_EXPIRED);
	cr_expect_eq(look_as(now, whose(now), A, 3).known, 1);
	cr_expect_eq(balance(), 2000);
	cr_expect_eq(test_number("SELECT paid_index FROM wallets"), 0);
	audit();
}

Test(payment_again, what_was_recorded_for_the_old_request_stays_with_it)
{
	const struct payment *old, *now;

	open_world();
	old = begin(2500, "50000");
	end_unseen(old);
	now = begin(2000, "40000");
	/* The look for the old one was on its way meanwhile. */
	cr_expect_eq(look_as(old, old->id.v, A, 1).fresh, 1);
	cr_expect_eq(buyers_now(old)->state, PAYMENT_CONFIRMING);
	/* It is looked for again, and both looks mean the same row. */
	cr_expect_eq(buyers_count("SELECT next_look_at IS NOT NULL FROM watches"
	                          " WHERE payment_id = %d",
	                          old->id.v),
	             1);
	cr_expect_eq(look_as(now, now->id.v, A, 2).known, 1);
	cr_expect_eq(look_as(old, now->id.v, A, 3).known, 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"), 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"
	                         " WHERE state = 'CREDITED' AND payment_id ="
	                         " (SELECT MIN(id) FROM payments)"),
	             1);
	cr_expect_eq(balance(), 2500);
	cr_expect_eq(buyers_now(old)->state, PAYMENT_PAID);
	cr_expect_eq(buyers_now(now)->state, PAYMENT_OPEN);
	cr_expect_eq(test_number("SELECT paid_index FROM wallets"), 0);
	/* The next one is the newest's. */
	cr_expect_eq(look_as(now, whose(now), B, 2).fresh, 1);
	cr_expect_eq(balance(), 4500);
	audit();
}

Test(payment_again, what_vanishes_is_taken_back_from_the_request_it_was_of)
{
	const struct payment *old, *now;

	open_world();
	cr_assert_null(settings_set("vanish_looks", "2"));
	cr_assert_null(settings_set("vanish_seconds", "0"));
	old = begin(2500, "50000");
	end_unseen(old);
	now = begin(2000, "40000");
	look_as(old, old->id.v, A, 2);
	cr_assert_eq(balance(), 2500);
	for (int i = 0; i < 4; i++) {
		look_as(now, 0, NULL, 0);
		look_as(old, 0, NULL, 0);
	}
	cr_expect_eq(balance(), 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"
	                         " WHERE state = 'REVERSED'"),
	             1);
	audit();
}

Test(payment_again, what_was_mined_since_its_first_life_is_not_older_than_it)
{
	const struct payment *old, *now;

	open_world();
	test_sql("INSERT INTO sources (name, network, tip)"
	         " VALUES ('bitcoin/test', 'bitcoin', 900)");
	old = begin(0, NULL);
	end_unseen(old);
	test_sql("UPDATE sources SET tip = 1000");
	now = begin(0, NULL);
	/* Mined at 951, before the second request, and after the first. */
	look_as(now, whose(now), A, 50);
	cr_expect_eq(balance(), 2500);
	cr_expect_eq(buyers_now(now)->state, PAYMENT_PAID);
	audit();
}

Test(payment_again, an_address_that_was_paid_does_not_come_back)
{
	const struct payment *old;

	open_world();
	old = begin(0, NULL);
	look_as(old, old->id.v, A, 0);
	sqlf("UPDATE watches SET looked_at = UTC_TIMESTAMP(3) + INTERVAL 2 HOUR"
	     " WHERE payment_id = %" PRId64,
	     old->id.v);
	cr_expect_str_eq(begin(0, NULL)->address, BTC_1);
}

/* --- two at once ---------------------------------------------------------- */

static void begin_one(void *arg)
{
	const struct payment *p;

	*(enum payment_begun *)arg = begin_for(&p, ann, 0, NULL);
}

Test(payment_again, requests_at_once_do_not_share_an_address)
{
	const struct payment *old;

	open_world();
	cr_assert_null(settings_set("own_held_new", "50"));
	old = begin(0, NULL);
	end_unseen(old);
	for (int i = 0; i < 5; i++) {
		enum payment_begun begun;

		if (fork())
			continue;
		buyers_reopen();
		_exit(rescue_run(begin_one, &begun) == RESCUE_NONE &&
		                      begun == PAYMENT_BEGUN
		              ? 0
		              : 1);
	}
	for (int i = 0; i < 5; i++) {
		int status;

		wait(&status);
		cr_expect(WIFEXITED(status) && !WEXITSTATUS(status));
	}
	cr_expect_eq(test_number("SELECT COUNT(DISTINCT address) FROM payments"
	                         " WHERE state = 'OPEN'"),
	             5);
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 5);
}
