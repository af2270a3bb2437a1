/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "people.h"

static int recovers(struct browser *b, const char *name, const char *code,
                    const char *password)
{
	cr_assert_eq(visit(b, "/recover"), 200);
	return submit(b, "/recover",
	              arena_printf(shop_open()->arena, "code=%s&%s", code,
	                           credentials(name, password, true)));
}

Test(recover, a_code_gives_a_new_password_and_ends_all_sessions)
{
	struct browser *old = person("ann"), *b = browser_open();
	const char *code = code_on_page(old, 3);

	cr_expect_eq(recovers(b, "ann", code, OTHER_PASSWORD), 303);
	cr_expect(is_in(b));
	cr_expect_not(is_in(old));
	cr_expect_not(is_in(signs_in("ann", GOOD_PASSWORD)));
	cr_expect(is_in(signs_in("ann", OTHER_PASSWORD)));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'recovery'"),
	             1);
}

Test(recover, a_code_works_once)
{
	const char *code = code_on_page(person("ann"), 1);
	struct browser *b = browser_open();

	cr_expect_eq(recovers(browser_open(), "ann", code, OTHER_PASSWORD),
	             303);
	cr_expect_eq(recovers(b, "ann", code, GOOD_PASSWORD), 422);
	cr_expect_not(is_in(b));
	cr_expect_not(is_in(signs_in("ann", GOOD_PASSWORD)));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM recovery_codes"
	                         " WHERE used_at IS NOT NULL"),
	             1);
}

Test(recover, a_code_may_be_typed_as_people_copy_it)
{
	char *code =
		arena_text(shop_open()->arena, code_on_page(person("ann"), 1));
	struct text sloppy = text_open(shop_open()->arena, 32);

	for (const char *p = code; *p; p++) {
		char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;

		if (c == '0')
			c = 'O';
		else if (c == '1')
			c = 'l';
		else if (c == '-')
			c = '+';
		text_add(&sloppy, (struct slice){&c, 1});
	}
	text_add_text(&sloppy, "%c2%a0");
	cr_expect_eq(recovers(browser_open(), "Ann", sloppy.p, OTHER_PASSWORD),
	             303, "%s", sloppy.p);
}

Test(recover, another_ones_code_opens_nothing)
{
	const char *code = code_on_page(person("ann"), 1);

	person("bob");
	cr_expect_eq(recovers(browser_open(), "bob", code, OTHER_PASSWORD),
	             422);
	cr_expect_eq(recovers(browser_open(), "ann", "0000-0000-0000-0000",
	                      OTHER_PASSWORD),
	             422);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM recovery_codes"
	                         " WHERE used_at IS NOT NULL"),
	             0);
}

Test(recover, an_unknown_name_is_answered_as_a_wrong_code)
{
	struct browser *ann = browser_open(), *bob = browser_open();

	person("ann");
	cr_expect_eq(
		recovers(ann, "ann", "0000-0000-0000-0000", OTHER_PASSWORD),
		422);
	cr_expect_eq(
		recovers(bob, "bob", "0000-0000-0000-0000", OTHER_PASSWORD),
		422);
	cr_expect_eq(ann->reply->body.len, bob->reply->body.len);
	cr_expect(sees(ann, "Wrong username or recovery code."));
	cr_expect(sees(bob, "Wrong username or recovery code."));
}

Test(recover, a_weak_password_does_not_cost_the_code)
{
	const char *code = code_on_page(person("ann"), 1);

	cr_expect_eq(recovers(browser_open(), "ann", code, "short"), 422);
	cr_expect_eq(recovers(browser_open(), "ann", code, "password1234"),
	             422);
	cr_expect_eq(recovers(browser_open(), "ann", code, OTHER_PASSWORD),
	             303);
}

Test(recover, turns_the_phone_off)
{
	struct browser *b = person("ann");
	const char *code = code_on_page(b, 1);

	turns_totp_on(b);
	cr_assert_eq(recovers(browser_open(), "ann", code, OTHER_PASSWORD),
	             303);
	cr_expect(is_in(signs_in("ann", OTHER_PASSWORD)));
}

Test(recover, wrong_codes_are_turned_away_and_a_right_one_never_is)
{
	const char *code = code_on_page(person("ann"), 1);
	struct browser *b = browser_open();

	for (int i = 0; i < 10; i++)
		cr_assert_eq(recovers(b, "ann", "0000-0000-0000-0000",
		                      OTHER_PASSWORD),
		             422);
	cr_expect_eq(recovers(b, "ann", "0000-0000-0000-0000", OTHER_PASSWORD),
	             429);
	cr_expect_eq(recovers(b, "ann", code, OTHER_PASSWORD), 303);
	cr_expect(is_in(b));
}

Test(recover, unknown_fields_are_refused)
{
	struct browser *b = browser_open();

	visit(b, "/recover");
	cr_expect_eq(
		submit(b, "/recover",
	               arena_printf(shop_open()->arena, "code=x&id=1&%s",
	                            credentials("ann", OTHER_PASSWORD, true))),
		400);
}
