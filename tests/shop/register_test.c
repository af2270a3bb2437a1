/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "people.h"
#include "settings.h"

static int64_t users(void)
{
	return test_number("SELECT COUNT(*) FROM users");
}

static int tries(struct browser *b, const char *fields)
{
	cr_assert_eq(visit(b, "/register"), 200);
	return submit(b, "/register", fields);
}

Test(register, opens_an_account_with_codes_and_signs_in)
{
	struct browser *b = person("ann");

	cr_expect(sees(b, "Your recovery codes"));
	cr_expect_eq(strlen(code_on_page(b, 10)), 19);
	cr_expect(is_in(b));
	cr_expect_eq(users(), 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users u JOIN accounts a"
	                         " ON a.id = u.account_id"
	                         " WHERE u.name = 'ann' AND a.kind = 'user'"),
	             1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM recovery_codes"), 10);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'register'"),
	             1);
}

Test(register, the_codes_survive_a_reload_until_they_are_kept)
{
	struct browser *b = person("ann");
	const char *first = code_on_page(b, 1);

	cr_assert_eq(visit(b, "/account/security"), 200);
	cr_expect_str_eq(code_on_page(b, 1), first);
	cr_assert_eq(submit(b, "/account/security", "do=codes_kept"), 303);
	cr_expect_str_eq(header(b, "Location"), "/");
	cr_assert_eq(visit(b, "/account/security"), 200);
	cr_expect_not(sees(b, first));
	cr_expect(sees(b, "10 of 10 left"));
}

Test(register, goes_on_to_where_the_visitor_was)
{
	struct browser *b = browser_open();

	visit(b, "/register?next=/cart");
	cr_expect_str_eq(input_value(b, "next"), "/cart");
	cr_assert_eq(
		submit(b, "/register",
	               arena_printf(shop_open()->arena, "%s&next=/cart",
	                            credentials("ann", GOOD_PASSWORD, true))),
		303);
	submit(b, "/account/security", "do=codes_kept");
	cr_expect_str_eq(header(b, "Location"), "/cart");
}

Test(register, a_name_is_had_once_in_whatever_case)
{
	struct browser *b;

	person("ann");
	b = browser_open();
	cr_expect_eq(tries(b, credentials("ANN", OTHER_PASSWORD, true)), 422);
	cr_expect(sees(b, "That name is taken."));
	cr_expect_eq(users(), 1);
}

Test(register, some_names_cannot_be_had)
{
	static const char *const NAMES[] = {
		"an",       "admin",     "Support",
		"-ann",     ".ann",      "ann+lee",
		"%C3%A4nn", "ann%2Flee", "abcdefghijklmnopqrstuvwxyz0123456",
	};
	struct browser *b = browser_open();

	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		cr_expect_eq(
			tries(b, credentials(NAMES[i], GOOD_PASSWORD, true)),
			422, "%s", NAMES[i]);
	cr_expect_eq(users(), 0);
	cr_expect_eq(tries(b, credentials("an.n-le_e", GOOD_PASSWORD, true)),
	             303);
}

Test(register, a_refused_form_keeps_the_name_but_no_password)
{
	struct browser *b = browser_open();

	cr_expect_eq(tries(b, "user=ann&password=unusual+&again=unusual+"),
	             422);
	cr_expect_str_eq(input_value(b, "user"), "ann");
	cr_expect_not(sees(b, "unusual"));
	cr_expect(sees(b, "At least 12"));
	cr_expect_eq(tries(b, "user=ann&password=seventeen+teal+otters"
	                      "&again=seventeen+teal+otter"),
	             422);
	cr_expect(sees(b, "That is not the same."));
	cr_expect_eq(tries(b, credentials("ann", "password1234", true)), 422);
	cr_expect_eq(users(), 0);
}

Test(register, a_field_it_does_not_know_or_sees_twice_is_refused)
{
	struct browser *b = browser_open();
	struct arena *a = shop_open()->arena;
	const char *good = credentials("ann", GOOD_PASSWORD, true);

	cr_expect_eq(tries(b, arena_printf(a, "%s&role=admin", good)), 400);
	cr_expect_eq(tries(b, arena_printf(a, "%s&top_up_amount=9", good)),
	             400);
	cr_expect_eq(tries(b, arena_printf(a, "%s&user=bob", good)), 400);
	cr_expect_eq(tries(b, "user=ann&password=seventeen%00teal+otters"
	                      "&again=seventeen%00teal+otters"),
	             400);
	cr_expect_eq(users(), 0);
}

Test(register, a_network_opens_only_so_many_in_an_hour)
{
	struct browser *b;

	shop_open();
	cr_assert_null(settings_set("register_hourly", "1"));
	person("ann");
	b = browser_open();
	cr_expect_eq(tries(b, credentials("bob", GOOD_PASSWORD, true)), 429);
	cr_expect_eq(users(), 1);
}

Test(register, says_that_it_is_busy_when_no_seat_is_free)
{
	struct browser *b = browser_open();

	cr_assert_null(settings_set("run_dir", "/nonexistent"));
	cr_expect_eq(tries(b, credentials("ann", GOOD_PASSWORD, true)), 503);
	cr_expect_str_neq(header(b, "Retry-After"), "");
	cr_expect_eq(users(), 0);
}

/* --- each defence against forged forms, alone --------------------------- */

#define OURS "HTTP_ORIGIN=http://127.0.0.1:8080"
#define SAME "HTTP_SEC_FETCH_SITE=same-origin"

static const char *with_token(struct browser *b)
{
	cr_assert_eq(visit(b, "/register"), 200);
	return arena_printf(shop_open()->arena, "csrf=%s&%s",
	                    input_value(b, "csrf"),
	                    credentials("ann", GOOD_PASSWORD, true));
}

Test(register, each_defence_against_a_forged_form_holds_alone)
{
	static const char *const NONE[] = {NULL};
	static const char *const HEADERS[] = {OURS, SAME, NULL};
	static const char *const EVIL_ORIGIN[] = {
		"HTTP_ORIGIN=https://evil.example", SAME, NULL};
	static const char *const EVIL_SITE[] = {
		OURS, "HTTP_SEC_FETCH_SITE=cross-site", NULL};
	static const char *const NULL_ORIGIN[] = {"HTTP_ORIGIN=null", NULL};
	struct browser *b = browser_open(), *stranger = browser_open();
	const char *bare = credentials("ann", GOOD_PASSWORD, true);
	const char *full = with_token(b);
	const char *theirs = with_token(stranger);

	cr_expect_eq(submit_raw(b, "/register", bare, HEADERS), 403,
	             "the headers without the token");
	cr_expect_eq(submit_raw(b, "/register", theirs, HEADERS), 403,
	             "the token of another session");
	cr_expect_eq(submit_raw(b, "/register", full, EVIL_ORIGIN), 403,
	             "another Origin");
	cr_expect_eq(submit_raw(b, "/register", full, NULL_ORIGIN), 403,
	             "an Origin that is hidden");
	cr_expect_eq(submit_raw(b, "/register", full, EVIL_SITE), 403,
	             "another site");
	b->cookie[0] = '\0';
	cr_expect_eq(submit_raw(b, "/register", full, NONE), 403,
	             "no session and no header");
	cr_expect_eq(users(), 0);
	full = with_token(b);
	cr_expect_eq(submit_raw(b, "/register", full, NONE), 303,
	             "the token alone, from an old browser");
}

Test(register, what_nobody_sees_is_named)
{
	struct browser *b = browser_open();

	cr_expect_eq(tries(b, "user=ann%E2%80%8F&password=long%20enough%20words"
	                      "&again=long%20enough%20words"),
	             422);
	cr_expect(sees(b, "U+200F right-to-left mark"));
	cr_expect_eq(tries(b, "user=an%EF%BB%BFn&password=long%20enough%20words"
	                      "&again=long%20enough%20words"),
	             422);
	cr_expect(sees(b, "U+FEFF byte order mark"));
	cr_expect_eq(users(), 0);
}
