/* SPDX-License-Identifier: MIT */
#include "deposit/deposit.h"
#include "payment/payment_settle.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "payment/payment_gateway.h"
#include "settings.h"

TestSuite(payment_settle, .timeout = 120);

static struct buyers *world;
static struct user_id ann;

static void open_world(void)
{
	world = buyers_open();
	ann = buyers_add("ann");
}

/* Balance, entries, and the count of open payments, all of one buyer. */
static void balance_is(int64_t minor, int64_t entries, int64_t open)
{
	cr_assert_eq(test_number("SELECT top_up_amount FROM users"), minor);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_entries"),
	             entries);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM deposits"), entries);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), open);
}

static void pass_expiry(const struct payment *p)
{
	test_sql(arena_printf(world->arena,
	                      "UPDATE payments SET expires_at ="
	                      " LEAST(expires_at,"
	                      "  UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE)"
	                      " WHERE id = %" PRId64,
	                      p->id.v));
}

static enum payment_state state_of(const struct payment *p)
{
	return buyers_now(p)->state;
}

Test(payment_settle, a_paid_report_credits_and_tells_once)
{
	const struct payment *p;
	struct gateway_payment said;
	struct deposits all;
	struct receipts r;

	open_world();
	p = buyers_payment(ann, PAYMENT_NAMED);
	said = buyers_said(p, true);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_UNCHANGED);
	cr_assert_eq(state_of(p), PAYMENT_PAID);
	balance_is(2500, 1, 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM outbox"
	                         " WHERE kind = 'deposit_credited'"
	                         " AND amount = 2500"),
	             1);
	all = deposit_list(world->db, world->arena, p);
	r = deposit_receipts(world->db, world->arena, &all);
	cr_assert_eq(r.n, 1);
	cr_assert_eq(money_to_minor(r.v[0].balance), 2500);
	cr_assert_not(r.v[0].deposit->is_late);
	cr_assert(r.v[0].deposit->amount.units == 50000);
}

Test(payment_settle, any_order_of_paid_expired_and_unpaid_credits_once)
{
	static const int ORDERS[6][3] = {
		{0, 1, 2},
                {0, 2, 1},
                {1, 0, 2},
		{1, 2, 0},
                {2, 0, 1},
                {2, 1, 0}
        };

	open_world();
	test_sql("SET @x = 0");
	for (int i = 0; i < 6; i++) {
		const struct payment *p = buyers_payment(
			ann, i % 2 ? PAYMENT_NAMED : PAYMENT_ANY);

		for (int round = 0; round < 2; round++) {
			for (int j = 0; j < 3; j++) {
				int what = ORDERS[i][j];
				struct gateway_payment said =
					buyers_said(p, what == 0);

				if (what == 1)
					pass_expiry(p);
				(void)buyers_settle(p, &said);
			}
		}
		cr_assert_eq(state_of(p), PAYMENT_PAID, "order %d", i);
		cr_assert_eq(buyers_count("SELECT COUNT(*) FROM deposits"
		                          " WHERE payment_id = %d",
		                          p->id.v),
		             1);
	}
	balance_is(3 * (2500 + 1631), 6, 0);
}

Test(payment_settle, a_late_payment_is_credited_and_marked)
{
	const struct payment *p;
	struct gateway_payment said;

	open_world();
	p = buyers_payment(ann, PAYMENT_NAMED);
	said = buyers_said(p, false);
	pass_expiry(p);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_ENDED);
	cr_assert_eq(state_of(p), PAYMENT_EXPIRED);
	balance_is(0, 0, 0);
	said.is_paid = true;
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	balance_is(2500, 1, 0);
	cr_assert(deposit_list(world->db, world->arena, p).v[0]->is_late);
}

Test(payment_settle, what_does_not_fit_is_held_and_never_credited)
{
	const struct payment *p;
	struct gateway_payment said, good;

	open_world();
	p = buyers_payment(ann, PAYMENT_NAMED);
	good = said = buyers_said(p, true);
	said.fiat_amount = "2500";
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_HELD);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_NOTED);
	cr_assert_eq(buyers_settle(p, &good), PAYMENT_UNCHANGED);
	cr_assert_eq(state_of(p), PAYMENT_REVIEW);
	balance_is(0, 0, 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM outbox"
	                         " WHERE kind = 'payment_review'"),
	             1);
	cr_assert_null(test_number("SELECT COUNT(*) FROM payments"
	                           " WHERE next_poll_at IS NOT NULL")
	                       ? "still polled"
	                       : NULL);
}

Test(payment_settle, a_large_credit_waits_for_a_person)
{
	const struct payment *p;
	struct gateway_payment said;

	open_world();
	p = buyers_payment(ann, PAYMENT_ANY);
	said = buyers_said(p, true);
	said.fiat_amount = "1000.01";
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_HELD);
	balance_is(0, 0, 0);
	p = buyers_payment(ann, PAYMENT_ANY);
	said = buyers_said(p, true);
	said.fiat_amount = "1000.00";
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	balance_is(100000, 1, 0);
}

static enum payment_result pay(struct user_id buyer, const char *amount)
{
	const struct payment *p = buyers_payment(buyer, PAYMENT_ANY);
	struct gateway_payment said = buyers_said(p, true);

	said.fiat_amount = amount;
	return buyers_settle(p, &said);
}

Test(payment_settle, so_does_each_credit_after_a_rich_hour)
{
	open_world();
	cr_assert_null(settings_set("review_hourly", "2000.00"));
	for (int i = 0; i < 3; i++)
		cr_assert_eq(pay(ann, "1000.00"),
		             i < 2 ? PAYMENT_CREDITED : PAYMENT_HELD);
	balance_is(200000, 2, 0);
}

Test(payment_settle, a_buyers_rich_hour_holds_his_credits_and_nobody_elses)
{
	struct user_id bob;

	open_world();
	bob = buyers_add("bob");
	for (int i = 0; i < 6; i++)
		cr_assert_eq(pay(ann, "1000.00"),
		             i < 5 ? PAYMENT_CREDITED : PAYMENT_HELD);
	cr_expect_eq(pay(ann, "10.00"), PAYMENT_HELD);
	cr_expect_eq(pay(bob, "10.00"), PAYMENT_CREDITED);
	/* An hour later he is as others are. */
	test_drop_triggers();
	test_sql("UPDATE deposits SET credited_at = credited_at"
	         " - INTERVAL 1 HOUR");
	cr_expect_eq(pay(ann, "1000.00"), PAYMENT_CREDITED);
}

Test(payment_settle, of_a_buyer_no_more_than_his_own_limit_counts_for_all)
{
	struct user_id bob, cid;

	open_world();
	bob = buyers_add("bob");
	cid = buyers_add("cid");
	cr_assert_null(settings_set("review_hourly", "1000.00"));
	cr_assert_eq(pay(ann, "900.00"), PAYMENT_CREDITED);
	/* What a person let pass, or an older setting. */
	cr_assert_null(settings_set("review_hourly_buyer", "400.00"));
	cr_expect_eq(pay(ann, "10.00"), PAYMENT_HELD);
	cr_expect_eq(pay(bob, "400.00"), PAYMENT_CREDITED);
	/* 400 and 400 now, and not 900 and 400. */
	cr_expect_eq(pay(cid, "200.00"), PAYMENT_CREDITED);
	cr_expect_eq(pay(cid, "0.01"), PAYMENT_HELD);
}

/* A payment whose making nobody answered. */
static const struct payment *lost(enum payment_state state)
{
	const struct payment *p = buyers_payment(ann, PAYMENT_NAMED);

	/* As if the gateway's answer had never come; the trigger forbids the
	 * way back, so the row is put in again. */
	test_sql("CREATE TEMPORARY TABLE again AS SELECT * FROM payments");
	test_sql("UPDATE again SET gateway_id = NULL, gateway_hash = NULL,"
	         " address = NULL, coin_amount = NULL, expires_at = NULL,"
	         " next_poll_at = NULL");
	test_sql(state == PAYMENT_CREATING
	                 ? "UPDATE again SET state = 'CREATING'"
	                 : "UPDATE again SET state = 'ABANDONED'");
	test_sql("DELETE FROM payments");
	test_sql("INSERT INTO payments SELECT * FROM again");
	if (state == PAYMENT_ABANDONED)
		test_sql("UPDATE users SET open_payments = 0");
	return buyers_now(p);
}

Test(payment_settle, an_unknown_invoice_is_adopted_when_it_names_the_payment)
{
	const struct payment *p;
	struct gateway_payment said;

	open_world();
	p = lost(PAYMENT_CREATING);
	cr_assert_null(p->gateway_id);
	said = buyers_said(p, false);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_ADOPTED);
	cr_assert_eq(state_of(p), PAYMENT_OPEN);
	cr_assert_str_eq(buyers_now(p)->address, said.address);
	said.is_paid = true;
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	balance_is(2500, 1, 0);
}

Test(payment_settle, an_abandoned_payment_that_is_paid_is_credited)
{
	const struct payment *p;
	struct gateway_payment said;

	open_world();
	p = lost(PAYMENT_ABANDONED);
	said = buyers_said(p, true);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_CREDITED);
	cr_assert_str_eq(buyers_now(p)->gateway_hash, said.hash);
	balance_is(2500, 1, 0);
}

Test(payment_settle, the_invoice_of_another_payment_is_not_adopted)
{
	const struct payment *p, *other;
	struct gateway_payment said;

	open_world();
	p = lost(PAYMENT_CREATING);
	other = buyers_payment(ann, PAYMENT_NAMED);
	said = buyers_said(other, true);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_HELD);
	cr_assert_eq(buyers_settle(other, &said), PAYMENT_CREDITED);
	balance_is(2500, 1, 0);
}

Test(payment_settle, what_is_refused_or_overdue_ends_once)
{
	const struct payment *p;

	open_world();
	p = lost(PAYMENT_CREATING);
	cr_assert_eq(payment_end(world->db, world->arena, p),
	             PAYMENT_UNCHANGED);
	test_sql("UPDATE payments SET created_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE");
	cr_assert_eq(payment_list_overdue(world->db, world->arena, 10).n, 1);
	cr_assert_eq(payment_end(world->db, world->arena, p), PAYMENT_ENDED);
	cr_assert_eq(payment_end(world->db, world->arena, p),
	             PAYMENT_UNCHANGED);
	cr_assert_eq(state_of(p), PAYMENT_ABANDONED);
	balance_is(0, 0, 0);
	p = buyers_payment(ann, PAYMENT_ANY);
	cr_assert_eq(payment_refuse(world->db, world->arena, p, "no"),
	             PAYMENT_UNCHANGED);
	pass_expiry(p);
	cr_assert_eq(payment_list_overdue(world->db, world->arena, 10).n, 1);
	cr_assert_eq(payment_end(world->db, world->arena, p), PAYMENT_ENDED);
	cr_assert_eq(state_of(p), PAYMENT_EXPIRED);
	balance_is(0, 0, 0);
}

enum { PROCESSES = 8, TIMES = 25 };

struct child {
	const struct payment *p;
	int n;
};

static void settle_often(void *arg)
{
	const struct child *c = arg;

	for (int i = 0; i < TIMES; i++) {
		struct gateway_payment said =
			buyers_said(c->p, (c->n + i) % 3 != 0);

		(void)buyers_settle(c->p, &said);
	}
}

Test(payment_settle, two_hundred_reports_at_once_credit_once)
{
	const struct payment *p;
	int failed = 0;

	open_world();
	p = buyers_payment(ann, PAYMENT_NAMED);
	for (int n = 0; n < PROCESSES; n++) {
		struct child c = {p, n};

		if (fork())
			continue;
		buyers_reopen();
		_exit(rescue_run(settle_often, &c) != RESCUE_NONE);
	}
	for (int n = 0; n < PROCESSES; n++) {
		int status;

		wait(&status);
		failed += status != 0;
	}
	cr_assert_eq(failed, 0);
	cr_assert_eq(state_of(p), PAYMENT_PAID);
	balance_is(2500, 1, 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM balance_history"), 1);
}
