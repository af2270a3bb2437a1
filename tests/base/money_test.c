/* SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "vectors.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

static struct money of(int64_t minor, const char *code)
{
	return money_minor(minor, currency_find(code));
}

Test(money, each_currency_of_the_gateway_is_known)
{
	static const char CODES[] =
		"USD EUR GBP JPY CHF AUD CAD CNY HKD SGD SEK NOK DKK PLN CZK "
		"HUF TRY INR KRW THB IDR MYR PHP VND AED SAR ZAR NGN KES GHS "
		"BRL MXN ARS CLP COP PEN RUB UAH ILS PKR BDT LKR TWD BHD KWD "
		"RON NZD ";

	for (const char *at = CODES; *at; at += 4) {
		char code[4] = {at[0], at[1], at[2], '\0'};
		struct currency c = currency_find(code);

		cr_assert_neq(c.v, 0, "%s", code);
		cr_assert_str_eq(currency_code(c), code);
	}
}

Test(money, an_unknown_currency_is_none)
{
	cr_assert_eq(currency_find("XXX").v, 0);
	cr_assert_eq(currency_find("").v, 0);
	cr_assert_eq(currency_find("usd").v, 0);
	cr_assert_eq(currency_find("USDT").v, 0);
	cr_assert_str_eq(currency_code((struct currency){0}), "");
}

Test(money, of_no_currency_panics, .signal = SIGABRT)
{
	money_zero(currency_find("XXX"));
}

Test(money, exponents_are_those_of_iso_4217)
{
	cr_assert_eq(currency_exponent(currency_find("USD")), 2);
	cr_assert_eq(currency_exponent(currency_find("JPY")), 0);
	cr_assert_eq(currency_exponent(currency_find("KRW")), 0);
	cr_assert_eq(currency_exponent(currency_find("VND")), 0);
	cr_assert_eq(currency_exponent(currency_find("CLP")), 0);
	cr_assert_eq(currency_exponent(currency_find("KWD")), 3);
	cr_assert_eq(currency_exponent(currency_find("BHD")), 3);
}

Test(money, sums_and_products_are_exact)
{
	struct money m;

	cr_assert(money_add(&m, of(150, "EUR"), of(-50, "EUR")));
	cr_assert_eq(money_to_minor(m), 100);
	cr_assert(money_sub(&m, m, of(250, "EUR")));
	cr_assert(money_is_negative(m));
	cr_assert(money_times(&m, m, UINT32_MAX));
	cr_assert_eq(money_to_minor(m), -150 * (int64_t)UINT32_MAX);
	cr_assert(money_times(&m, m, 0));
	cr_assert(money_is_zero(m));
	cr_assert_eq(money_cmp(m, money_zero(currency_find("EUR"))), 0);
	cr_assert_lt(money_cmp(of(-1, "EUR"), m), 0);
	cr_assert_gt(money_cmp(of(1, "EUR"), m), 0);
}

Test(money, overflow_is_reported_and_stores_nothing)
{
	struct money m = of(7, "USD");

	cr_assert_not(money_add(&m, of(INT64_MAX, "USD"), of(1, "USD")));
	cr_assert_not(money_sub(&m, of(INT64_MIN, "USD"), of(1, "USD")));
	cr_assert_not(money_times(&m, of(INT64_MAX / 2, "USD"), 3));
	cr_assert_eq(money_to_minor(m), 7);
	cr_assert(money_add(&m, of(INT64_MAX, "USD"), of(0, "USD")));
}

Test(money, adding_two_currencies_panics, .signal = SIGABRT)
{
	struct money m;

	(void)!money_add(&m, of(1, "USD"), of(1, "EUR"));
}

Test(money, subtracting_two_currencies_panics, .signal = SIGABRT)
{
	struct money m;

	(void)!money_sub(&m, of(1, "USD"), of(1, "EUR"));
}

Test(money, comparing_two_currencies_panics, .signal = SIGABRT)
{
	money_cmp(of(1, "USD"), of(1, "EUR"));
}

static const struct {
	const char *code, *text;
	int64_t minor;
} GOOD[] = {
	{"USD", "12.34",             1234            },
	{"USD", "12.3",              1230            },
	{"USD", "12",                1200            },
	{"USD", "0",                 0               },
	{"USD", "0.01",              1               },
	{"USD", "007.00",            700             },
	{"USD", "10000000000000.00", 1000000000000000},
	{"JPY", "1234",              1234            },
	{"JPY", "1000000000000000",  1000000000000000},
	{"KWD", "1.234",             1234            },
	{"KWD", "1",                 1000            },
};

Test(money, what_people_type_is_read)
{
	for (size_t i = 0; i < sizeof(GOOD) / sizeof(GOOD[0]); i++) {
		struct money m;
		const char *why = money_parse(&m, GOOD[i].text,
		                              currency_find(GOOD[i].code));

		cr_expect_null(why, "%s: %s", GOOD[i].text, why);
		cr_expect_eq(money_to_minor(m), GOOD[i].minor, "%s",
		             GOOD[i].text);
	}
}

static const struct {
	const char *code, *text, *reason;
} BAD[] = {
	{"USD", "",				    "missing"            },
	{"USD", "-1",				  "negative"           },
	{"USD", "-",				   "negative"           },
	{"USD", "+1",				  "only digits"        },
	{"USD", " 1",				  "only digits"        },
	{"USD", "1 ",				  "only digits"        },
	{"USD", "1e2",				 "only digits"        },
	{"USD", "0x10",				"only digits"        },
	{"USD", "$5",				  "only digits"        },
	{"USD", "NaN",				 "only digits"        },
	{"USD", "\xef\xbc\x91",                        "only digits"        },
	{"USD", "1,50",				"use a point"        },
	{"USD", "1,000.00",			    "use a point"        },
	{"USD", ".5",				  "before the point"   },
	{"USD", ".",				   "before the point"   },
	{"USD", "5.",				  "after the point"    },
	{"USD", "1.2.3",			       "more than one point"},
	{"USD", "1.000",			       "at most 2 digits"   },
	{"KWD", "1.0000",			      "at most 3 digits"   },
	{"JPY", "1.0",				 "no decimals"        },
	{"USD", "10000000000000.01",                   "too large"          },
	{"JPY", "1000000000000001",                    "too large"          },
	{"USD", "99999999999999999999999999999999999", "too large"          },
	{"XXX", "1",				   "unknown currency"   },
};

Test(money, the_rest_is_refused_in_plain_words)
{
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		struct money m;
		const char *why = money_parse(&m, BAD[i].text,
		                              currency_find(BAD[i].code));

		cr_expect(why && strstr(why, BAD[i].reason), "'%s': %s",
		          BAD[i].text, why);
	}
}

Test(money, a_text_of_thousands_of_digits_is_too_large)
{
	char text[5000];
	struct money m;

	memset(text, '0', sizeof(text));
	text[0] = '1';
	text[sizeof(text) - 1] = '\0';
	cr_assert_str_eq(money_parse(&m, text, currency_find("USD")),
	                 "too large");
}

Test(money, a_gateways_amount_is_rounded_down)
{
	struct money m;

	cr_assert_null(money_parse_floor(&m, "1.631e1", currency_find("USD")));
	cr_assert_eq(money_to_minor(m), 1631);
	cr_assert_null(
		money_parse_floor(&m, "0.999999999", currency_find("USD")));
	cr_assert_eq(money_to_minor(m), 99);
	cr_assert_null(money_parse_floor(&m, "16.9", currency_find("JPY")));
	cr_assert_eq(money_to_minor(m), 16);
	cr_assert_not_null(money_parse_floor(&m, "-1", currency_find("USD")));
	cr_assert_not_null(money_parse_floor(&m, "1e14", currency_find("USD")));
	cr_assert_not_null(money_parse_floor(&m, "NaN", currency_find("USD")));
	cr_assert_not_null(money_parse_floor(&m, "1", currency_find("XXX")));
}

static const struct {
	const char *code;
	int64_t minor;
	const char *printed, *shown;
} TEXTS[] = {
	{"USD", 123450,    "1234.50",               "$1,234.50"    },
	{"USD", -100,      "-1.00",                 "-$1.00"       },
	{"USD", 0,         "0.00",                  "$0.00"        },
	{"USD", -5,        "-0.05",                 "-$0.05"       },
	{"USD", 99999,     "999.99",                "$999.99"      },
	{"USD", 100000000, "1000000.00",            "$1,000,000.00"},
	{"EUR", 100000,    "1000.00",               "€1,000.00"  },
	{"GBP", 1,         "0.01",                  "£0.01"       },
	{"JPY", 1234,      "1234",                  "¥1,234"      },
	{"KRW", 1234,      "1234",                  "1,234 KRW"    },
	{"KRW", -123456,   "-123456",               "-123,456 KRW" },
	{"KWD", 1234567,   "1234.567",              "1,234.567 KWD"},
	{"KWD", INT64_MIN, "-9223372036854775.808",
         "-9,223,372,036,854,775.808 KWD"                          },
	{"USD", INT64_MAX, "92233720368547758.07",
         "$92,233,720,368,547,758.07"                              },
};

Test(money, is_printed_for_machines_and_for_people)
{
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		char buf[MONEY_TEXT];

		money_print(buf, of(TEXTS[i].minor, TEXTS[i].code));
		cr_expect_str_eq(buf, TEXTS[i].printed, "%s", buf);
		money_show(buf, of(TEXTS[i].minor, TEXTS[i].code));
		cr_expect_str_eq(buf, TEXTS[i].shown, "%s", buf);
	}
}

Test(money, what_is_printed_parses_back)
{
	static const char *const CODES[] = {"USD", "JPY", "KWD"};
	struct dice d = dice_open();

	for (int i = 0; i < 20000; i++) {
		/* Small and large amounts alike. */
		uint64_t minor = dice_roll(&d) % 1000000000000001;
		struct money m, back;
		char buf[MONEY_TEXT];
		const char *why;

		minor >>= dice_roll(&d) % 50;
		m = of((int64_t)minor, CODES[i % 3]);
		money_print(buf, m);
		why = money_parse(&back, buf, m.currency);
		cr_assert_null(why, "seed %llu: %s: %s", d.seed, buf, why);
		cr_assert_eq(money_cmp(m, back), 0, "seed %llu: %s", d.seed,
		             buf);
		cr_assert_null(money_parse_floor(&back, buf, m.currency));
		cr_assert_eq(money_cmp(m, back), 0, "seed %llu: %s", d.seed,
		             buf);
	}
}

static void typed(const char *text, const char *code, int64_t minor)
{
	struct money m;
	const char *why = money_parse_typed(&m, text, currency_find(code));

	cr_expect_null(why, "%s %s: %s", text, code, why);
	if (!why)
		cr_expect_eq(money_to_minor(m), minor, "%s %s", text, code);
}

Test(money, what_is_typed_may_have_a_comma_that_means_one_thing)
{
	typed("12.50", "USD", 1250);
	typed("12,50", "USD", 1250);
	typed("12,5", "EUR", 1250);
	typed("1234,50", "EUR", 123450);
	typed("1,234.50", "USD", 123450);
	typed("1,234,567", "USD", 123456700);
	typed("12,345.6", "KWD", 12345600);
	typed("1,25", "KWD", 1250);
	typed("10,000", "JPY", 10000);
	typed("1,000,000", "VND", 1000000);
}

Test(money, what_is_typed_and_may_mean_two_amounts_is_refused)
{
	static const char *const TWO[][2] = {
		{"1,234",      "USD"},
                {"1,234",      "KWD"},
                {"12,345",     "EUR"},
		{"1.234,50",   "EUR"},
                {"1,23,45",    "USD"},
                {"1,2345.6",   "USD"},
		{",50",        "USD"},
                {"12,",        "USD"},
                {"1,,234.5",   "USD"},
		{"12,5",       "JPY"},
                {"1,00,000",   "JPY"},
                {"-1,50",      "USD"},
		{"1,234.",     "USD"},
                {",",          "USD"},
                {"12,50 5",    "USD"},
		{"12,345,678", "XXX"},
	};
	struct money m;

	for (size_t i = 0; i < sizeof(TWO) / sizeof(TWO[0]); i++)
		cr_expect_not_null(money_parse_typed(&m, TWO[i][0],
		                                     currency_find(TWO[i][1])),
		                   "%s %s", TWO[i][0], TWO[i][1]);
}

Test(money, so_many_dollars_are_a_round_amount_of_about_their_worth)
{
	static const uint32_t DOLLARS[] = {1, 5, 20, 1000, 10000, 1000000};
	size_t n = 0;

	for (uint8_t i = 1; i < 48; i++) {
		struct currency c = {i};
		struct money before = money_zero(c);

		for (size_t k = 0; k < 6; k++, n++) {
			struct money m = money_about_dollars(DOLLARS[k], c);
			int64_t digits = money_to_minor(m);

			while (digits % 10 == 0)
				digits /= 10;
			cr_expect(digits == 1 || digits == 2 || digits == 5,
			          "%s", currency_code(c));
			cr_expect_gt(money_cmp(m, before), 0, "%s",
			             currency_code(c));
			before = m;
		}
	}
	cr_expect_eq(n, 47 * 6);
}
