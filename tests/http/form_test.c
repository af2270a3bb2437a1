/* SPDX-License-Identifier: MIT */
#include "http/form.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "http/request.h"
#include "http/router.h"
#include "settings.h"

static struct request *posted(const char *body)
{
	static char *params[] = {
		"REQUEST_METHOD=POST", "REQUEST_URI=/x",
		"CONTENT_TYPE=application/x-www-form-urlencoded", NULL};
	static const struct route ROUTE = {.path = "/x"};
	struct arena *a = arena_process();
	struct request *rq = request_open(a, params, slice_text(body));

	rq->route = &ROUTE;
	form_none(rq);
	return rq;
}

static struct request *opened(const char *body)
{
	struct request *rq = posted(body);

	cr_assert_null(form_open(rq));
	return rq;
}

Test(form, reads_what_was_typed)
{
	struct request *rq = opened("name=Ann+B%c3%a9&quantity=3&csrf=x");
	const char *name;
	uint32_t n;

	cr_assert(form_read(rq, form_text("name", 1, 20, &name),
	                    form_count("quantity", 1, 9, &n)));
	cr_assert_str_eq(name, "Ann B\xc3\xa9");
	cr_assert_eq(n, 3);
}

Test(form, refuses_a_field_that_nobody_declared)
{
	struct request *rq = opened("quantity=3&role=admin");
	uint32_t n;

	cr_assert_not(form_read(rq, form_count("quantity", 1, 9, &n)));
	cr_assert(strstr(form_malformed(rq), "role"));
}

Test(form, refuses_a_field_that_came_twice)
{
	struct request *rq = posted("a=1&b=2&a=3");
	const char *why = form_open(rq);

	cr_assert(why && strstr(why, "\"a\""));
}

Test(form, counts_are_digits_within_their_limits)
{
	static const char *const BAD[] = {"",
	                                  "0",
	                                  "-1",
	                                  "%2b1",
	                                  "+1",
	                                  "1+",
	                                  "1e3",
	                                  "1.0",
	                                  "0x1",
	                                  "10",
	                                  "9999999999999999999999",
	                                  "%d9%a3",
	                                  "1%00",
	                                  "NaN",
	                                  "1,0",
	                                  "1%c2%a0",
	                                  " 1"};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		char body[64];
		struct request *rq;
		uint32_t n = 7;

		snprintf(body, sizeof(body), "n=%s", BAD[i]);
		rq = posted(body);
		if (form_open(rq))
			continue; /* not even text */
		cr_assert_not(form_read(rq, form_count("n", 1, 9, &n)),
		              "took \"%s\"", BAD[i]);
		cr_assert(*form_why(rq, "n"));
	}
}

Test(form, a_missing_field_is_named_as_one_to_fill_in)
{
	struct request *rq = opened("");
	const char *name;

	cr_assert_not(form_read(rq, form_text("name", 1, 20, &name)));
	cr_assert_str_eq(form_why(rq, "name"), "This field is required.");
}

Test(form, an_optional_field_leaves_its_default)
{
	struct request *rq = opened("page=");
	uint32_t page = 1;

	cr_assert(
		form_read(rq, form_optional(form_count("page", 1, 9, &page))));
	cr_assert_eq(page, 1);
}

Test(form, broken_encodings_are_refused)
{
	static const char *const BAD[] = {"a=%",      "a=%4",  "a=%zz",
	                                  "a=%00",    "a=%ff", "a=%c0%af",
	                                  "a=%0a%0d", "%ff=1", "a=%e2%80%ae"};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		cr_assert_not_null(form_open(posted(BAD[i])), "took %s",
		                   BAD[i]);
	cr_assert_null(form_open(posted("a=%41")));
}

Test(form, a_last_percent_sequence_is_read)
{
	struct request *rq = opened("a=x%41");

	cr_assert_str_eq(form_raw(rq, "a"), "xA");
}

Test(form, money_says_its_limits)
{
	struct request *rq = opened("amount=4.99");
	struct currency usd = currency_find("USD");
	struct money m;

	cr_assert_not(form_read(rq, form_money("amount", money_minor(500, usd),
	                                       money_minor(1000, usd), &m)));
	cr_assert_str_eq(form_why(rq, "amount"),
	                 "Enter an amount from $5.00 to $10.00.");
}

/* As they come from a paste: a tab, no-break spaces wide and narrow, an
 * ideographic space, a byte order mark. */
static const char *const BLANKS[] = {"+",         "%09",       "%c2%a0",
                                     "%e2%80%af", "%e3%80%80", "%ef%bb%bf",
                                     "%0a",       "+%c2%a0+"};

Test(form, blanks_around_an_amount_or_a_text_are_nothing)
{
	struct currency usd = currency_find("USD");

	for (size_t i = 0; i < sizeof(BLANKS) / sizeof(BLANKS[0]); i++) {
		const char *b = BLANKS[i], *name = NULL;
		struct money m = money_zero(usd);
		struct request *rq = opened(arena_printf(
			arena_process(), "amount=%s25,50%s&name=%sAnn%s", b, b,
			b, b));

		cr_expect(form_read(rq,
		                    form_money("amount", money_minor(500, usd),
		                               money_minor(9000, usd), &m),
		                    form_text("name", 1, 20, &name)),
		          "%s: %s%s", b, form_why(rq, "amount"),
		          form_why(rq, "name"));
		cr_expect_eq(money_to_minor(m), 2550, "%s", b);
		cr_expect_str_eq(name, "Ann", "%s", b);
	}
}

Test(form, an_amount_that_may_mean_two_is_refused_with_the_reason)
{
	struct currency usd = currency_find("USD");
	struct request *rq = opened("amount=1,234");
	struct money m;

	cr_assert_not(form_read(rq, form_money("amount", money_minor(500, usd),
	                                       money_minor(900000, usd), &m)));
	cr_expect(strstr(form_why(rq, "amount"), "like 25 or 12.50"));
	cr_expect(strstr(form_why(rq, "amount"), "nothing between thousands"));
}

Test(form, an_amount_of_blanks_alone_is_left_empty)
{
	struct currency usd = currency_find("USD");
	struct money m = money_minor(7, usd);

	cr_expect(form_read(
		opened("amount=+%c2%a0"),
		form_optional(form_money("amount", money_minor(500, usd),
	                                 money_minor(9000, usd), &m))));
	cr_expect_eq(money_to_minor(m), 7);
}

Test(form, a_password_keeps_its_blanks)
{
	const char *password;

	cr_assert(form_read(opened("password=+a+%c2%a0"),
	                    form_secret("password", 1, 20, &password)));
	cr_expect_str_eq(password, " a \xc2\xa0");
}

Test(form, fingerprints_tell_fields_apart)
{
	uint8_t a[32], b[32], c[32];

	form_fingerprint(opened("x=1&y=23&csrf=one"), a);
	form_fingerprint(opened("x=12&y=3&csrf=two"), b);
	form_fingerprint(opened("x=1&y=23&csrf=three"), c);
	cr_assert(memcmp(a, b, 32) != 0);
	cr_assert(memcmp(a, c, 32) == 0, "csrf is not part of it");
}

Test(form, too_many_or_too_long_fields_are_refused)
{
	struct arena *a = arena_process();
	struct text t = text_open(a, 4096);

	for (int i = 0; i <= FORM_FIELDS_MAX; i++)
		text_printf(&t, "f%d=1&", i);
	cr_assert_not_null(form_open(posted(t.p)));
	t = text_open(a, 16384);
	text_add_text(&t, "a=");
	for (int i = 0; i <= FORM_VALUE_MAX; i++)
		text_add_text(&t, "x");
	cr_assert_not_null(form_open(posted(t.p)));
}

Test(form, a_full_form_still_has_room_for_what_is_missing)
{
	struct text t = text_open(arena_process(), 4096);
	const char *a, *b;
	struct request *rq;

	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		text_printf(&t, "f%d=1&", i);
	rq = opened(t.p);
	cr_assert_not(form_read(rq, form_text("a", 1, 9, &a),
	                        form_secret("b", 1, 9, &b)));
	cr_assert_not_null(form_malformed(rq));
}
