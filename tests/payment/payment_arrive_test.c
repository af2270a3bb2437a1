/* SPDX-License-Identifier: MIT */
#include "payment/payment_arrive.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include "base/arena.h"
#include "deposit/deposit_state.h"
#include "lib/arrivals.h"
#include "lib/services.h"
#include "settings.h"

TestSuite(payment_arrive, .timeout = 120);

static const char A[] = "aa", B[] = "bb";

static struct user_id ann;

/* Nothing waits, so that three looks are three looks. */
static void open_world(void)
{
	shop_open();
	cr_assert(!settings_set("vanish_seconds", "0"));
	ann = shop_buyer("ann", 0);
}

static int64_t number(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));

static int64_t number(const char *fmt, ...)
{
	char sql[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql, sizeof(sql), fmt, ap);
	va_end(ap);
	return test_number(sql);
}

static int64_t balance(void)
{
	return test_number("SELECT top_up_amount - consume_records FROM users");
}

static int64_t in_state(const char *state)
{
	return number("SELECT COUNT(*) FROM deposits WHERE state = '%s'",
	              state);
}

static void state_is(const struct payment *p, enum payment_state state)
{
	cr_assert_eq(arrivals_now(p)->state, state, "it is %s",
	             payment_state_code(arrivals_now(p)->state));
}

static void end(const struct payment *p)
{
	test_sql(arena_printf(shop_open()->arena,
	                      "UPDATE payments SET expires_at ="
	                      " UTC_TIMESTAMP(3) - INTERVAL 3 MINUTE"
	                      " WHERE id = %" PRId64,
	                      p->id.v));
}

/* --- own addresses ------------------------------------------------------- */

Test(payment_arrive, an_own_deposit_is_seen_then_credited_at_its_depth)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	cr_assert_eq(arrivals_settle(p).seen, 1);
	state_is(p, PAYMENT_CONFIRMING);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), 0);
	LOOK(p, {A, "0", 50000, 1});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	state_is(p, PAYMENT_PAID);
	cr_assert_eq(balance(), 2500);
	/* Again, and deeper, changes nothing. */
	LOOK(p, {A, "0", 50000, 3});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(balance(), 2500);
}

Test(payment_arrive, less_and_more_are_credited_for_what_arrives)
{
	const struct payment *less, *more;

	open_world();
	less = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(less, {A, "0", 49999, 2});
	arrivals_settle(less);
	cr_assert_eq(balance(), 2499); /* 24.9995, rounded down */
	more = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(more, {B, "0", 60000, 2});
	arrivals_settle(more);
	cr_assert_eq(balance(), 2499 + 3000);
}

Test(payment_arrive, several_outputs_and_a_second_transfer_all_count)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 20000, 2}, {A, "1", 10000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 2);
	cr_assert_eq(balance(), 1500);
	LOOK(p, {A, "0", 20000, 3}, {A, "1", 10000, 3}, {B, "0", 20000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 2500);
	state_is(p, PAYMENT_PAID);
}

Test(payment_arrive, a_late_transfer_has_the_price_of_when_it_was_seen)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	end(p);
	arrivals_price("40000");
	LOOK(p, {A, "0", 50000, 0});
	arrivals_price("90000");
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 2000);
	cr_assert_eq(test_number("SELECT is_late FROM deposits"), 1);
}

Test(payment_arrive, what_was_mined_before_the_payment_waits_for_a_person)
{
	const struct payment *p, *fresh;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	fresh = arrivals_own(ann, PAYMENT_NAMED);
	test_sql("UPDATE watches SET from_height = 1000");
	LOOK(p, {A, "0", 50000, 20});
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
	cr_assert_eq(balance(), 0);
	LOOK(fresh, {B, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(fresh).credited, 1);
}

Test(payment_arrive, a_price_is_not_kept_for_ever)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	arrivals_settle(p);
	test_sql("UPDATE payments SET expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 7 HOUR");
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
	cr_assert_eq(balance(), 0);
}

Test(payment_arrive, mined_coins_are_credited_when_they_may_move)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	arrivals_mature(100);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	state_is(p, PAYMENT_CONFIRMING);
	/* A hundred blocks take a day; its price was fixed all the same. */
	end(p);
	test_sql(
		"UPDATE payments SET expires_at = expires_at - INTERVAL 1 DAY");
	LOOK(p, {A, "0", 50000, 99});
	arrivals_settle(p);
	cr_expect_eq(in_state("SEEN"), 1);
	cr_expect_eq(balance(), 0);
	LOOK(p, {A, "0", 50000, 100});
	cr_expect_eq(arrivals_settle(p).credited, 1);
	state_is(p, PAYMENT_PAID);
	cr_expect_eq(balance(), 2500);
	cr_expect_eq(test_number("SELECT needed_depth FROM deposits"), 100);
	cr_expect_eq(test_number("SELECT is_final FROM deposits"), 1);
}

Test(payment_arrive, mined_coins_can_vanish_until_they_may_move)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	arrivals_mature(100);
	LOOK(p, {A, "0", 50000, 99});
	arrivals_settle(p);
	for (int i = 0; i < 3; i++)
		LOOK(p, {NULL, NULL, 0, 0});
	cr_expect_eq(arrivals_settle(p).gone, 1);
}

/* BlockCypher tells of a transaction when it is deep enough. */
Test(payment_arrive, coins_that_may_be_mined_wait_as_if_they_were)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	arrivals_mature(MATURITY_UNKNOWN);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	cr_expect_eq(balance(), 0);
	arrivals_mature(0);
	LOOK(p, {A, "0", 50000, 3});
	arrivals_settle(p);
	cr_expect_eq(balance(), 2500);
	/* And what is known is not forgotten. */
	arrivals_mature(MATURITY_UNKNOWN);
	LOOK(p, {A, "0", 50000, 4});
	cr_expect_eq(test_number("SELECT maturity FROM deposits"), 0);
}

Test(payment_arrive, without_a_fresh_price_it_waits_for_one)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_ANY);
	arrivals_price("40000");
	test_sql("UPDATE rates SET at = at - INTERVAL 1 HOUR");
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(in_state("CONFIRMED"), 1);
	arrivals_price("40000");
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 2000);
}

Test(payment_arrive, what_a_reorganisation_lifted_up_waits_for_its_depth_again)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_ANY);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	cr_assert_eq(in_state("CONFIRMED"), 1);
	arrivals_price("50000");
	LOOK(p, {A, "0", 50000, 1});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(test_number("SELECT credited_depth >= needed_depth"
	                         "  FROM deposits"),
	             1);
}

Test(payment_arrive, dust_is_told_of_and_not_credited)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 1, 2});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(balance(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM deposits WHERE state ="
	                         " 'CONFIRMED' AND reason LIKE 'worth less%'"),
	             1);
}

Test(payment_arrive, much_waits_for_a_person)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 5000000, 2}); /* $2,500 */
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
	cr_assert_eq(in_state("HELD"), 1);
	cr_assert_eq(balance(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 1);
	cr_assert_eq(arrivals_settle(p).held, 0);
}

Test(payment_arrive, another_coin_waits_for_a_person)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	test_sql("UPDATE deposits SET asset = 'LTC', confirmations = 50");
	cr_assert_eq(arrivals_settle(p).held, 1);
	cr_assert_eq(balance(), 0);
	state_is(p, PAYMENT_REVIEW);
}

/* --- what vanishes ------------------------------------------------------- */

Test(payment_arrive, a_replaced_transfer_is_gone_after_several_looks)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	arrivals_settle(p);
	LOOK(p, {B, "0", 50000, 0});
	LOOK(p, {B, "0", 50000, 0});
	cr_assert_eq(arrivals_settle(p).gone, 0);
	LOOK(p, {B, "0", 50000, 1});
	cr_assert_eq(arrivals_settle(p).gone, 1);
	LOOK(p, {B, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 2500);
	cr_assert_eq(in_state("GONE"), 1);
}

Test(payment_arrive, one_that_misses_a_look_is_not_gone)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	LOOK(p);
	LOOK(p);
	cr_assert_eq(arrivals_settle(p).credited, 0, "it is missing just now");
	LOOK(p, {A, "0", 50000, 3});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	LOOK(p);
	LOOK(p);
	LOOK(p, {A, "0", 50000, 3});
	LOOK(p);
	LOOK(p);
	cr_assert_eq(arrivals_settle(p).reversed, 0);
	cr_assert_eq(balance(), 2500);
}

Test(payment_arrive, a_credited_one_that_vanishes_is_taken_back_once)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	cr_assert_eq(balance(), 2500);
	LOOK(p);
	LOOK(p);
	LOOK(p);
	cr_assert_eq(arrivals_settle(p).reversed, 1);
	cr_assert_eq(arrivals_settle(p).reversed, 0);
	cr_assert_eq(balance(), 0);
	cr_assert_eq(in_state("REVERSED"), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_entries"
	                         " WHERE kind = 'reversal'"),
	             1);
	/* It comes back: a person decides, nothing is credited again. */
	LOOK(p, {A, "0", 50000, 9});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(balance(), 0);
}

Test(payment_arrive, what_was_spent_is_owed)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	test_drop_triggers();
	test_sql("UPDATE users SET consume_records = 2000");
	LOOK(p);
	LOOK(p);
	LOOK(p);
	cr_assert_eq(arrivals_settle(p).reversed, 1);
	cr_assert_eq(balance(), 0);
	cr_assert_eq(test_number("SELECT shortfall FROM deposits"), 2000);
	cr_assert_eq(test_number("SELECT SUM(amount) FROM ledger_transfers t"
	                         " JOIN accounts a ON a.id = t.debit_account"
	                         " WHERE a.code = 'debt'"),
	             2000);
}

Test(payment_arrive, only_the_source_that_showed_it_can_miss_it)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	test_sql("UPDATE deposits SET source = 'bitcoin/another'");
	for (int i = 0; i < 5; i++)
		LOOK(p);
	cr_assert_eq(arrivals_settle(p).reversed, 0);
}

Test(payment_arrive, when_all_is_gone_its_time_may_be_over)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	arrivals_settle(p);
	end(p);
	for (int i = 0; i < 3; i++)
		LOOK(p);
	cr_assert_eq(arrivals_settle(p).gone, 1);
	state_is(p, PAYMENT_EXPIRED);
	/* And one that comes after all is still credited. */
	arrivals_price("50000");
	LOOK(p, {B, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	state_is(p, PAYMENT_PAID);
}

/* --- the gateway's addresses --------------------------------------------- */

static void say_paid(const struct payment *p, uint64_t units)
{
	test_sql(
		arena_printf(shop_open()->arena,
	                     "UPDATE payments SET state = 'CONFIRMING',"
	                     " said_at = UTC_TIMESTAMP(3), said_coin = %" PRIu64
	                     ", said_credit = 2500 WHERE id = %" PRId64,
	                     units, p->id.v));
	test_sql("UPDATE users SET open_payments = open_payments - 1");
}

static void wait_out(void)
{
	test_drop_triggers();
	test_sql("UPDATE payments SET said_at = said_at - INTERVAL 3 HOUR");
}

Test(payment_arrive, what_the_gateway_says_is_credited_when_the_chain_agrees)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 1});
	say_paid(p, 50000);
	cr_assert_eq(arrivals_settle(p).credited, 0);
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	state_is(p, PAYMENT_PAID);
	cr_assert_eq(balance(), 2500);
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM deposits"
	                         " WHERE credited IS NOT NULL"),
	             1, "the witness is not credited besides");
}

Test(payment_arrive, the_chain_alone_never_credits_what_is_the_gateways)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 9});
	cr_assert_eq(arrivals_settle(p).credited, 0);
	cr_assert_eq(balance(), 0);
}

Test(payment_arrive, a_gateway_that_says_too_much_is_held)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_ANY);
	LOOK(p, {A, "0", 50000, 2});
	say_paid(p, 90000);
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
	cr_assert_eq(balance(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine WHERE source"
	                         " = 'chain'"),
	             1);
}

Test(payment_arrive, silence_of_the_chain_is_waited_for_and_then_held)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	say_paid(p, 50000);
	LOOK(p);
	cr_assert_eq(arrivals_settle(p).held, 0);
	wait_out();
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
}

Test(payment_arrive, nobody_looked_is_no_disagreement)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	say_paid(p, 50000);
	wait_out();
	cr_assert_eq(arrivals_settle(p).held, 0);
	state_is(p, PAYMENT_CONFIRMING);
}

Test(payment_arrive, too_little_for_the_gateway_is_shown_to_a_person)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 20000, 2});
	arrivals_settle(p);
	test_sql("UPDATE payments SET state = 'EXPIRED', expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");
	cr_assert_eq(arrivals_settle(p).held, 0, "there is time");
	test_sql("UPDATE payments SET expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 3 HOUR");
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
}

Test(payment_arrive, what_is_deep_and_undecided_does_not_vanish)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 49999, 12});
	arrivals_settle(p);
	for (int i = 0; i < 5; i++) {
		LOOK(p, {NULL, NULL, 0, 0});
		arrivals_settle(p);
	}
	cr_expect_eq(in_state("CONFIRMED"), 1);
	cr_expect_eq(in_state("GONE"), 0);
}

Test(payment_arrive, a_second_transfer_to_the_gateway_is_noted)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	say_paid(p, 50000);
	arrivals_settle(p);
	LOOK(p, {A, "0", 50000, 3}, {B, "0", 777, 2});
	arrivals_settle(p);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine WHERE reason"
	                         " LIKE 'more arrived%'"),
	             1);
	cr_assert_eq(balance(), 2500);
}

/* --- what an attacker would try ------------------------------------------ */

Test(payment_arrive, coins_for_one_whose_making_failed_wait_for_a_person)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	/* As if the node had not taken its address. */
	test_sql("DROP TRIGGER payments_forward");
	test_sql("UPDATE payments SET state = 'FAILED', reason = 'x'");
	test_sql("UPDATE users SET open_payments = 0");
	test_sql("CREATE TRIGGER payments_forward BEFORE UPDATE ON payments"
	         " FOR EACH ROW IF OLD.state = 'FAILED' AND NEW.state NOT IN"
	         " ('FAILED', 'REVIEW') THEN SIGNAL SQLSTATE '45000'; END IF");
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
	cr_assert_eq(balance(), 0);
}

Test(payment_arrive, who_lets_a_transfer_vanish_does_not_keep_its_price)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	for (int i = 0; i < 3; i++)
		LOOK(p);
	cr_assert_eq(arrivals_settle(p).gone, 1);
	end(p);
	arrivals_price("20000");
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 1000);
}

Test(payment_arrive, one_that_comes_back_in_time_has_the_price_that_was_kept)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 0});
	for (int i = 0; i < 3; i++)
		LOOK(p);
	cr_assert_eq(arrivals_settle(p).gone, 1);
	arrivals_price("20000");
	LOOK(p, {A, "0", 50000, 2});
	cr_assert_eq(arrivals_settle(p).credited, 1);
	cr_assert_eq(balance(), 2500);
}

Test(payment_arrive, what_comes_back_after_it_was_taken_back_is_told_once)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	for (int i = 0; i < 3; i++)
		LOOK(p);
	cr_assert_eq(arrivals_settle(p).reversed, 1);
	for (int i = 9; i < 12; i++) {
		LOOK(p, {A, "0", 50000, i});
		cr_assert_eq(arrivals_settle(p).credited, 0);
	}
	cr_assert_eq(balance(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine WHERE reason"
	                         " LIKE '%on the chain again'"),
	             1);
	cr_assert_eq(test_number("SELECT is_final FROM deposits"), 1);
	cr_assert_eq(payment_list_arriving(shop_open()->db, shop_open()->arena,
	                                   0, 10)
	                     .n,
	             0);
}

/* As many as one transaction has outputs. */
static void pay_often(const struct payment *p, int n, uint64_t units)
{
	LOOK(p, {A, "x", units, 2});
	test_sql(arena_printf(
		shop_open()->arena,
		"INSERT INTO deposits (payment_id, user_id, asset, txid,"
		"  position, coin_amount, credited, credited_at, currency,"
		"  is_witness, source, height, confirmations, seen_at, rate,"
		"  state)"
		" SELECT payment_id, user_id, asset, txid, seq, coin_amount,"
		"  credited, credited_at, currency, is_witness, source, height,"
		"  confirmations, seen_at, rate, state"
		"  FROM deposits, seq_1_to_%d",
		n - 1));
}

/* Within the memory that a batch of the worker has. */
static struct settled settle_within(const struct payment *p, size_t room)
{
	struct arena *memory = arena_open(room);
	struct settled done = {0};

	payment_arrive(shop_open()->db, memory, p, &done);
	arena_close(memory);
	return done;
}

Test(payment_arrive, a_thousand_outputs_do_not_stop_the_worker)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	pay_often(p, 1000, 200); /* ten cents each */
	cr_assert_eq(settle_within(p, 32 * 1024 * 1024).credited, 1000);
	cr_assert_eq(balance(), 10000);
}

Test(payment_arrive, a_thousand_that_are_held_do_not_stop_it_either)
{
	const struct payment *p;

	open_world();
	cr_assert(!settings_set("review_above", "0.01"));
	p = arrivals_own(ann, PAYMENT_NAMED);
	pay_often(p, 1000, 200);
	cr_assert_eq(settle_within(p, 64 * 1024 * 1024).held, 1);
	cr_assert_eq(in_state("HELD"), 1000);
}

static int64_t arriving(void)
{
	return (int64_t)payment_list_arriving(shop_open()->db,
	                                      shop_open()->arena, 0, 10)
	        .n;
}

Test(payment_arrive, what_was_judged_is_not_judged_again_until_it_changes)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 1});
	arrivals_settle(p);
	cr_expect_eq(test_number("SELECT due FROM deposits"), 0);
	LOOK(p, {A, "0", 50000, 1});
	cr_expect_eq(test_number("SELECT due FROM deposits"), 0);
	LOOK(p, {A, "0", 50000, 2});
	cr_expect_eq(test_number("SELECT due FROM deposits"), 1);
	cr_expect_eq(arrivals_settle(p).credited, 1);
	LOOK(p, {A, "0", 50000, 3});
	cr_expect_eq(test_number("SELECT due FROM deposits"), 0);
	cr_expect_eq(arriving(), 0);
	LOOK(p, {A, "0", 50000, 12});
	cr_expect_eq(arriving(), 1);
	arrivals_settle(p);
	cr_expect_eq(test_number("SELECT is_final FROM deposits"), 1);
}

Test(payment_arrive, a_price_that_comes_wakes_what_waited_for_it)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_ANY);
	test_sql("UPDATE payments SET rate = NULL");
	test_sql("DELETE FROM rates");
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	deposit_wake(shop_open()->db);
	cr_expect_eq(test_number("SELECT due FROM deposits"), 2);
	arrivals_price("50000");
	deposit_wake(shop_open()->db);
	cr_expect_eq(arriving(), 1);
	cr_expect_eq(arrivals_settle(p).credited, 1);
}

Test(payment_arrive, five_thousand_transfers_take_many_small_steps)
{
	const struct payment *p;
	struct settled done;
	int runs = 0;

	open_world();
	p = arrivals_own(ann, PAYMENT_NAMED);
	pay_often(p, 5000, 10);
	do {
		done = settle_within(p, 32 * 1024 * 1024);
		cr_expect_leq(done.confirmed, 1000);
	} while (arriving() && ++runs < 9);
	cr_expect_eq(in_state("CONFIRMED"), 5000);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits WHERE due"), 0);
	cr_expect_eq(balance(), 0);
}

Test(payment_arrive, a_witness_that_is_missing_just_now_proves_nothing)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_NAMED);
	LOOK(p, {A, "0", 50000, 2});
	arrivals_settle(p);
	LOOK(p);
	say_paid(p, 50000);
	cr_assert_eq(arrivals_settle(p).credited, 0);
	state_is(p, PAYMENT_CONFIRMING);
	LOOK(p, {A, "0", 50000, 3});
	cr_assert_eq(arrivals_settle(p).credited, 1);
}

Test(payment_arrive, amounts_beyond_all_counting_are_no_proof)
{
	const struct payment *p;

	open_world();
	p = arrivals_gateway(ann, PAYMENT_ANY);
	LOOK(p, {A, "0", 50000, 2}, {A, "1", 50000, 2}, {B, "0", 7, 2});
	test_sql("UPDATE deposits SET coin_amount = REPEAT('9', 38)"
	         " WHERE txid = 'aa'");
	say_paid(p, 50000);
	cr_assert_eq(arrivals_settle(p).held, 1);
	state_is(p, PAYMENT_REVIEW);
}

Test(payment_arrive, amounts_beyond_all_credit_wait_for_a_person)
{
	const struct payment *p;

	open_world();
	p = arrivals_own(ann, PAYMENT_ANY);
	arrivals_price("50000");
	LOOK(p, {A, "0", 7, 2});
	test_sql("UPDATE deposits SET coin_amount = REPEAT('9', 38)");
	cr_assert_eq(arrivals_settle(p).held, 1);
	cr_assert_eq(in_state("HELD"), 1);
	cr_assert_eq(arrivals_settle(p).held, 0);
	cr_assert_eq(balance(), 0);
}
