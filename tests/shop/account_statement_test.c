/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "lib/shop.h"

Test(account_statement, every_movement_with_the_balance_after_it)
{
	struct browser *b = browser_of("ann", 1000);

	shop_product("sencha", 250, 5);
	buys(b, "sencha", 2);
	cr_assert_eq(visit(b, "/account/statement"), 200);
	cr_assert(sees(b, "Top-up") && sees(b, "$10.00"));
	cr_assert(sees(b, "Purchase") && sees(b, "$5.00"));
}

Test(account_statement, the_csv_has_opening_lines_and_closing)
{
	struct browser *b = browser_of("ann", 1000);

	shop_product("sencha", 250, 5);
	buys(b, "sencha", 1);
	cr_assert_eq(visit(b, "/account/statement.csv"), 200);
	cr_assert(strstr(header(b, "Content-Disposition"), "attachment"));
	cr_assert(sees(b, ",opening balance,,,,,0.00,USD\r\n"));
	cr_assert(sees(b, ",Purchase,,id "));
	cr_assert(sees(b, ",0.00,2.50,7.50,USD\r\n"));
	cr_assert(sees(b, ",closing balance,,,,,7.50,USD\r\n"));
}

Test(account_statement, a_month_before_the_account_is_empty_and_zero)
{
	struct browser *b = browser_of("ann", 1000);

	test_sql("UPDATE users SET created_at = NOW(3)");
	cr_assert_eq(visit(b, "/account/statement?month=1999-01"), 400);
	cr_assert_eq(visit(b, "/account/statement?month=2026-13"), 400);
	cr_assert_eq(visit(b, "/account/statement?month=%27"), 400);
}

Test(account_statement, shows_nothing_of_anybody_else)
{
	struct browser *ann = browser_of("ann", 1000);
	struct browser *bob = browser_of("bob", 7700);

	visit(ann, "/account/statement");
	cr_assert_not(sees(ann, "77.00"));
	visit(bob, "/account/statement");
	cr_assert(sees(bob, "77.00"));
}
