/* SPDX-License-Identifier: MIT */
#include "payment/payment_begin.h"
#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/rescue.h"
#include "chain/assets.h"
#include "ledger/once.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "payment/payment_slots.h"
#include "redis/keys.h"
#include "redis/redis.h"

TestSuite(payment_begin, .timeout = 120);

static struct buyers *world;
static struct user_id ann;

static void open_world(void)
{
	world = buyers_open();
	ann = buyers_add("ann");
}

static char first_id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];

static enum payment_begun begin_with(const char *once_token, uint8_t print,
                                     const char **path)
{
	struct once once = {.token = once_token, .fingerprint = {print}};
	char id[PUBLIC_ID_TEXT];
	struct payment_wish wish = {
		.user = ann,
		.public_id = id,
		.asset = asset_find("LTC"),
		.kind = PAYMENT_ANY,
		.fiat = money_zero(currency_find("USD")),
		.once = &once,
	};
	const struct payment *p;
	enum payment_begun begun;

	random_public_id(id);
	if (!payment_slot_take(world->redis, world->db, world->arena, ann, id))
		return PAYMENT_TOO_MANY;
	begun = payment_begin(world->db, world->arena, &p, path, &wish);
	if (begun == PAYMENT_BEGUN)
		memcpy(first_id, id, sizeof(id));
	else
		payment_slot_drop(world->redis, world->arena, ann, id);
	return begun;
}

static enum payment_begun begin(void)
{
	const char *path;

	random_public_id(token);
	return begin_with(token, 1, &path);
}

static int64_t open_rows(void)
{
	return test_number("SELECT COUNT(*) FROM payments"
	                   " WHERE state IN ('CREATING', 'OPEN')");
}

static void lose_redis(void)
{
	redis_ask(world->redis, world->arena,
	          WORDS(word("DEL"),
	                word(key_open_payments(world->arena, ann.v))));
}

Test(payment_begin, five_may_be_open_and_a_sixth_is_refused)
{
	open_world();
	for (int i = 0; i < 5; i++)
		cr_assert_eq(begin(), PAYMENT_BEGUN);
	cr_assert_eq(begin(), PAYMENT_TOO_MANY);
	cr_assert_eq(open_rows(), 5);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), 5);
}

Test(payment_begin, losing_redis_changes_nothing)
{
	open_world();
	for (int i = 0; i < 5; i++) {
		lose_redis();
		cr_assert_eq(begin(), PAYMENT_BEGUN);
	}
	lose_redis();
	cr_assert_eq(begin(), PAYMENT_TOO_MANY);
	cr_assert_eq(open_rows(), 5);
}

Test(payment_begin, mariadb_refuses_what_redis_has_forgotten)
{
	struct payments none = {0, NULL};

	open_world();
	for (int i = 0; i < 5; i++)
		cr_assert_eq(begin(), PAYMENT_BEGUN);
	payment_slots_fill(world->redis, world->arena, ann, &none);
	cr_assert_eq(begin(), PAYMENT_TOO_MANY);
	cr_assert_eq(open_rows(), 5);
}

Test(payment_begin, the_same_form_twice_leads_to_one_payment)
{
	const char *path, *again;

	open_world();
	random_public_id(token);
	cr_assert_eq(begin_with(token, 1, &path), PAYMENT_BEGUN);
	cr_assert_eq(begin_with(token, 1, &again), PAYMENT_BEGUN_BEFORE);
	cr_assert_str_eq(path, again);
	cr_assert_eq(begin_with(token, 2, &again), PAYMENT_OTHER_FORM);
	cr_assert_eq(open_rows(), 1);
}

Test(payment_begin, what_is_overdue_makes_room)
{
	open_world();
	for (int i = 0; i < 5; i++)
		cr_assert_eq(begin(), PAYMENT_BEGUN);
	test_sql("UPDATE payments SET created_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 2 HOUR ORDER BY id LIMIT 2");
	test_sql(
		"UPDATE payments SET state = 'OPEN', address = 'x', expires_at ="
		" UTC_TIMESTAMP(3) - INTERVAL 1 SECOND ORDER BY id DESC"
		" LIMIT 1");
	lose_redis();
	/* Redis counts what MariaDB has not ended yet. */
	payment_slot_drop(world->redis, world->arena, ann, first_id);
	for (int i = 0; i < 3; i++) {
		struct payments open =
			payment_list_open(world->db, world->arena, ann);

		if (i == 0)
			open.n = 0;
		payment_slots_fill(world->redis, world->arena, ann, &open);
		cr_assert_eq(begin(), PAYMENT_BEGUN);
	}
	cr_assert_eq(begin(), PAYMENT_TOO_MANY);
	cr_assert_eq(open_rows(), 5);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), 5);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM outbox"
	                         " WHERE kind = 'payment_expired'"),
	             1);
}

enum { PROCESSES = 16, EACH = 4 };

static void begin_some(void *arg)
{
	int n = *(int *)arg;

	for (int i = 0; i < EACH; i++) {
		(void)begin();
		if ((n + i) % 4 == 0)
			lose_redis();
	}
}

Test(payment_begin, sixty_four_at_once_with_redis_lost_leave_five)
{
	int failed = 0;

	open_world();
	for (int n = 0; n < PROCESSES; n++) {
		if (fork())
			continue;
		buyers_reopen();
		_exit(rescue_run(begin_some, &n) != RESCUE_NONE);
	}
	for (int n = 0; n < PROCESSES; n++) {
		int status;

		wait(&status);
		failed += status != 0;
	}
	cr_assert_eq(failed, 0);
	cr_assert_eq(open_rows(), 5);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), 5);
}
