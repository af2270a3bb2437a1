/* SPDX-License-Identifier: MIT */
#include "base/coin.h"
#include "base/arena.h"
#include "vectors.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char LARGEST[] = "99999999999999999999999999999999999999";

static struct coin units(const char *digits)
{
	struct coin c = {0};
	const char *why = coin_parse_units(&c, digits);

	cr_assert_null(why, "%s: %s", digits, why);
	return c;
}

Test(coin, the_vectors_are_read_where_38_digits_hold_them)
{
	struct arena *a = arena_open(1 << 20);
	const cJSON *row;

	cJSON_ArrayForEach(row, vectors_list(a, "parse"))
	{
		const char *text = vector_text(row, "text");
		const char *want = vector_text(row, "units");
		struct coin c;
		char buf[COIN_TEXT];
		const char *why =
			coin_parse(&c, text, vector_count(row, "decimals"));

		if (!want) {
			cr_expect_str_eq(why, vector_text(row, "error"));
			continue;
		}
		if (strlen(want) > 38) {
			cr_expect_str_eq(why, "overflow");
			continue;
		}
		cr_expect_null(why, "%s: %s", text, why);
		coin_print_units(buf, c);
		cr_expect_str_eq(buf, want);
	}
	arena_close(a);
}

Test(coin, decimal_38_is_the_limit)
{
	struct coin c, one = units("1");
	char buf[COIN_TEXT];

	c = units(LARGEST);
	coin_print_units(buf, c);
	cr_assert_str_eq(buf, LARGEST);
	coin_print(buf, c, 18);
	cr_assert_str_eq(buf, "99999999999999999999.999999999999999999");
	cr_assert_str_eq(
		coin_parse_units(&c, "100000000000000000000000000000000000000"),
		"overflow");
	cr_assert_not(coin_add(&c, units(LARGEST), one));
	cr_assert_not(coin_add(&c, units(LARGEST), units(LARGEST)));
	cr_assert(coin_add(&c, units(LARGEST), (struct coin){0}));
}

Test(coin, units_are_digits_only)
{
	struct coin c;

	cr_assert_not_null(coin_parse_units(&c, ""));
	cr_assert_not_null(coin_parse_units(&c, "1.0"));
	cr_assert_not_null(coin_parse_units(&c, "1e3"));
	cr_assert_not_null(coin_parse_units(&c, "-1"));
	cr_assert_not_null(coin_parse_units(&c, " 1"));
	cr_assert_eq(coin_cmp(units("0007"), units("7")), 0);
}

Test(coin, quantities_of_evm_are_read)
{
	struct coin c;

	cr_assert_null(coin_parse_hex(&c, "0xde0b6b3a7640000"));
	cr_assert_eq(coin_cmp(c, units("1000000000000000000")), 0);
	cr_assert_null(
		coin_parse_hex(&c, "0x4b3b4ca85a86c47a098a223fffffffff"));
	cr_assert_eq(coin_cmp(c, units(LARGEST)), 0);
	cr_assert_str_eq(
		coin_parse_hex(&c, "0x4b3b4ca85a86c47a098a224000000000"),
		"overflow");
	cr_assert_str_eq(coin_parse_hex(&c, "0x"), "no digits");
}

Test(coin, amounts_have_an_order)
{
	struct coin sum;

	cr_assert(coin_add(&sum, units("18446744073709551615"), units("1")));
	cr_assert_eq(coin_cmp(sum, units("18446744073709551616")), 0);
	cr_assert_lt(coin_cmp(units("1"), sum), 0);
	cr_assert_gt(coin_cmp(sum, units("1")), 0);
	cr_assert(coin_is_zero(units("0")));
	cr_assert_not(coin_is_zero(sum));
}

static const char *value(char buf[MONEY_TEXT], const char *digits,
                         unsigned decimals, const char *price, const char *code)
{
	struct money m;
	const char *why = coin_value_floor(&m, units(digits), decimals, price,
	                                   currency_find(code));

	if (!why)
		money_print(buf, m);
	return why ? why : buf;
}

Test(coin, values_are_those_of_the_vectors)
{
	struct arena *a = arena_open(1 << 20);
	const cJSON *row;

	cJSON_ArrayForEach(row, vectors_list(a, "fiat_value_floor"))
	{
		char buf[MONEY_TEXT];

		cr_assert_eq(vector_count(row, "fiat_decimals"), 2);
		cr_expect_str_eq(value(buf, vector_text(row, "units"),
		                       vector_count(row, "decimals"),
		                       vector_text(row, "price"), "USD"),
		                 vector_text(row, "floor"));
	}
	arena_close(a);
}

Test(coin, a_value_is_never_rounded_up)
{
	char b[MONEY_TEXT];

	cr_expect_str_eq(value(b, "1", 8, "99999.99", "USD"), "0.00");
	cr_expect_str_eq(value(b, "999999", 6, "1", "USD"), "0.99");
	cr_expect_str_eq(value(b, "1999999", 6, "1", "JPY"), "1");
	cr_expect_str_eq(value(b, "1999999", 6, "1", "KWD"), "1.999");
	cr_expect_str_eq(value(b, "0", 18, "2685.57", "USD"), "0.00");
	cr_expect_str_eq(value(b, "1", 0, "0.000000000000000001", "USD"),
	                 "0.00");
	cr_expect_str_eq(
		value(b, "10000000000000000", 0, "0.000000000000000001", "USD"),
		"0.01");
	cr_expect_str_eq(
		value(b, "9999999999999999", 0, "0.000000000000000001", "USD"),
		"0.00");
}

Test(coin, the_widest_product_is_exact)
{
	char b[MONEY_TEXT];

	/* (10^38 - 1) * 0.1 at 24 decimals: 9999999999999.99999... */
	cr_expect_str_eq(value(b, LARGEST, 24, "0.1", "USD"),
	                 "9999999999999.99");
	cr_expect_str_eq(value(b, LARGEST, 18, "0.000000000000000001", "USD"),
	                 "99.99");
	cr_expect_str_eq(value(b, LARGEST, 0, "1", "USD"), "overflow");
	cr_expect_str_eq(value(b, LARGEST, 0, "1e59", "USD"), "overflow");
	cr_expect_str_eq(value(b, "1", 0, "10000000000000", "USD"),
	                 "10000000000000.00");
	cr_expect_str_eq(value(b, "1", 0, "10000000000000.01", "USD"),
	                 "overflow");
}

Test(coin, a_price_must_be_a_price)
{
	char b[MONEY_TEXT];

	cr_expect_str_eq(value(b, "1", 0, "-1", "USD"), "negative");
	cr_expect_str_eq(value(b, "1", 0, "NaN", "USD"), "not a number");
	cr_expect_str_eq(value(b, "1", 0, "", "USD"), "empty");
	cr_expect_str_eq(value(b, "1", 0, "0.0000000000000000001", "USD"),
	                 "too many decimals");
}

Test(coin, values_agree_with_wide_arithmetic)
{
	struct dice d = dice_open();

	for (int i = 0; i < 20000; i++) {
		uint64_t n = dice_roll(&d) % 1000000000000000;
		uint64_t price = dice_roll(&d) % 1000000000;
		/* 8 decimals, a price of 4 places, cents: 10^(8 + 4 - 2) */
		unsigned __int128 want =
			(unsigned __int128)n * price / 10000000000;
		char text[48];
		struct money m;

		snprintf(text, sizeof(text), "%llu.%04llu",
		         (unsigned long long)price / 10000,
		         (unsigned long long)price % 10000);
		cr_assert_null(coin_value_floor(&m, (struct coin){n}, 8, text,
		                                currency_find("USD")));
		cr_assert(money_to_minor(m) == (int64_t)want,
		          "seed %llu: %llu at %s", d.seed,
		          (unsigned long long)n, text);
	}
}

Test(coin, what_is_printed_parses_back)
{
	struct dice d = dice_open();

	for (int i = 0; i < 20000; i++) {
		struct coin c, back;
		char buf[COIN_TEXT];
		unsigned decimals = (unsigned)(dice_roll(&d) % 39);

		c.units = (unsigned __int128)(dice_roll(&d) >> 3) *
		          (dice_roll(&d) >> 3) % units(LARGEST).units;
		c.units >>= dice_roll(&d) % 126;
		coin_print(buf, c, decimals);
		cr_assert_null(coin_parse(&back, buf, decimals),
		               "seed %llu: %s", d.seed, buf);
		cr_assert_eq(coin_cmp(c, back), 0, "seed %llu: %s", d.seed,
		             buf);
		coin_print_units(buf, c);
		cr_assert_eq(coin_cmp(c, units(buf)), 0, "seed %llu: %s",
		             d.seed, buf);
	}
}

static struct coin for_value(int64_t minor, const char *code, unsigned decimals,
                             const char *price)
{
	struct coin c = {0};
	const char *why = coin_for_value_ceil(
		&c, money_minor(minor, currency_find(code)), decimals, price);

	cr_assert_null(why, "%s", why);
	return c;
}

Test(coin, an_amount_for_a_value_is_rounded_up)
{
	struct money usd = money_minor(2500, currency_find("USD"));
	struct coin c;

	cr_expect_eq(for_value(2500, "USD", 8, "50000").units, 50000);
	cr_expect_eq(for_value(2500, "USD", 8, "64120.5").units, 38990);
	cr_expect_eq(for_value(2500, "USD", 8, "30000").units, 83334);
	cr_expect_eq(for_value(1, "USD", 0, "1000000").units, 1);
	cr_expect_eq(for_value(2500, "JPY", 18, "2500").units,
	             1000000000000000000u);
	cr_expect_eq(for_value(1, "KWD", 8, "0.001").units, 100000000);
	cr_expect_eq(for_value(0, "USD", 8, "1").units, 0);
	cr_expect_eq(for_value(2500, "USD", 6, "2.5e1").units, 1000000);
	cr_expect_not_null(coin_for_value_ceil(&c, usd, 8, "0"));
	cr_expect_not_null(coin_for_value_ceil(&c, usd, 8, "0.00"));
	cr_expect_not_null(coin_for_value_ceil(&c, usd, 8, "-1"));
	cr_expect_not_null(coin_for_value_ceil(&c, usd, 8, "x"));
	cr_expect_str_eq(coin_for_value_ceil(&c,
	                                     money_minor(INT64_C(1000000000000),
	                                                 currency_find("USD")),
	                                     18, "0.000000000000000001"),
	                 "overflow");
}

/* Enough, and not a base unit more than enough. */
Test(coin, an_amount_for_a_value_is_the_least_that_is_worth_it)
{
	static const char *const CODES[] = {"USD", "JPY", "KWD"};
	struct dice d = dice_open();

	for (int i = 0; i < 20000; i++) {
		struct currency code = currency_find(CODES[dice_roll(&d) % 3]);
		unsigned decimals = (unsigned)(dice_roll(&d) % 16) + 3;
		int64_t minor = (int64_t)(dice_roll(&d) % 1000000000) + 1;
		uint64_t whole = dice_roll(&d) % 1000000;
		struct money want = money_minor(minor, code), got;
		struct coin c;
		char price[64];

		whole >>= dice_roll(&d) % 20;
		snprintf(price, sizeof(price), "%llu.%06llu",
		         (unsigned long long)whole,
		         (unsigned long long)(dice_roll(&d) % 999999) + 1);
		cr_assert_null(coin_for_value_ceil(&c, want, decimals, price));
		cr_assert_null(
			coin_value_floor(&got, c, decimals, price, code));
		cr_assert_geq(money_cmp(got, want), 0, "seed %llu: %s", d.seed,
		              price);
		c.units--;
		cr_assert_null(
			coin_value_floor(&got, c, decimals, price, code));
		cr_assert_lt(money_cmp(got, want), 0, "seed %llu: %s", d.seed,
		             price);
	}
}

Test(coin, the_rest_is_never_below_nothing)
{
	cr_expect_eq(coin_cmp(coin_rest(units("30"), units("29")), units("1")),
	             0);
	cr_expect(coin_is_zero(coin_rest(units("30"), units("30"))));
	cr_expect(coin_is_zero(coin_rest(units("29"), units(LARGEST))));
}
