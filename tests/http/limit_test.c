/* SPDX-License-Identifier: MIT */
#include "http/limit.h"
#include <criterion/criterion.h>
#include <unistd.h>
#include "base/arena.h"
#include "http/request.h"
#include "lib/services.h"
#include "lib/shop.h"
#include "redis/keys.h"
#include "redis/redis.h"

static struct request *someone(void)
{
	struct shop *s = shop_open();
	struct request *rq = arena_new(s->arena, struct request);

	rq->arena = s->arena;
	rq->redis = s->redis;
	return rq;
}

static int64_t lives_ms(const struct reserve *r)
{
	struct shop *s = shop_open();

	return redis_ask(s->redis, s->arena,
	                 WORDS(word("PTTL"),
	                       word(key_limit(s->arena, r->what, r->who))))
	        ->i;
}

Test(limit, a_reserve_is_spent_and_fills_up_again)
{
	struct request *rq = someone();
	struct reserve r = {"test", "ann", 4, 2};

	for (int i = 0; i < 4; i++)
		cr_assert(limit_spend(rq, &r, 1), "%d", i);
	cr_assert_not(limit_spend(rq, &r, 1));
	usleep(600 * 1000);
	cr_expect(limit_spend(rq, &r, 1), "one comes back in half a second");
	cr_expect_not(limit_spend(rq, &r, 1));
}

/* So many strangers' wrong passwords does an account bear at once. */
Test(limit, a_thousand_are_a_thousand)
{
	struct request *rq = someone();
	struct reserve r = {"test", "ann", 1000, 50 * 60 * 60};
	int n = 0;

	while (n < 2000 && limit_spend(rq, &r, 1))
		n++;
	cr_expect_eq(n, 1000);
}

Test(limit, of_several_all_or_none_are_spent)
{
	struct request *rq = someone();
	struct reserve v[] = {
		{"test", "ann", 2, 60},
                {"test", "bob", 1, 60}
        };

	cr_assert(limit_spend(rq, v, 2));
	cr_assert_not(limit_spend(rq, v, 2));
	cr_expect(limit_spend(rq, v, 1), "nothing was taken of the first");
}

Test(limit, what_is_put_back_leaves_no_key)
{
	struct request *rq = someone();
	struct reserve r = {"test", "ann", 2, 60};

	cr_assert(limit_spend(rq, &r, 1));
	cr_assert(limit_spend(rq, &r, 1));
	limit_put_back(rq, &r, 1);
	cr_expect(limit_spend(rq, &r, 1));
	limit_put_back(rq, &r, 1);
	limit_put_back(rq, &r, 1);
	limit_put_back(rq, &r, 1);
	cr_expect_eq(lives_ms(&r), -2);
}

Test(limit, a_key_ends_when_its_reserve_is_full)
{
	struct request *rq = someone();
	struct reserve r = {"test", "ann", 100, 30 * 24 * 60 * 60};

	cr_assert(limit_spend(rq, &r, 1));
	cr_expect_leq(lives_ms(&r), 30 * 24 * 60 * 60 / 100 * 1000);
	cr_expect_gt(lives_ms(&r), 0);
}

Test(limit, a_key_that_holds_nonsense_counts_for_nothing)
{
	struct request *rq = someone();
	struct reserve r = {"test", "ann", 2, 60};

	test_write(rq->redis, rq->arena,
	           WORDS(word("SET"), word(key_limit(rq->arena, "test", "ann")),
	                 word("nonsense")));
	cr_expect(limit_spend(rq, &r, 1));
	cr_expect_gt(lives_ms(&r), 0);
}
