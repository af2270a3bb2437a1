/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include <criterion/criterion.h>

Test(clock, a_moment_is_written_in_each_form)
{
	struct moment m = {1767323045678};
	char buf[CLOCK_TEXT];

	clock_iso(buf, m);
	cr_assert_str_eq(buf, "2026-01-02T03:04:05Z");
	clock_show(buf, m);
	cr_assert_str_eq(buf, "2026-01-02 03:04 UTC");
	clock_sql(buf, m);
	cr_assert_str_eq(buf, "2026-01-02 03:04:05.678");
}

Test(clock, before_1970_rounds_down_too)
{
	char buf[CLOCK_TEXT];

	clock_sql(buf, (struct moment){-1});
	cr_assert_str_eq(buf, "1969-12-31 23:59:59.999");
	clock_sql(buf, (struct moment){-1000});
	cr_assert_str_eq(buf, "1969-12-31 23:59:59.000");
}

Test(clock, what_is_written_for_sql_reads_back)
{
	for (int64_t ms = -2208988800000; ms < 253402300800000;
	     ms += 86399999937) {
		struct moment back;
		char buf[CLOCK_TEXT];

		clock_sql(buf, (struct moment){ms});
		cr_assert(clock_parse_sql(&back, buf), "%s", buf);
		cr_assert_eq(back.ms, ms, "%s", buf);
	}
}

Test(clock, a_fraction_may_have_up_to_six_places)
{
	struct moment m;

	cr_assert(clock_parse_sql(&m, "1970-01-01 00:00:01"));
	cr_assert_eq(m.ms, 1000);
	cr_assert(clock_parse_sql(&m, "1970-01-01 00:00:01.5"));
	cr_assert_eq(m.ms, 1500);
	cr_assert(clock_parse_sql(&m, "1970-01-01 00:00:01.123999"));
	cr_assert_eq(m.ms, 1123);
	cr_assert(clock_parse_sql(&m, "2024-02-29 00:00:00"));
}

static const char *const WRONG[] = {
	"",
	"0000-00-00 00:00:00.000",
	"2026-02-29 00:00:00.000",
	"2026-13-01 00:00:00.000",
	"2026-01-01 24:00:00.000",
	"2026-01-01 00:60:00.000",
	"2026-01-01T00:00:00.000",
	"2026-01-01 00:00:00.",
	"2026-01-01 00:00:00.1234567",
	"2026-01-01 00:00:00.000Z",
	"2026-1-01 00:00:00.000",
	"2026-01-01",
	" 2026-01-01 00:00:00",
};

Test(clock, what_is_no_moment_is_refused)
{
	struct moment m;

	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		cr_expect_not(clock_parse_sql(&m, WRONG[i]), "%s", WRONG[i]);
}

Test(clock, now_is_after_2024_and_ticks_never_go_back)
{
	int64_t before = clock_ticks_ms();

	cr_assert_gt(clock_now().ms, 1704067200000);
	cr_assert_geq(clock_ticks_ms(), before);
}
