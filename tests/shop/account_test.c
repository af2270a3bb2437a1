/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "people.h"

Test(account, shows_what_is_new_once)
{
	struct browser *b = person("ann");

	test_sql("INSERT INTO outbox (kind, user_id, subject, amount, currency)"
	         " SELECT 'deposit_credited', id, 'AAAAAAAAAAAAAAAAAAAAAA',"
	         " 1250, 'USD' FROM users");
	test_sql("INSERT INTO notices (outbox_id, user_id, kind, subject,"
	         " amount, currency, created_at)"
	         " SELECT id, user_id, kind, subject, amount, currency,"
	         " created_at FROM outbox");
	cr_assert_eq(visit(b, "/account"), 200);
	cr_expect(sees(b, "$12.50 was added"));
	cr_expect(sees(b, "/deposit/AAAAAAAAAAAAAAAAAAAAAA"));
	cr_expect(sees(b, "Hello, ann"));
	cr_assert_eq(visit(b, "/account"), 200);
	cr_expect_not(sees(b, ">new</b>"));
}

Test(account, warns_when_there_are_no_codes)
{
	struct browser *b = person("ann");

	cr_assert_eq(visit(b, "/account"), 200);
	cr_expect_not(sees(b, "You have no recovery codes"));
	test_sql("UPDATE recovery_codes SET used_at = NOW(3)");
	cr_assert_eq(visit(b, "/account"), 200);
	cr_expect(sees(b, "You have no recovery codes"));
}
