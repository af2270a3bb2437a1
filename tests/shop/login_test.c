/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "people.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

static int tries(struct browser *b, const char *name, const char *password)
{
	cr_assert_eq(visit(b, "/login"), 200);
	return submit(b, "/login", credentials(name, password, false));
}

static const char *body(const struct browser *b)
{
	return arena_bytes(shop_open()->arena, b->reply->body.p,
	                   b->reply->body.len);
}

Test(login, lets_the_owner_in_and_nobody_else)
{
	struct browser *b = browser_open();

	person("ann");
	cr_expect_eq(tries(b, "ann", OTHER_PASSWORD), 422);
	cr_expect_not(is_in(b));
	cr_expect_eq(tries(b, "Ann", GOOD_PASSWORD), 303);
	cr_expect_str_eq(header(b, "Location"), "/");
	cr_expect(is_in(b));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'login'"),
	             1);
}

Test(login, an_unknown_name_is_answered_as_a_wrong_password)
{
	struct browser *b = browser_open();
	const char *unknown, *wrong;

	person("ann");
	cr_expect_eq(tries(b, "ann", OTHER_PASSWORD), 422);
	wrong = body(b);
	cr_expect_eq(tries(b, "bob", OTHER_PASSWORD), 422);
	unknown = body(b);
	/* The pages differ in the name that was typed and nothing else. */
	cr_expect_eq(strlen(wrong) - strlen("ann"),
	             strlen(unknown) - strlen("bob"));
	for (size_t i = 0; wrong[i]; i++)
		if (wrong[i] != unknown[i])
			cr_assert(strchr("annbob", wrong[i]), "at %s",
			          wrong + i);
	cr_expect_not(strstr(wrong, OTHER_PASSWORD));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'login-failed'"),
	             2, "both cost a commit, so neither is faster");
}

Test(login, a_planted_session_is_never_adopted)
{
	static const char PLANTED[] =
		"sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct browser *b = browser_open(), *thief = browser_open();
	char before[256];

	person("ann");
	memcpy(b->cookie, PLANTED, sizeof(PLANTED));
	cr_assert_eq(visit(b, "/login"), 200);
	cr_expect_str_neq(b->cookie, PLANTED);
	memcpy(before, b->cookie, sizeof(before));
	memcpy(thief->cookie, before, sizeof(before));
	cr_assert_eq(
		submit(b, "/login", credentials("ann", GOOD_PASSWORD, false)),
		303);
	cr_expect_str_neq(b->cookie, before, "a new id at sign in");
	cr_expect(is_in(b));
	cr_expect_not(is_in(thief), "the id of before opens nothing");
}

Test(login, redis_holds_no_value_of_a_cookie)
{
	struct browser *b = person("ann");
	struct shop *s = shop_open();
	const char *id = browser_cookie(b, "sid"), *code;
	const struct answer *keys;

	cr_assert_eq(visit(b, "/account/security"), 200);
	code = code_on_page(b, 1);
	keys = test_keys(s->redis, s->arena,
	                 arena_printf(s->arena, "%s*", key_prefix()));
	cr_assert_gt(keys->n, 2);
	for (size_t i = 0; i < keys->n; i++) {
		struct slice key = keys->item[i]->s;
		const struct answer *dump =
			redis_ask(s->redis, s->arena, WORDS(word("DUMP"), key));

		cr_expect_null(memmem(key.p, key.len, id, strlen(id)));
		cr_expect_null(memmem(dump->s.p, dump->s.len, id, strlen(id)));
		cr_expect_null(
			memmem(dump->s.p, dump->s.len, code, strlen(code)));
	}
}

Test(login, ten_failures_make_one_wait_even_with_the_right_password)
{
	struct browser *b = browser_open();

	person("ann");
	for (int i = 0; i < 10; i++)
		cr_assert_eq(tries(b, "ann", OTHER_PASSWORD), 422, "try %d", i);
	cr_expect_eq(tries(b, "ann", GOOD_PASSWORD), 429);
	cr_expect_str_neq(header(b, "Retry-After"), "");
	cr_expect_eq(tries(b, "ANN", GOOD_PASSWORD), 429);
}

Test(login, a_network_cannot_spray_over_many_names)
{
	struct browser *b = browser_open();
	char name[32];

	cr_assert_null(settings_set("network_tries", "5"));
	person("ann");
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "buyer%d", i);
		cr_assert_eq(tries(b, name, GOOD_PASSWORD), 422);
	}
	cr_expect_eq(tries(b, "ann", GOOD_PASSWORD), 429);
}

Test(login, right_ones_do_not_use_up_the_network)
{
	cr_assert_null(settings_set("network_tries", "2"));
	cr_assert_null(settings_set("login_tries", "2"));
	person("ann");
	for (int i = 0; i < 4; i++)
		cr_expect(is_in(signs_in("ann", GOOD_PASSWORD)), "%d", i);
}

Test(login, leads_only_to_paths_of_ours)
{
	static const char *const EVIL[] = {
		"//evil.example",
		"/%5Cevil.example",
		"/%5C/evil.example",
		"https://evil.example",
		"%5C%5Cevil.example",
		"javascript:alert(1)",
		"/%09/evil.example",
		"/%0D%0ASet-Cookie:+a=b",
		"/cart%7F",
		"cart",
		"",
		"+//evil.example",
		"///evil.example",
		"/+/evil",
	};
	struct arena *a = shop_open()->arena;

	person("ann");
	for (size_t i = 0; i < sizeof(EVIL) / sizeof(EVIL[0]); i++) {
		struct browser *b = browser_open();

		if (visit(b, arena_printf(a, "/login?next=%s", EVIL[i])) == 200)
			cr_expect_str_eq(input_value(b, "next"), "/", "%s",
			                 EVIL[i]);
		submit(b, "/login",
		       arena_printf(a, "%s&next=%s",
		                    credentials("ann", GOOD_PASSWORD, false),
		                    EVIL[i]));
		cr_expect(b->reply->status == 400 || b->reply->status == 422 ||
		                  !strcmp(header(b, "Location"), "/"),
		          "%s: %d %s", EVIL[i], b->reply->status,
		          header(b, "Location"));
	}
}

Test(login, goes_back_to_the_page_that_asked)
{
	struct browser *b = browser_open();
	struct arena *a = shop_open()->arena;

	person("ann");
	cr_assert_eq(visit(b, "/orders"), 303);
	cr_expect_str_eq(header(b, "Location"), "/login?next=/orders");
	visit(b, header(b, "Location"));
	cr_expect_str_eq(input_value(b, "next"), "/orders");
	submit(b, "/login",
	       arena_printf(a, "%s&next=/orders",
	                    credentials("ann", GOOD_PASSWORD, false)));
	cr_expect_str_eq(header(b, "Location"), "/orders");
}

Test(login, the_guests_cart_comes_along)
{
	struct browser *b = browser_open();

	shop_product("sencha", 250, 5);
	person("ann");
	cr_assert_eq(submit(b, "/cart", "product=sencha&quantity=2"), 303);
	cr_assert_eq(tries(b, "ann", GOOD_PASSWORD), 303);
	visit(b, "/cart");
	cr_expect(sees(b, "sencha"));
}

Test(login, asks_for_the_code_and_takes_it_once)
{
	struct arena *a = shop_open()->arena;
	struct totp_secret secret = turns_totp_on(person("ann"));
	struct browser *b = signs_in("ann", GOOD_PASSWORD), *other;
	const char *form, *code = totp_now(&secret, 0);

	cr_expect_eq(b->reply->status, 200);
	cr_expect_not(sees(b, GOOD_PASSWORD));
	form = arena_printf(a, "step=%s&code=%s", input_value(b, "step"), code);
	cr_expect_not(is_in(b), "the password alone is not enough");
	other = browser_open();
	visit(other, "/login");
	cr_expect_eq(submit(other, "/login", form), 422,
	             "the step of another browser");
	cr_expect_not(is_in(other));
	cr_expect_eq(submit(b, "/login", form), 303);
	cr_expect(is_in(b));
	b = signs_in("ann", GOOD_PASSWORD);
	form = arena_printf(a, "step=%s&code=%s", input_value(b, "step"), code);
	cr_expect_eq(submit(b, "/login", form), 422, "the same code again");
	cr_expect_not(is_in(b));
}

Test(login, a_forged_step_is_nobody)
{
	struct totp_secret secret = turns_totp_on(person("ann"));
	struct arena *a = shop_open()->arena;
	struct browser *b = signs_in("ann", GOOD_PASSWORD);
	char *step = arena_text(a, input_value(b, "step"));

	step[40] = step[40] == '0' ? '1' : '0';
	cr_expect_eq(submit(b, "/login",
	                    arena_printf(a, "step=%s&code=%s", step,
	                                 totp_now(&secret, 0))),
	             422);
	cr_expect_eq(submit(b, "/login", "step=00&code=000000"), 422);
	cr_expect_eq(submit(b, "/login", "step=zz&code=000000"), 422);
	cr_expect_not(is_in(b));
}

Test(login, codes_cannot_be_guessed_for_long)
{
	struct totp_secret secret = turns_totp_on(person("ann"));
	struct arena *a = shop_open()->arena;
	struct browser *b;
	const char *step;

	b = signs_in("ann", GOOD_PASSWORD);
	step = input_value(b, "step");
	for (int i = 0; i < 5; i++)
		cr_expect_eq(
			submit(b, "/login",
		               arena_printf(a, "step=%s&code=00000x", step)),
			422);
	cr_expect_eq(submit(b, "/login",
	                    arena_printf(a, "step=%s&code=%s", step,
	                                 totp_now(&secret, 0))),
	             429);
}

Test(login, unknown_and_doubled_fields_are_refused)
{
	struct arena *a = shop_open()->arena;
	struct browser *b = browser_open();
	const char *good = credentials("ann", GOOD_PASSWORD, false);

	person("ann");
	visit(b, "/login");
	cr_expect_eq(submit(b, "/login", arena_printf(a, "%s&admin=1", good)),
	             400);
	cr_expect_eq(submit(b, "/login", arena_printf(a, "%s&user=ann", good)),
	             400);
	cr_expect_not(is_in(b));
}
