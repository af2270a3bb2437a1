/* SPDX-License-Identifier: MIT */
#include "chain/budget.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "lib/services.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

static struct redis *redis;
static struct arena *a;

static void set_up(void)
{
	char prefix[40];

	a = arena_open(16 << 20);
	snprintf(prefix, sizeof(prefix), "budget%d:", (int)getpid());
	cr_assert_null(settings_set("redis_prefix", prefix));
	redis = redis_open(test_redis_socket(), NULL);
}

static void tear_down(void)
{
	const char *const hosts[] = {"a", "b"};

	for (size_t i = 0; i < 2; i++)
		redis_ask(redis, a,
		          WORDS(word("DEL"), word(key_budget(a, hosts[i]))));
	arena_close(a);
	redis_close(redis);
}

TestSuite(budget, .init = set_up, .fini = tear_down, .timeout = 60);

Test(budget, the_bucket_is_given_at_once_and_then_token_by_token)
{
	struct allowance got = budget_take(redis, a, "a", 3600, 5, 8);

	cr_expect_eq(got.calls, 5, "%u", got.calls);
	cr_expect(got.wait_ms > 800 && got.wait_ms <= 1000, "%" PRId64,
	          got.wait_ms);
	got = budget_take(redis, a, "a", 3600, 5, 1);
	cr_expect_eq(got.calls, 0);
	cr_expect(got.wait_ms > 0 && got.wait_ms <= 1000);
	usleep((useconds_t)(got.wait_ms + 20) * 1000);
	cr_expect_eq(budget_take(redis, a, "a", 3600, 5, 3).calls, 1);
}

Test(budget, what_is_not_taken_stays_but_never_more_than_a_bucket)
{
	cr_expect_eq(budget_take(redis, a, "a", 360000, 10, 4).calls, 4);
	cr_expect_eq(budget_take(redis, a, "a", 3600, 10, 6).calls, 6);
	usleep(100000);
	cr_expect_eq(budget_take(redis, a, "b", 360000, 3, 9).calls, 3);
	usleep(200000);
	cr_expect_eq(budget_take(redis, a, "b", 360000, 3, 9).calls, 3);
}

Test(budget, hosts_do_not_share_a_bucket)
{
	cr_expect_eq(budget_take(redis, a, "a", 10, 1, 1).calls, 1);
	cr_expect_eq(budget_take(redis, a, "a", 10, 1, 1).calls, 0);
	cr_expect_eq(budget_take(redis, a, "b", 10, 1, 1).calls, 1);
}

Test(budget, a_host_without_a_limit_gives_all)
{
	struct allowance got = budget_take(redis, a, "a", 0, 1, 5000);

	cr_expect_eq(got.calls, 5000);
	cr_expect_eq(got.wait_ms, 0);
}

Test(budget, a_host_that_said_enough_rests_with_or_without_a_limit)
{
	budget_rest(redis, a, "a", 30);
	budget_rest(redis, a, "a", 2); /* does not shorten it */
	for (unsigned per_hour = 0; per_hour < 4000; per_hour += 3600) {
		struct allowance got =
			budget_take(redis, a, "a", per_hour, 5, 5);

		cr_expect_eq(got.calls, 0);
		cr_expect(got.wait_ms > 29000 && got.wait_ms <= 30000,
		          "%" PRId64, got.wait_ms);
	}
	budget_rest(redis, a, "b", 1);
	usleep(1050000);
	cr_expect_eq(budget_take(redis, a, "b", 3600, 5, 5).calls, 5);
}

Test(budget, the_key_does_not_stay_for_ever)
{
	const struct answer *left;

	(void)budget_take(redis, a, "a", 3600, 5, 3);
	left = redis_ask(redis, a,
	                 WORDS(word("PTTL"), word(key_budget(a, "a"))));
	cr_expect(left->i > 2000 && left->i < 6000, "%" PRId64, left->i);
	budget_rest(redis, a, "a", 60);
	(void)budget_take(redis, a, "a", 3600, 5, 3);
	left = redis_ask(redis, a,
	                 WORDS(word("PTTL"), word(key_budget(a, "a"))));
	cr_expect(left->i > 58000, "%" PRId64, left->i);
}

static void take_once(void *calls)
{
	*(int64_t *)calls = budget_take(redis, a, "a", 3600, 5, 3).calls;
}

/* As the loss of Redis, once: the key is removed. */
Test(budget, a_bucket_of_another_type_is_lost)
{
	struct script spoil = {"redis.call('SET', ARGV[1], 'x') return 1", ""};
	int64_t calls = 0;

	redis_script(redis, a, &spoil, (struct words){NULL, 0},
	             WORDS(word(key_budget(a, "a"))));
	cr_expect_eq(rescue_run(take_once, &calls), RESCUE_LOST);
	cr_assert(redis_alive(redis));
	cr_expect_eq(rescue_run(take_once, &calls), RESCUE_NONE);
	cr_expect_eq(calls, 3);
}

/* What the bucket holds is not believed. */
Test(budget, a_bucket_that_holds_nonsense_is_a_new_one)
{
	static const char *const NONSENSE[] = {
		"redis.call('HSET', k, 'full', 'abc', 'rest', 'abc')",
		"redis.call('HSET', k, 'full', 'nan', 'rest', 'nan')",
		"redis.call('HSET', k, 'full', '1e300', 'rest', '1e300')",
		"redis.call('HSET', k, 'full', '-inf', 'rest', 'inf')",
		"redis.call('HSET', k, 'full', '-5', 'rest', '')",
		"for i = 1, 300 do redis.call('HSET', k, i, i) end",
	};

	for (size_t i = 0; i < sizeof(NONSENSE) / sizeof(NONSENSE[0]); i++) {
		struct script s = {arena_printf(a,
		                                "local k = ARGV[1] %s return 1",
		                                NONSENSE[i]),
		                   ""};

		redis_script(redis, a, &s, (struct words){NULL, 0},
		             WORDS(word(key_budget(a, "a"))));
		cr_expect_eq(budget_take(redis, a, "a", 3600, 5, 3).calls, 3,
		             "%s", NONSENSE[i]);
		redis_script(redis, a, &s, (struct words){NULL, 0},
		             WORDS(word(key_budget(a, "a"))));
		budget_rest(redis, a, "a", 1);
		cr_expect_eq(budget_take(redis, a, "a", 3600, 5, 3).calls, 0,
		             "%s", NONSENSE[i]);
		redis_ask(redis, a,
		          WORDS(word("DEL"), word(key_budget(a, "a"))));
	}
}
