/* SPDX-License-Identifier: MIT */
#include "price/rule.h"
#include <criterion/criterion.h>
#include <string.h>

enum { MINUTE = 60 * 1000, DAY = 24 * 60 * MINUTE };

static const struct rule RULE = {
	.age_most_ms = 10 * MINUTE, .band = 20, .spread = 5};

static const char STALE[] = "There is no fresh price";
static const char DISAGREE[] = "The markets do not agree on a price";
static const char SUDDEN[] = "Nobody has confirmed the sudden new price";

static const struct {
	const char *about;
	struct heard heard[3];
	const char *before;
	int64_t before_age_ms;
	const char *want; /* the source believed, or why none */
} CASES[] = {
	{"nobody said anything",                          {{0}},                    "100", 0,       STALE   },
	{"the very first price, of one source",
         {{"kraken", "100", 0}},
         NULL,                                                                             0,
         "kraken"											   },
	{"the first in the order of trust",
         {{"kraken", "100", 0}, {"coingecko", "101", 0}},
         "100",                                                                            0,
         "kraken"											   },
	{"a stale first source",
         {{"kraken", "100", 10 * MINUTE + 1}, {"coingecko", "101", 0}},
         "100",                                                                            0,
         "coingecko"											},
	{"as old as a price may be",
         {{"kraken", "100", 10 * MINUTE}, {"coingecko", "101", 0}},
         "100",                                                                            0,
         "kraken"											   },
	{"all are stale",
         {{"kraken", "100", 11 * MINUTE}, {"coingecko", "101", DAY}},
         "100",                                                                            0,
         STALE											      },
	{"far from the future",
         {{"kraken", "100", -11 * MINUTE}},
         "100",                                                                            0,
         STALE											      },
	{"alone, at the upper edge of the band",
         {{"kraken", "120", 0}},
         "100",                                                                            0,
         "kraken"											   },
	{"alone, just above the band",
         {{"kraken", "120.000000000000000000000001", 0}},
         "100",                                                                            0,
         SUDDEN											     },
	{"alone, at the lower edge: 20 % of the smaller",
         {{"kraken", "100", 0}},
         "120",                                                                            0,
         "kraken"											   },
	{"alone, just below the band",
         {{"kraken", "99.99999999999999999999999", 0}},
         "120",                                                                            0,
         SUDDEN											     },
	{"out of band, but two say so",
         {{"kraken", "200", 0}, {"coinbase", "201", 0}},
         "100",                                                                            0,
         "kraken"											   },
	{"out of band, and the other is stale",
         {{"kraken", "200", 0}, {"coinbase", "201", 11 * MINUTE}},
         "100",                                                                            0,
         SUDDEN											     },
	{"the one before binds for a day",
         {{"kraken", "200", 0}},
         "100",                                                                            DAY,
         SUDDEN											     },
	{"and no longer",				 {{"kraken", "200", 0}},   "100", DAY + 1, "kraken"},
	{"at the edge of the spread",
         {{"kraken", "105", 0}, {"coingecko", "100", 0}},
         "100",                                                                            0,
         "kraken"											   },
	{"just beyond the spread",
         {{"kraken", "100", 0}, {"coingecko", "105.0000000001", 0}},
         "100",                                                                            0,
         DISAGREE											   },
	{"a stale one cannot disagree",
         {{"kraken", "100", 0}, {"coingecko", "200", 11 * MINUTE}},
         "100",                                                                            0,
         "kraken"											   },
	{"the third disagrees",
         {{"kraken", "100", 0},
          {"coingecko", "101", 0},
          {"coinbase", "110", 0}},
         "100",                                                                            0,
         DISAGREE											   },
	{"each near the first, but not to each other",
         {{"kraken", "100", 0}, {"coingecko", "104", 0}, {"coinbase", "96", 0}},
         "100",                                                                            0,
         DISAGREE											   },
	{"with and without an exponent",
         {{"coingecko", "8.94e-06", 0}, {"coinbase", "0.00000894", 0}},
         "0.9e-5",                                                                         0,
         "coingecko"											},
	{"a thousand times too much, by an exponent",
         {{"coingecko", "8.94e-03", 0}},
         "8.94e-06",                                                                       0,
         SUDDEN											     },
	{"zero is no price",			      {{"kraken", "0.000", 0}}, "100", 0,       STALE   },
	{"nor does it disagree",
         {{"kraken", "0", 0}, {"coingecko", "100", 0}},
         "100",                                                                            0,
         "coingecko"											},
	{"nor bind",				      {{"kraken", "100", 0}},   "0",   0,       "kraken"},
	{"no number",				     {{"kraken", "1e999", 0}}, "100", 0,       STALE   },
	{"negative",				      {{"kraken", "-100", 0}},  "100", 0,       STALE   },
};

static size_t count(const struct heard *heard)
{
	size_t n = 0;

	while (n < 3 && heard[n].source)
		n++;
	return n;
}

Test(rule, each_case_is_judged_as_it_says)
{
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		const struct heard *heard = CASES[i].heard;
		struct pick pick =
			rule_pick(heard, count(heard), CASES[i].before,
		                  CASES[i].before_age_ms, &RULE);

		cr_expect_str_eq(pick.heard ? pick.heard->source : pick.why,
		                 CASES[i].want, "%s", CASES[i].about);
		cr_expect_neq(!pick.heard, !pick.why, "%s", CASES[i].about);
	}
}

Test(rule, nearness_is_of_the_smaller_one_and_the_same_both_ways)
{
	cr_expect(rule_near("100", "105", 5));
	cr_expect(rule_near("105", "100", 5));
	cr_expect_not(rule_near("100", "105.01", 5));
	cr_expect_not(rule_near("105.01", "100", 5));
	cr_expect_not(rule_near("95", "100", 5)); /* 5.26 % of 95 */
	cr_expect(rule_near("1", "1.000", 0));
	cr_expect_not(rule_near("1", "1.0001", 0));
	cr_expect(rule_near("1e-36", "11e-36", 1000));
	cr_expect_not(rule_near("1e-36", "12e-36", 1000));
}

Test(rule, what_is_no_price_is_near_nothing)
{
	cr_expect_not(rule_near("0", "0", 1000));
	cr_expect_not(rule_near("1e-37", "1e-37", 1000));
	cr_expect_not(rule_near("", "1", 1000));
	cr_expect_not(rule_near("1", "NaN", 1000));
	cr_expect_not(rule_near("1e42", "1e42", 1000)); /* above 256 bits */
	cr_expect(rule_near("1e41", "1.1e42", 1000) == false);
	cr_expect(rule_near("1e41", "1e41", 10000));
}
