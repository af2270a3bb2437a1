/* SPDX-License-Identifier: MIT */
#include "payment/payment_make.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "jobs.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "lib/wishes.h"
#include "payment/payment_settle.h"

TestSuite(payment_make, .timeout = 120);

static struct buyers *world;
static struct user_id ann;
static struct stub_page pages[3];

static void open_world(void)
{
	world = buyers_open();
	buyers_gateway(stub_start(pages));
	ann = buyers_add("ann");
}

static void make(void *payment)
{
	(void)payment_make(world->db, world->arena, payment);
}

static pid_t start_making(const struct payment *p)
{
	pid_t child = fork();

	cr_assert(child >= 0);
	if (child)
		return child;
	buyers_reopen();
	_exit(rescue_run(make, (void *)p) == RESCUE_NONE ? 0 : 1);
}

static void await_requests(int n)
{
	for (int i = 0; i < 500 && stub_requests() < n; i++)
		usleep(10 * 1000);
	cr_assert_geq(stub_requests(), n);
}

/* I-4's twin: there is no idempotency key, so nothing may be sent twice. */
Test(payment_make, the_gateway_is_asked_once_however_many_try)
{
	enum { MANY = 8 };
	const struct payment *p;
	pid_t child[MANY];

	open_world();
	pages[0] = (struct stub_page){.path = "/payment", .delay_ms = 300};
	p = wishes_begin(ann, "BTC");
	for (int i = 0; i < MANY; i++)
		child[i] = start_making(p);
	for (int i = 0; i < MANY; i++)
		cr_assert_eq(waitpid(child[i], NULL, 0), child[i]);
	cr_expect_eq(stub_requests(), 1);
	cr_expect_eq(buyers_now(p)->state, PAYMENT_CREATING);
	cr_expect_not(payment_make(world->db, world->arena, p));
	cr_expect_eq(stub_requests(), 1);
}

/* A10: the gateway may have made it, so nobody asks again. */
Test(payment_make, one_whose_asker_was_killed_is_never_asked_for_again)
{
	const struct payment *p;
	pid_t child;

	open_world();
	pages[0] = (struct stub_page){.path = "/payment", .delay_ms = 60000};
	p = wishes_begin(ann, "BTC");
	child = start_making(p);
	await_requests(1);
	cr_assert_eq(kill(child, SIGKILL), 0);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	cr_expect_eq(payment_list_wanting(world->db, world->arena, 9).n, 0);
	cr_expect_not(payment_make(world->db, world->arena, p));
	cr_expect_eq(payment_end(world->db, world->arena, buyers_now(p)),
	             PAYMENT_UNCHANGED);
	test_sql("UPDATE payments SET created_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE,"
	         " asked_at = asked_at");
	cr_expect_eq(payment_list_overdue(world->db, world->arena, 9).n, 1);
	cr_expect_eq(payment_end(world->db, world->arena, buyers_now(p)),
	             PAYMENT_ENDED);
	cr_expect_eq(buyers_now(p)->state, PAYMENT_ABANDONED);
	cr_expect_not(payment_make(world->db, world->arena, p));
	cr_expect_eq(stub_requests(), 1);
}

Test(payment_make, one_that_nobody_asked_for_fails_and_makes_room)
{
	const struct payment *p;

	open_world();
	p = wishes_begin(ann, "BTC");
	cr_expect_eq(payment_end(world->db, world->arena, p),
	             PAYMENT_UNCHANGED);
	test_sql("UPDATE payments SET"
	         " ask_at = UTC_TIMESTAMP(3) - INTERVAL 11 MINUTE");
	cr_expect_eq(payment_list_wanting(world->db, world->arena, 9).n, 0,
	             "it is asked for although its buyer is long gone");
	cr_expect_eq(payment_list_overdue(world->db, world->arena, 9).n, 1);
	cr_expect_eq(payment_end(world->db, world->arena, buyers_now(p)),
	             PAYMENT_ENDED);
	cr_expect_eq(buyers_now(p)->state, PAYMENT_FAILED);
	cr_expect_eq(test_number("SELECT open_payments FROM users"), 0);
	cr_expect_eq(stub_requests(), 0);
}

Test(payment_make, many_of_one_coin_hide_no_other)
{
	struct payments due;
	unsigned others = 0;

	open_world();
	for (int i = 0; i < 12; i++)
		(void)wishes_begin(
			buyers_add(arena_printf(world->arena, "buyer%d", i)),
			"BTC");
	(void)wishes_begin(ann, "DOGE");
	due = payment_list_wanting(world->db, world->arena, 4);
	cr_assert_eq(due.n, 5);
	for (size_t i = 0; i < due.n; i++)
		others += due.v[i]->asset != due.v[0]->asset;
	cr_expect_eq(others, 1);
}

Test(payment_make, the_database_refuses_to_have_it_asked_for_twice)
{
	const struct payment *p;

	open_world();
	pages[0] = (struct stub_page){.path = "/payment"};
	p = wishes_begin(ann, "BTC");
	cr_assert(payment_make(world->db, world->arena, p));
	cr_expect(test_sql_refused("UPDATE payments SET asked_at = NULL"));
	cr_expect(test_sql_refused("UPDATE payments SET asked_at ="
	                           " UTC_TIMESTAMP(3) + INTERVAL 1 DAY"));
	cr_expect(test_sql_refused("UPDATE payments SET ask_at ="
	                           " UTC_TIMESTAMP(3)"));
}
