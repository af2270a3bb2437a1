/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <mysql.h>
#include <string.h>
#include "db/db.h"
#include "lib/shop.h"

/* A misspelt column fails here, without a test of its own. */
Test(statements, every_one_prepares_against_the_migrated_schema)
{
	MYSQL *my = mysql_init(NULL);
	size_t prepared = 0;

	shop_open();
	cr_assert(mysql_real_connect(my, NULL, "root", NULL, test_login()->name,
	                             0, test_db_socket(), 0));
	for (size_t i = 0; i < statements_count(); i++) {
		const struct statement *s = statements_first()[i];
		MYSQL_STMT *stmt;

		/* Tests have statements of their own; so has the sandbox,
		 * for its own schema. */
		if (strstr(s->place, "tests/") || strstr(s->place, "sandbox/"))
			continue;
		stmt = mysql_stmt_init(my);
		cr_expect(!mysql_stmt_prepare(stmt, s->sql, strlen(s->sql)),
		          "%s: %s", s->place, mysql_stmt_error(stmt));
		mysql_stmt_close(stmt);
		prepared++;
	}
	mysql_close(my);
	cr_assert_gt(prepared, 60, "where are the statements?");
}
