/* SPDX-License-Identifier: MIT */
#include "watch/health.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/credit.h"
#include "chain/fault.h"
#include "lib/services.h"
#include "lib/shop.h"

TestSuite(source_health, .timeout = 60);

static const char NODE[] = "bitcoin/bitcoind@127.0.0.1:8332";

static struct health now(const char *name)
{
	return health_of(shop_open()->db, shop_open()->arena, name);
}

static void fail(const char *name, int wait_s)
{
	struct fault f = fault_of(FAULT_UNAVAILABLE, "HTTP status 503");

	f.wait_s = wait_s;
	health_bad(shop_open()->db, name, "bitcoin", &f);
}

/* Seconds from now until it is asked again. */
static int64_t rest(void)
{
	return test_number("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3),"
	                   " retry_at) FROM sources");
}

Test(source_health, one_never_asked_is_healthy)
{
	struct health h = now(NODE);

	cr_assert_not(h.is_resting);
	cr_assert_eq(h.tip, -1);
	cr_assert_eq(h.failures, 0);
	cr_assert_null(h.fault);
	cr_assert_eq(health_list(shop_open()->db, shop_open()->arena).n, 0);
}

Test(source_health, each_failure_doubles_the_rest_up_to_an_hour)
{
	static const int64_t RESTS[] = {30,  60,   120,  240,  480,
	                                960, 1920, 3600, 3600, 3600};

	(void)now(NODE);
	for (size_t i = 0; i < sizeof(RESTS) / sizeof(RESTS[0]); i++) {
		fail(NODE, 0);
		cr_expect_leq(llabs(rest() - RESTS[i]), 2, "%zu: %ld", i,
		              (long)rest());
	}
	cr_assert_eq(now(NODE).failures, 10);
	cr_assert(now(NODE).is_resting);
	cr_assert_str_eq(now(NODE).fault, "HTTP status 503");
}

Test(source_health, it_rests_as_long_as_it_asks_for)
{
	(void)now(NODE);
	fail(NODE, 900);
	cr_assert_leq(llabs(rest() - 900), 2);
	fail(NODE, 901);
	cr_assert_leq(llabs(rest() - 901), 2);
	fail(NODE, 5);
	cr_assert_leq(llabs(rest() - 120), 2);
}

Test(source_health,
     a_rest_ends_by_itself_and_a_good_answer_forgets_the_failures)
{
	(void)now(NODE);
	fail(NODE, 0);
	test_sql("UPDATE sources SET retry_at = UTC_TIMESTAMP(3)");
	cr_assert_not(now(NODE).is_resting);
	health_good(shop_open()->db, NODE, "bitcoin", 800000);
	cr_assert_eq(now(NODE).failures, 0);
	cr_assert_eq(now(NODE).retry_at.ms, 0);
	cr_assert_eq(now(NODE).tip, 800000);
	cr_assert_neq(now(NODE).good_at.ms, 0);
	cr_assert_neq(now(NODE).failed_at.ms, 0); /* to be seen still */
	fail(NODE, 0);
	cr_assert_leq(llabs(rest() - 30), 2);
}

Test(source_health, a_tip_goes_back_by_a_reorg_but_no_further)
{
	struct db *db = shop_open()->db;

	health_good(db, NODE, "bitcoin", 800000);
	health_good(db, NODE, "bitcoin", 799988);
	cr_assert_eq(now(NODE).failures, 0);
	cr_assert_eq(now(NODE).tip, 799988);
	health_good(db, NODE, "bitcoin", 799975);
	cr_assert_eq(now(NODE).failures, 1);
	cr_assert_eq(now(NODE).tip, 799988);
	cr_assert(now(NODE).is_resting);
	health_good(db, NODE, "bitcoin", 799989); /* it has caught up */
	cr_assert_eq(now(NODE).failures, 0);
	cr_assert_eq(now(NODE).tip, 799989);
}

Test(source_health, what_tells_no_tip_keeps_the_one_it_told)
{
	struct db *db = shop_open()->db;

	health_good(db, NODE, "bitcoin", 800000);
	health_good(db, NODE, "bitcoin", -1);
	cr_assert_eq(now(NODE).tip, 800000);
	health_good(db, "prices/kraken@api.kraken.com", "prices", -1);
	cr_assert_eq(now("prices/kraken@api.kraken.com").tip, -1);
	cr_assert_eq(health_list(db, shop_open()->arena).n, 2);
}

Test(source_health, long_names_and_long_faults_are_cut)
{
	struct db *db = shop_open()->db;
	char name[200], why[400];
	struct fault f;

	memset(name, 'n', sizeof(name));
	memset(why, 'w', sizeof(why));
	name[sizeof(name) - 1] = why[sizeof(why) - 1] = '\0';
	f = fault_of(FAULT_UNAVAILABLE, why);
	health_bad(db, name, "bitcoin", &f);
	health_bad(db, name, "bitcoin", &f);
	cr_assert_eq(now(name).failures, 2);
	cr_assert_eq(strlen(now(name).fault), 255);
	f.message = NULL;
	health_bad(db, name, "bitcoin", &f);
	cr_assert_str_eq(now(name).fault, "unavailable");
}

Test(source_health, rows_that_were_passed_over_are_counted)
{
	struct shop *shop = shop_open();
	struct credits found = credits_none();

	credits_pass(&found, shop->arena,
	             (struct chain_unread){.why = "a row of no token"});
	health_good(shop->db, NODE, "bitcoin", 7);
	health_passed(shop->db, NODE, &found);
	health_passed(shop->db, NODE, &found);
	cr_expect_eq(now(NODE).passed, 2);
	cr_expect_str_eq(now(NODE).passed_why, "a row of no token");
	cr_expect(now(NODE).passed_at.ms > 0);
	cr_expect_not(now(NODE).is_resting);
}
