/* SPDX-License-Identifier: MIT */
#include "db/migrate.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../lib/services.h"
#include "db/db.h"

static struct db *db;
static char made[] = "/tmp/ct-migrate-XXXXXX";
static const char *dir = made;
static char said[4096], complained[4096];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(made));
	db = db_open(test_login());
}

static void tear_down(void)
{
	static const char *const FILES[] = {"0001-tea.sql", "0002-cup.sql",
	                                    "0002-mug.sql", "0003-pot.sql",
	                                    "schema.sql",   "grants.sql"};
	char path[256];

	db_close(db);
	for (size_t i = 0; i < sizeof(FILES) / sizeof(*FILES); i++) {
		snprintf(path, sizeof(path), "%s/%s", made, FILES[i]);
		unlink(path);
	}
	rmdir(made);
}

TestSuite(migrate, .init = set_up, .fini = tear_down, .timeout = 60);

static void put_file(const char *name, const char *sql)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	cr_assert_not_null(f);
	fputs(sql, f);
	fclose(f);
}

static bool migrate(void)
{
	FILE *out = fmemopen(said, sizeof(said), "w");
	FILE *err = fmemopen(complained, sizeof(complained), "w");
	bool ok;

	memset(said, 0, sizeof(said));
	memset(complained, 0, sizeof(complained));
	ok = migrate_run(db, dir, out, err);
	fclose(out);
	fclose(err);
	return ok;
}

static void put_two_files(void)
{
	put_file("0001-tea.sql",
	         "-- tea\n"
	         "CREATE TABLE IF NOT EXISTS tea (id INT PRIMARY KEY);\n"
	         "INSERT IGNORE INTO tea VALUES (1);\n"
	         "SELECT * FROM tea;\n-- that is all\n");
	put_file("0002-cup.sql",
	         "CREATE TABLE IF NOT EXISTS cup (id INT PRIMARY KEY);");
	put_file("schema.sql", "nonsense");
	put_file("grants.sql", "nonsense");
}

Test(migrate, applies_what_is_missing_once)
{
	put_two_files();
	cr_assert_not(migrate_is_done(db, dir));
	cr_assert(migrate(), "%s", complained);
	cr_assert_str_eq(said, "applied 0001-tea.sql\napplied 0002-cup.sql\n");
	cr_assert(migrate_is_done(db, dir));
	cr_assert(test_number("SELECT COUNT(*) FROM tea") == 1);
	cr_assert(migrate());
	cr_assert_str_eq(said, "");
	put_file("0003-pot.sql", "CREATE TABLE pot (id INT PRIMARY KEY)");
	cr_assert_not(migrate_is_done(db, dir));
	cr_assert(migrate());
	cr_assert_str_eq(said, "applied 0003-pot.sql\n");
	cr_assert(test_number("SELECT COUNT(*) FROM schema_migrations"
	                      " WHERE applied_at > NOW(3) - INTERVAL 1 MINUTE"
	                      "   AND LENGTH(sha256) = 64") == 3);
}

Test(migrate, goes_on_where_it_was_stopped)
{
	put_two_files();
	put_file("0002-cup.sql",
	         "CREATE TABLE IF NOT EXISTS cup (id INT PRIMARY KEY);\n"
	         "INSERT INTO missing VALUES (1);\n"
	         "CREATE TABLE never (id INT PRIMARY KEY);\n");
	cr_assert_not(migrate());
	cr_assert_not_null(strstr(complained, "0002-cup.sql"));
	cr_assert_not_null(strstr(complained, "missing"));
	cr_assert_not(migrate_is_done(db, dir));
	put_file("0002-cup.sql",
	         "CREATE TABLE IF NOT EXISTS cup (id INT PRIMARY KEY);\n"
	         "CREATE TABLE never (id INT PRIMARY KEY);\n");
	cr_assert(migrate(), "%s", complained);
	cr_assert_str_eq(said, "applied 0002-cup.sql\n");
	cr_assert(migrate_is_done(db, dir));
}

Test(migrate, refuses_a_file_edited_after_it_landed)
{
	put_two_files();
	cr_assert(migrate());
	put_file("0001-tea.sql", "SELECT 1");
	put_file("0003-pot.sql", "CREATE TABLE pot (id INT PRIMARY KEY)");
	cr_assert_not(migrate());
	cr_assert_not_null(strstr(complained, "0001-tea.sql was edited"));
	cr_assert_not(migrate_is_done(db, dir));
	cr_assert(test_number("SELECT COUNT(*) FROM information_schema.tables"
	                      " WHERE table_schema = DATABASE()"
	                      "   AND table_name = 'pot'") == 0);
}

Test(migrate, refuses_two_files_of_one_number)
{
	put_two_files();
	put_file("0002-mug.sql", "SELECT 1");
	cr_assert_not(migrate());
	cr_assert_not_null(strstr(complained, "0002-mug.sql"));
}

Test(migrate, says_which_folder_is_missing)
{
	dir = "/nonexistent";
	cr_assert_not(migrate());
	cr_assert_not_null(strstr(complained, "/nonexistent"));
}
