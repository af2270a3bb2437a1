/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "people.h"

#define HERE       "/account/security"
#define GOOD_TYPED "seventeen+teal+otters"

static struct browser *owner(const char *name)
{
	struct browser *b = person(name);

	cr_assert_eq(submit(b, HERE, "do=codes_kept"), 303);
	return b;
}

static int changes(struct browser *b, const char *current, const char *password)
{
	return submit(b, HERE,
	              arena_printf(shop_open()->arena,
	                           "do=password&current=%s&%s", current,
	                           credentials("ann", password, true)));
}

Test(account_security, is_for_its_owner)
{
	struct browser *b = browser_open();

	cr_expect_eq(visit(b, HERE), 303);
	cr_expect_eq(submit(b, HERE, "do=sign_out_all"), 303);
	cr_expect_str_eq(header(b, "Location"), "/login");
	b = owner("ann");
	cr_expect_eq(visit(b, HERE), 200);
	cr_expect(sees(b, "10 of 10 left"));
}

Test(account_security, a_new_password_ends_the_other_sessions)
{
	struct browser *here = owner("ann"), *there;

	there = signs_in("ann", GOOD_PASSWORD);
	cr_assert(is_in(there));
	cr_expect_eq(changes(here, "seventeen+teal+otters", OTHER_PASSWORD),
	             303);
	cr_expect(is_in(here));
	cr_expect_not(is_in(there));
	cr_expect_not(is_in(signs_in("ann", GOOD_PASSWORD)));
	cr_expect(is_in(signs_in("ann", OTHER_PASSWORD)));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'password-change'"),
	             1);
}

Test(account_security, the_old_password_is_asked_for)
{
	struct browser *b = owner("ann");

	cr_expect_eq(changes(b, "not+the+right+one", OTHER_PASSWORD), 422);
	cr_expect(sees(b, "Wrong password."));
	cr_expect_not(sees(b, "not the right one"));
	cr_expect_not(sees(b, OTHER_PASSWORD));
	cr_expect_eq(changes(b, "seventeen+teal+otters", "ann"), 422);
	cr_expect_eq(submit(b, HERE, "do=password"), 422);
	cr_expect(is_in(signs_in("ann", GOOD_PASSWORD)));
}

Test(account_security, a_thief_of_a_session_cannot_guess_for_long)
{
	struct browser *b = owner("ann");

	for (int i = 0; i < 10; i++)
		cr_expect_eq(changes(b, "not+the+right+one", OTHER_PASSWORD),
		             422);
	cr_expect_eq(changes(b, "seventeen+teal+otters", OTHER_PASSWORD), 429);
}

Test(account_security, signing_out_everywhere_leaves_no_session)
{
	struct browser *here = owner("ann"), *there;

	there = signs_in("ann", GOOD_PASSWORD);
	cr_expect_eq(submit(here, HERE, "do=sign_out_all"), 303);
	cr_expect_not(is_in(here));
	cr_expect_not(is_in(there));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'sign-out-everywhere'"),
	             1);
}

Test(account_security, new_codes_make_the_old_ones_useless)
{
	struct browser *b = person("ann"), *other;
	const char *old = code_on_page(b, 1), *new;
	struct arena *a = shop_open()->arena;

	submit(b, HERE, "do=codes_kept");
	cr_expect_eq(submit(b, HERE, "do=codes&proof=wrong+one+again"), 422);
	cr_expect_eq(submit(b, HERE, "do=codes&proof=seventeen+teal+otters"),
	             303);
	cr_assert_eq(visit(b, HERE), 200);
	new = code_on_page(b, 1);
	cr_expect_str_neq(old, new);
	other = browser_open();
	visit(other, "/recover");
	cr_expect_eq(
		submit(other, "/recover",
	               arena_printf(a, "code=%s&%s", old,
	                            credentials("ann", OTHER_PASSWORD, true))),
		422);
	cr_expect_eq(
		submit(other, "/recover",
	               arena_printf(a, "code=%s&%s", new,
	                            credentials("ann", OTHER_PASSWORD, true))),
		303);
}

Test(account_security, the_phone_is_set_up_with_a_code_and_off_with_one)
{
	struct browser *b = owner("ann");
	struct arena *a = shop_open()->arena;
	struct totp_secret secret = turns_totp_on(b);

	cr_assert_eq(visit(b, HERE), 200);
	cr_expect(sees(b, "It is on"));
	cr_expect_not(sees(b, totp_text(a, &secret)));
	cr_expect_eq(submit(b, HERE,
	                    "do=totp_disable&totp_proof=" GOOD_TYPED
	                    "&code=00000x"),
	             422);
	cr_expect_eq(submit(b, HERE,
	                    arena_printf(a,
	                                 "do=totp_disable&totp_proof=wrong+one"
	                                 "&code=%s",
	                                 totp_now(&secret, 0))),
	             422);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users"
	                         " WHERE totp_sealed IS NOT NULL"),
	             1);
	cr_expect_eq(
		submit(b, HERE,
	               arena_printf(a,
	                            "do=totp_disable&totp_proof=" GOOD_TYPED
	                            "&code=%s",
	                            totp_now(&secret, 0))),
		303);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users"
	                         " WHERE totp_sealed IS NULL"),
	             1);
	cr_expect(is_in(signs_in("ann", GOOD_PASSWORD)));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action IN ('totp-on', 'totp-off')"),
	             2);
}

/* Each wants a code that was not used before, and says so in its own form. */
static void wants_a_fresh_code(struct browser *b,
                               const struct totp_secret *secret,
                               const char *form, const char *field)
{
	struct arena *a = shop_open()->arena;
	const char *code = totp_now(secret, 0);
	const char *with = arena_printf(a, "%s&code=%s", form, code);

	test_sql("UPDATE users SET totp_step = 0");
	cr_expect_eq(submit(b, HERE, form), 422, "%s: no code", form);
	cr_expect(sees(b, arena_printf(a, "id=\"%s-error\"", field)), "%s",
	          form);
	cr_expect_eq(submit(b, HERE, arena_printf(a, "%s&code=00000x", form)),
	             422, "%s: a wrong one", form);
	test_sql(arena_printf(a, "UPDATE users SET totp_step = %lld",
	                      (long long)totp_step(clock_now()) + 1));
	cr_expect_eq(submit(b, HERE, with), 422, "%s: used before", form);
	test_sql("UPDATE users SET totp_step = 0");
	cr_expect_eq(submit(b, HERE, with), 303, "%s", form);
}

Test(account_security, with_a_phone_each_change_wants_a_fresh_code)
{
	struct browser *b = owner("ann");
	struct totp_secret secret = turns_totp_on(b);

	wants_a_fresh_code(b, &secret, "do=codes&proof=" GOOD_TYPED,
	                   "codes_code");
	submit(b, HERE, "do=codes_kept");
	wants_a_fresh_code(
		b, &secret,
		arena_printf(shop_open()->arena,
	                     "do=password&current=" GOOD_TYPED "&%s",
	                     credentials("ann", OTHER_PASSWORD, true)),
		"password_code");
	wants_a_fresh_code(b, &secret,
	                   "do=totp_disable&totp_proof=eleven+quiet+lanterns",
	                   "off_code");
	cr_expect_eq(changes(b, "eleven+quiet+lanterns", GOOD_PASSWORD), 303,
	             "without a phone nobody asks");
}

Test(account_security, a_session_and_the_password_give_no_recovery_codes)
{
	struct browser *thief = owner("ann"), *b = browser_open();
	struct arena *a = shop_open()->arena;
	struct totp_secret secret = turns_totp_on(thief);

	cr_expect_eq(submit(thief, HERE, "do=codes&proof=" GOOD_TYPED), 422);
	cr_assert_eq(visit(thief, HERE), 200);
	cr_expect_not(sees(thief, "<code>"));
	/* Nor another phone beside the one that is on. */
	cr_expect_eq(
		submit(thief, HERE, "do=totp_start&totp_proof=" GOOD_TYPED),
		303);
	cr_assert_eq(visit(thief, HERE), 200);
	cr_expect_not(sees(thief, "groups mono"));
	cr_assert_eq(visit(b, "/login"), 200);
	submit(b, "/login", credentials("ann", GOOD_PASSWORD, false));
	cr_expect_eq(submit(b, "/login",
	                    arena_printf(a, "step=%s&code=%s",
	                                 input_value(b, "step"),
	                                 totp_now(&secret, 0))),
	             303, "and the old phone still counts");
}

Test(account_security, a_wrong_code_does_not_turn_the_phone_on)
{
	struct browser *b = owner("ann");

	cr_expect_eq(submit(b, HERE, "do=totp_confirm&code=123456"), 303,
	             "nothing is being set up");
	submit(b, HERE, "do=totp_start&totp_proof=seventeen+teal+otters");
	cr_expect_eq(submit(b, HERE, "do=totp_confirm&code=12345x"), 422);
	cr_expect(sees(b, "groups mono"), "it goes on being set up");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users"
	                         " WHERE totp_sealed IS NOT NULL"),
	             0);
}

Test(account_security, a_borrowed_browser_cannot_set_up_a_phone)
{
	struct browser *b = owner("ann");

	cr_expect_eq(submit(b, HERE, "do=totp_start"), 422);
	cr_expect_eq(submit(b, HERE, "do=totp_start&totp_proof=wrong+word"),
	             422);
	visit(b, HERE);
	cr_expect_not(sees(b, "groups mono"));
}

Test(account_security, what_it_does_not_know_is_refused)
{
	struct browser *b = owner("ann");

	cr_expect_eq(submit(b, HERE, ""), 400);
	cr_expect_eq(submit(b, HERE, "do=become_admin"), 400);
	cr_expect_eq(submit(b, HERE, "do=totp_start&do=totp_start"), 400);
	cr_expect_eq(submit(b, HERE, "do=totp_start&current=x"), 400);
	cr_expect_eq(submit(b, HERE, "do=sign_out_all&user_id=2"), 400);
	cr_expect(is_in(b));
}
