/* SPDX-License-Identifier: MIT */
#include "identity/identity.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "catalog/unit.h"
#include "cli/migrate.h"
#include "db/db.h"
#include "lib/shop.h"
#include "open.h"
#include "payment/payment_gateway.h"
#include "redis/keys.h"
#include "settings.h"
#include "user/user.h"

enum { TEXT_MOST = 4096 };

static char said[TEXT_MOST];
static char *complained; /* seen by the parent too */

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

/* A key that is not the shop's. */
static void other_key(const char *setting)
{
	const char *path =
		arena_printf(shop_open()->arena, "%s/other.key", shop_dir());
	FILE *f = fopen(path, "we");

	cr_assert(f);
	for (int i = 0; i < 64; i++)
		fputc('7', f);
	fclose(f);
	chmod(path, 0400);
	set(setting, path);
}

/* `cointill migrate` of the operator, a process of its own as it is. */
static int migrate(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		struct command_context c = {.arena = shop_open()->arena};
		char *argv[] = {arena_text(c.arena, "migrate"), NULL};

		c.out = fmemopen(said, sizeof(said), "w");
		c.err = fmemopen(complained, TEXT_MOST, "w");
		status = cli_migrate(&c, 1, argv);
		fclose(c.out);
		fclose(c.err);
		_exit(status);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A shop as it was before databases had an identity. */
static void old_shop(void)
{
	shop_open();
	complained = mmap(NULL, TEXT_MOST, PROT_READ | PROT_WRITE,
	                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_neq(complained, MAP_FAILED);
	set("db_socket", test_db_socket());
	set("db_name", test_login()->name);
	set("db_user_migrate", "root");
	set("db_user_shop", "root");
	test_sql("DELETE FROM shop");
	test_sql("DELETE FROM shop_keys");
}

/* Not by way of what this test has to do at its own exit. */
static void leave(int status, void *unused)
{
	(void)unused;
	_exit(status);
}

/* The exit status of a program that does what all programs do at their start:
 * open their keys and ask MariaDB something. */
static int program(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		bool keys = unit_keys_open(setting_text(SET_UNIT_KEY_FILE)) &&
		            user_open();

		on_exit(leave, NULL);
		_exit(keys && db_alive(open_db(SET_DB_USER_SHOP)) ? 0 : 3);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(identity, is_written_once_and_says_nothing_of_the_keys)
{
	old_shop();
	cr_expect_neq(program(), 0, "without one no program runs");
	cr_assert_eq(migrate(), 0, "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop WHERE currency ="
	                         " 'USD' AND LENGTH(epoch) = 22"),
	             1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop_keys"), 3);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop_keys WHERE"
	                         " HEX(check_value) LIKE '%00010203%'"),
	             0);
	test_sql("CREATE TABLE kept SELECT epoch FROM shop");
	cr_assert_eq(migrate(), 0, "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop JOIN kept"
	                         " USING (epoch)"),
	             1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop_keys"), 3);
	cr_expect_eq(program(), 0);
}

Test(identity, another_currency_stops_every_program)
{
	old_shop();
	cr_assert_eq(migrate(), 0, "%s", complained);
	set("currency", "EUR");
	cr_expect_eq(program(), EXIT_FAILURE);
	cr_expect_eq(migrate(), 1);
	cr_expect(strstr(complained, "put `currency = USD` back"), "%s",
	          complained);
}

Test(identity, a_shop_of_before_keeps_the_currency_of_its_ledger)
{
	old_shop();
	set("currency", "EUR");
	cr_expect_eq(migrate(), 1);
	cr_expect(strstr(complained, "is of a shop in USD"), "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop"), 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM accounts"
	                         " WHERE currency <> 'USD'"),
	             0);
	cr_expect_neq(program(), 0);
}

Test(identity, another_key_stops_the_programs_that_open_it)
{
	static const char *const OPENED[] = {"app_key_file", "unit_key_file"};

	old_shop();
	cr_assert_eq(migrate(), 0, "%s", complained);
	for (size_t i = 0; i < 2; i++) {
		enum setting s = i ? SET_UNIT_KEY_FILE : SET_APP_KEY_FILE;
		const char *right =
			arena_text(shop_open()->arena, setting_text(s));

		other_key(OPENED[i]);
		cr_expect_eq(program(), EXIT_FAILURE, "%s", OPENED[i]);
		cr_expect_eq(migrate(), 1, "%s", OPENED[i]);
		cr_expect(strstr(complained, "put the right file back"), "%s",
		          complained);
		set(OPENED[i], right);
		unlink(arena_printf(shop_open()->arena, "%s/other.key",
		                    shop_dir()));
	}
	other_key("callback_key_file");
	cr_expect_eq(program(), 0, "it never opens that one");
	cr_expect_eq(migrate(), 1);
	cr_expect(strstr(complained, "callback"), "%s", complained);
}

/* In either order: a command opens its keys when it needs them. */
Test(identity, a_key_that_is_opened_later_is_compared_too)
{
	struct shop *s = shop_open();

	old_shop();
	cr_assert_eq(migrate(), 0, "%s", complained);
	cr_assert(payment_gateway_open(true));
	cr_assert_null(identity_fault(s->db, s->arena));
	other_key("unit_key_file");
	cr_expect_not(unit_keys_open(setting_text(SET_UNIT_KEY_FILE)));
	cr_expect(strstr(identity_fault(s->db, s->arena),
	                 "nobody can open the units"));
}

/* The operator changed the key before there were identities. */
Test(identity, a_key_that_opens_no_unit_is_not_written_down)
{
	shop_product("sencha", 100, 2);
	old_shop();
	other_key("unit_key_file");
	cr_expect_eq(migrate(), 1);
	cr_expect(strstr(complained, "does not open the units"), "%s",
	          complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop"), 0);
}

Test(identity, a_key_that_is_not_here_is_left_out)
{
	old_shop();
	set("callback_key_file", "/nowhere/callback.key");
	cr_expect_eq(migrate(), 0, "%s", complained);
	cr_expect(strstr(complained, "/nowhere/callback.key cannot be read"),
	          "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM shop_keys"), 2);
	cr_expect_eq(program(), 0);
}

Test(identity, sessions_are_of_its_epoch_which_changes_and_its_currency_not)
{
	struct shop *s = shop_open();

	old_shop();
	cr_assert_eq(migrate(), 0, "%s", complained);
	test_sql("UPDATE shop SET epoch = 'another'");
	cr_assert_null(identity_fault(s->db, s->arena));
	cr_expect_str_eq(key_epoch(), "another");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM"
	                         " information_schema.TRIGGERS WHERE"
	                         " TRIGGER_SCHEMA = DATABASE() AND"
	                         " TRIGGER_NAME = 'shop_keeps_its_currency'"),
	             1);
}
