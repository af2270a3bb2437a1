/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/rescue.h"
#include "db/transact.h"
#include "ledger/ledger.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "settings.h"

/* Buyers who are credited at the same moment do not stand in each other's
 * way: what the triggers of the ledger read locks nobody else's rows. */
TestSuite(ledger_crowd, .timeout = 120);

enum { BUYERS = 6, EACH = 30 };

struct one {
	struct user_id user;
	int64_t cause;
};

static struct buyers *world;

static enum tx credit(struct db *db, void *arg)
{
	const struct one *one = arg;
	struct balance b = ledger_lock(db, world->arena, one->user);
	struct cause cause = {ENTRY_DEPOSIT, one->cause, NULL, "test"};

	cr_assert(ledger_credit_deposit(db, world->arena, &b, cause, "BTC",
	                                money_minor(5, setting_currency())));
	return TX_COMMIT;
}

static void credit_many(void *arg)
{
	struct one *one = arg;

	for (int i = 0; i < EACH; i++, one->cause++)
		db_transact(world->db, credit, one);
}

/* Its exit status: transactions that were done again, or 99. */
static void start(struct one one)
{
	if (fork())
		return;
	buyers_reopen();
	if (rescue_run(credit_many, &one) != RESCUE_NONE)
		_exit(99);
	_exit((int)db_repeats());
}

Test(ledger_crowd, buyers_at_once_do_not_wait_for_each_other)
{
	struct user_id users[BUYERS];
	int again = 0, status;

	world = buyers_open();
	for (int i = 0; i < BUYERS; i++)
		users[i] = buyers_add((char[]){(char)('a' + i), 'n', 'n', 0});
	for (int i = 0; i < BUYERS; i++)
		start((struct one){users[i], 1000 + i * EACH});
	for (int i = 0; i < BUYERS; i++) {
		wait(&status);
		cr_assert(WIFEXITED(status));
		again += WEXITSTATUS(status);
	}
	/* The first entries of new buyers may meet in one gap. */
	cr_expect_leq(again, BUYERS, "%d of %d were done again", again,
	              BUYERS * EACH);
	cr_expect_eq(test_number("SELECT SUM(top_up_amount) FROM users"),
	             5 * BUYERS * EACH);
}
