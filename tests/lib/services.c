/* SPDX-License-Identifier: MIT */
#include "services.h"
#include <criterion/criterion.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "settings.h"

static MYSQL *other;
static char name[32];
static pid_t owner;

static const char *setting(const char *variable)
{
	const char *value = getenv(variable);

	cr_assert(value && *value, "%s is not set: run ./check", variable);
	return value;
}

const char *test_db_socket(void)
{
	return setting("COINTILL_TEST_DB_SOCKET");
}

const char *test_redis_socket(void)
{
	return setting("COINTILL_TEST_REDIS_SOCKET");
}

static void drop_database(void)
{
	char sql[64];

	if (owner != getpid())
		return;
	snprintf(sql, sizeof(sql), "DROP DATABASE %s", name);
	mysql_query(other, sql);
	mysql_close(other);
}

static void connect_once(void)
{
	char sql[96];

	if (other)
		return;
	other = mysql_init(NULL);
	cr_assert(mysql_real_connect(other, NULL, "root", NULL, NULL, 0,
	                             test_db_socket(), 0),
	          "%s", mysql_error(other));
	owner = getpid();
	snprintf(name, sizeof(name), "ct_test_%d", (int)owner);
	/* A test that panicked could not tidy up behind itself. */
	test_sql("SET foreign_key_checks = 0");
	snprintf(sql, sizeof(sql), "CREATE OR REPLACE DATABASE %s", name);
	test_sql(sql);
	test_sql("SET foreign_key_checks = 1");
	snprintf(sql, sizeof(sql), "USE %s", name);
	test_sql(sql);
	atexit(drop_database);
}

const struct db_login *test_login(void)
{
	static struct db_login login;

	connect_once();
	login = (struct db_login){
		.socket = test_db_socket(), .name = name, .user = "root"};
	return &login;
}

void test_sql(const char *sql)
{
	connect_once();
	cr_assert(mysql_query(other, sql) == 0, "%s: %s", sql,
	          mysql_error(other));
}

bool test_sql_works(const char *sql)
{
	connect_once();
	return mysql_query(other, sql) == 0;
}

bool test_sql_refused(const char *sql)
{
	unsigned number;

	connect_once();
	if (mysql_query(other, sql) == 0)
		return false;
	number = mysql_errno(other);
	cr_assert(number == 1644 || number == 4025, "%s: %s", sql,
	          mysql_error(other));
	return true;
}

int64_t test_number(const char *sql)
{
	MYSQL_RES *res;
	MYSQL_ROW row;
	int64_t n;

	test_sql(sql);
	res = mysql_store_result(other);
	cr_assert(res, "%s: no result", sql);
	row = mysql_fetch_row(res);
	cr_assert(row && row[0], "%s: no value", sql);
	n = strtoll(row[0], NULL, 10);
	mysql_free_result(res);
	return n;
}

void test_write(struct redis *r, struct arena *a, struct words w)
{
	static struct script any = {"redis.call(unpack(ARGV)) return 1", ""};

	redis_script(r, a, &any, (struct words){NULL, 0}, w);
}

const struct answer *test_keys(struct redis *r, struct arena *a,
                               const char *pattern)
{
	static struct script all = {"return redis.call('KEYS', ARGV[1])", ""};

	return redis_script(r, a, &all, (struct words){NULL, 0},
	                    WORDS(word(pattern)));
}

void test_drop_triggers(void)
{
	MYSQL_RES *all;
	MYSQL_ROW row;
	char sql[128];

	test_sql("SELECT trigger_name FROM information_schema.triggers"
	         " WHERE trigger_schema = DATABASE()");
	all = mysql_store_result(other);
	cr_assert(all);
	while ((row = mysql_fetch_row(all))) {
		snprintf(sql, sizeof(sql), "DROP TRIGGER %s", row[0]);
		test_sql(sql);
	}
	mysql_free_result(all);
}

void test_kill(int64_t connection)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "KILL %lld", (long long)connection);
	test_sql(sql);
}

struct slice test_key(struct arena *a, const char *key)
{
	return slice_text(arena_printf(a, "test:%d:%s", (int)getpid(), key));
}

void test_no_sources(void)
{
	char word[64];

	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++) {
		snprintf(word, sizeof(word), "sources_%s",
		         network_code((enum network)i));
		cr_assert(!settings_set(word, ""));
	}
}
