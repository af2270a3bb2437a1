/* SPDX-License-Identifier: MIT */
#include "cli/manual.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "settings.h"

static char said[64 * 1024];

static void print_manual(void)
{
	struct command_context c = {.in = stdin, .err = stderr};
	char *argv[] = {"manual"};

	memset(said, 0, sizeof(said));
	c.out = fmemopen(said, sizeof(said), "w");
	cr_assert_eq(cli_manual(&c, 1, argv), 0);
	fclose(c.out);
}

/* What is printed is what holds. */
static void amount_is(enum setting s, const char *name, const char *amount)
{
	char line[128], text[MONEY_TEXT];

	snprintf(line, sizeof(line), "\n#%s = %s\n", name, amount);
	cr_expect(strstr(said, line), "%s: no%s", setting_text(SET_CURRENCY),
	          line);
	money_print(text, setting_money(s));
	cr_expect_str_eq(text, amount, "%s %s", setting_text(SET_CURRENCY),
	                 name);
}

Test(manual, amounts_scale_with_the_currency_of_the_shop)
{
	static const struct {
		const char *code, *min, *max, *above, *hourly;
	} ROWS[] = {
		{"USD", "5.00",      "10000.00",     "1000.00",     "5000.00"  },
		{"EUR", "5.00",      "10000.00",     "1000.00",     "5000.00"  },
		{"JPY", "500",       "1000000",      "100000",      "500000"   },
		{"KWD", "2.000",     "2000.000",     "200.000",     "2000.000" },
		{"IDR", "100000.00", "200000000.00", "20000000.00",
	         "100000000.00"						},
		{"VND", "100000",    "200000000",    "20000000",    "100000000"},
	};

	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		cr_assert_null(settings_set("currency", ROWS[i].code));
		print_manual();
		amount_is(SET_DEPOSIT_MIN, "deposit_min", ROWS[i].min);
		amount_is(SET_DEPOSIT_MAX, "deposit_max", ROWS[i].max);
		amount_is(SET_REVIEW_ABOVE, "review_above", ROWS[i].above);
		amount_is(SET_REVIEW_HOURLY_BUYER, "review_hourly_buyer",
		          ROWS[i].hourly);
	}
}

Test(manual, what_is_set_is_not_scaled)
{
	char text[MONEY_TEXT];

	cr_assert_null(settings_set("currency", "JPY"));
	cr_assert_null(settings_set("review_above", "777"));
	money_print(text, setting_money(SET_REVIEW_ABOVE));
	cr_expect_str_eq(text, "777");
}
