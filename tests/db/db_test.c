/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lib/services.h"
#include "base/arena.h"
#include "base/rescue.h"

STATEMENT(MAKE_THINGS,
          "CREATE TABLE things ("
          " id BIGINT PRIMARY KEY AUTO_INCREMENT, code VARCHAR(20) UNIQUE,"
          " i BIGINT CHECK (i <> 13), t TEXT, b LONGBLOB,"
          " c DECIMAL(38,0), d DATETIME(3), e TINYINT)");
STATEMENT(PUT, "INSERT INTO things (code, i, t, b, c, d, e)"
               " VALUES (?, ?, ?, ?, ?, ?, ?)");
STATEMENT(GET_ALL, "SELECT id, code, i, t, b, c, d, e FROM things");
STATEMENT(PUT_CODE, "INSERT INTO things (code, i) VALUES (?, ?)");
STATEMENT(SET_I, "UPDATE things SET i = ? WHERE code = ?");
STATEMENT(FIND_CODE, "SELECT code FROM things WHERE id > ?");
STATEMENT(COINS_FROM, "SELECT code FROM things WHERE c > ?");
STATEMENT(SESSION, "SELECT CONNECTION_ID() AS id,"
                   " @@time_zone AS zone, @@tx_isolation AS isolation,"
                   " @@innodb_snapshot_isolation AS snapshot,"
                   " @@innodb_lock_wait_timeout AS lock_s,"
                   " @@max_statement_time > 9 AS limited,"
                   " @@character_set_client AS charset");
STATEMENT(ID, "SELECT CONNECTION_ID() AS id");
STATEMENT(WRONG, "SELECT nothing FROM nowhere");
STATEMENT(TWO_COLUMNS, "SELECT 1 AS one, 2 AS two");
STATEMENT(SLOW, "SELECT SLEEP(30) AS s");

static struct db *db;
static struct arena *a;

static void set_up(void)
{
	db = db_open(test_login());
	a = arena_open(64 << 20);
	db_run(db, &MAKE_THINGS, NO_ARGS);
}

static void tear_down(void)
{
	arena_close(a);
	db_close(db);
}

TestSuite(db, .init = set_up, .fini = tear_down, .timeout = 60);

static int64_t connection(void)
{
	return row_int(db_row(db, a, &ID, NO_ARGS), "id");
}

static const struct row *only(void)
{
	return db_row(db, a, &GET_ALL, NO_ARGS);
}

Test(db, every_kind_of_value_comes_back_as_it_went)
{
	static const char WILD[] = "a\0b'\"\\\xff\r\n";
	struct coin most;
	const struct row *r;
	int64_t id;

	cr_assert_null(coin_parse_units(
		&most, "99999999999999999999999999999999999999"));
	id = db_insert(db, &PUT,
	               ARGS(arg_text("x"), arg_int(INT64_MIN),
	                    arg_text("gr\xc3\xbc\xc3\x9f \xf0\x9f\x8d\xb5"),
	                    arg_bytes((struct slice){WILD, sizeof(WILD)}),
	                    arg_coin(most),
	                    arg_time((struct moment){1700000000123}),
	                    arg_bool(true)));
	r = only();
	cr_assert(row_int(r, "id") == id && id > 0);
	cr_assert_str_eq(row_text(r, "code"), "x");
	cr_assert(row_int(r, "i") == INT64_MIN);
	cr_assert_str_eq(row_text(r, "t"),
	                 "gr\xc3\xbc\xc3\x9f \xf0\x9f\x8d\xb5");
	cr_assert(row_bytes(r, "b").len == sizeof(WILD));
	cr_assert(!memcmp(row_bytes(r, "b").p, WILD, sizeof(WILD)));
	cr_assert(coin_cmp(row_coin(r, "c"), most) == 0);
	cr_assert(row_time(r, "d").ms == 1700000000123);
	cr_assert(row_bool(r, "e"));
}

Test(db, null_and_nothing_are_told_apart)
{
	const struct row *r;

	db_insert(db, &PUT,
	          ARGS(arg_null(), arg_null(), arg_text(""),
	               arg_bytes((struct slice){NULL, 0}), arg_null(),
	               arg_text(NULL), arg_bool(false)));
	r = only();
	cr_assert(row_int(r, "id") && row_null(r, "code") && row_null(r, "i"));
	cr_assert_str_eq(row_text(r, "t"), "");
	cr_assert(!row_null(r, "b") && row_bytes(r, "b").len == 0);
	cr_assert(row_null(r, "c"));
	cr_assert_null(row_text_or_null(r, "d"));
	cr_assert(!row_bool(r, "e"));
}

Test(db, a_long_value_is_not_cut)
{
	size_t len = 3 << 20;
	char *big = arena_alloc(a, len, 1);
	const struct row *r;

	memset(big, 'z', len);
	db_insert(db, &PUT,
	          ARGS(arg_null(), arg_null(), arg_null(),
	               arg_bytes((struct slice){big, len}), arg_null(),
	               arg_null(), arg_null()));
	r = only();
	cr_assert(row_bytes(r, "b").len == len);
	cr_assert(!memcmp(row_bytes(r, "b").p, big, len));
	for (const char *const *c =
	             (const char *const[]){"id", "code", "i", "t", "c", "d",
	                                   "e", NULL};
	     *c; c++)
		row_null(r, *c);
}

Test(db, coins_are_compared_to_the_last_digit)
{
	struct coin c, less;

	coin_parse_units(&c, "99999999999999999999999999999999999998");
	coin_parse_units(&less, "99999999999999999999999999999999999997");
	db_insert(db, &PUT,
	          ARGS(arg_text("x"), arg_null(), arg_null(), arg_null(),
	               arg_coin(c), arg_null(), arg_null()));
	cr_assert_null(db_row(db, a, &COINS_FROM, ARGS(arg_coin(c))));
	cr_assert_str_eq(
		row_text(db_row(db, a, &COINS_FROM, ARGS(arg_coin(less))),
	                 "code"),
		"x");
}

Test(db, rows_come_in_order_and_may_be_none)
{
	struct rows rows;

	cr_assert(db_rows(db, a, &FIND_CODE, ARGS(arg_int(0))).n == 0);
	for (int i = 0; i < 3; i++)
		db_insert(
			db, &PUT_CODE,
			ARGS(arg_text(arena_printf(a, "c%d", i)), arg_int(i)));
	rows = db_rows(db, a, &FIND_CODE, ARGS(arg_int(0)));
	cr_assert(rows.n == 3);
	for (int i = 0; i < 3; i++)
		cr_assert_str_eq(row_text(rows.row[i], "code"),
		                 arena_printf(a, "c%d", i));
}

Test(db, an_update_counts_the_rows_it_found)
{
	db_insert(db, &PUT_CODE, ARGS(arg_text("x"), arg_int(1)));
	cr_assert(db_run(db, &SET_I, ARGS(arg_int(1), arg_text("x"))) == 1);
	cr_assert(db_run(db, &SET_I, ARGS(arg_int(1), arg_text("y"))) == 0);
}

Test(db, a_duplicate_key_is_an_outcome_where_asked)
{
	int64_t id = 0;

	cr_assert(db_try_insert(db, &id, &PUT_CODE,
	                        ARGS(arg_text("x"), arg_int(1))));
	cr_assert(id > 0);
	cr_assert_not(db_try_insert(db, NULL, &PUT_CODE,
	                            ARGS(arg_text("x"), arg_int(1))));
}

Test(db, a_duplicate_key_panics_elsewhere, .signal = SIGABRT)
{
	db_insert(db, &PUT_CODE, ARGS(arg_text("x"), arg_int(1)));
	db_insert(db, &PUT_CODE, ARGS(arg_text("x"), arg_int(1)));
}

Test(db, a_refused_check_panics, .signal = SIGABRT)
{
	db_insert(db, &PUT_CODE, ARGS(arg_text("x"), arg_int(13)));
}

Test(db, wrong_sql_panics, .signal = SIGABRT)
{
	db_row(db, a, &WRONG, NO_ARGS);
}

Test(db, too_few_values_panic, .signal = SIGABRT)
{
	db_run(db, &PUT_CODE, ARGS(arg_text("x")));
}

Test(db, rows_nobody_takes_panic, .signal = SIGABRT)
{
	db_run(db, &ID, NO_ARGS);
}

Test(db, a_second_row_panics, .signal = SIGABRT)
{
	db_insert(db, &PUT_CODE, ARGS(arg_text("x"), arg_int(1)));
	db_insert(db, &PUT_CODE, ARGS(arg_text("y"), arg_int(1)));
	db_row(db, a, &FIND_CODE, ARGS(arg_int(0)));
}

Test(db, a_column_that_is_not_there_panics, .signal = SIGABRT)
{
	row_int(db_row(db, a, &ID, NO_ARGS), "no");
}

Test(db, null_where_a_value_is_asked_panics, .signal = SIGABRT)
{
	db_insert(db, &PUT_CODE, ARGS(arg_null(), arg_int(1)));
	row_text(db_row(db, a, &FIND_CODE, ARGS(arg_int(0))), "code");
}

Test(db, text_is_not_taken_for_a_number, .signal = SIGABRT)
{
	db_insert(db, &PUT_CODE, ARGS(arg_text("7x"), arg_int(1)));
	row_int(db_row(db, a, &FIND_CODE, ARGS(arg_int(0))), "code");
}

#ifdef COINTILL_STRICT
Test(db, a_column_nobody_reads_panics, .signal = SIGABRT)
{
	struct arena *own = arena_open(1 << 20);

	row_int(db_row(db, own, &TWO_COLUMNS, NO_ARGS), "one");
	arena_close(own);
}
#endif

static void read_half(void *arg)
{
	row_int(db_row(db, arg, &TWO_COLUMNS, NO_ARGS), "one");
	rescue_unwind(RESCUE_LOST);
}

Test(db, an_answer_cut_short_by_unwinding_may_stay_unread)
{
	struct arena *own = arena_open(1 << 20);

	cr_assert(rescue_run(read_half, own) == RESCUE_LOST);
	arena_close(own);
}

Test(db, the_session_is_set_up)
{
	const struct row *r = db_row(db, a, &SESSION, NO_ARGS);

	cr_assert(row_int(r, "id") > 0);
	cr_assert_str_eq(row_text(r, "zone"), "+00:00");
	cr_assert_str_eq(row_text(r, "isolation"), "REPEATABLE-READ");
	cr_assert(row_bool(r, "snapshot"));
	cr_assert(row_int(r, "lock_s") == 3);
	cr_assert(row_bool(r, "limited"));
	cr_assert_str_eq(row_text(r, "charset"), "utf8mb4");
}

Test(db, a_connection_lost_between_requests_is_made_anew)
{
	int64_t first = connection();

	test_kill(first);
	usleep(100000);
	cr_assert(connection() != first);
	cr_assert(db_alive(db));
}

static void sleep_long(void *arg)
{
	(void)arg;
	row_int(db_row(db, a, &SLOW, NO_ARGS), "s");
}

Test(db, a_connection_lost_during_a_statement_unwinds)
{
	int64_t first = connection();

	if (fork() == 0) {
		char kill[200];

		usleep(300000);
		snprintf(kill, sizeof(kill),
		         "mariadb --no-defaults -uroot --socket='%s'"
		         " -e 'KILL %lld'",
		         test_db_socket(), (long long)first);
		execlp("sh", "sh", "-c", kill, (char *)NULL);
		_exit(1);
	}
	cr_assert(rescue_run(sleep_long, NULL) == RESCUE_LOST);
	cr_assert(connection() != first);
}

static void ask(void *arg)
{
	struct db *other = arg;

	db_row(other, a, &ID, NO_ARGS);
}

Test(db, no_server_is_a_loss_and_not_a_bug)
{
	struct db_login nowhere = *test_login();
	struct db *other;

	nowhere.socket = "/nonexistent/socket";
	other = db_open(&nowhere);
	cr_assert_not(db_alive(other));
	cr_assert(rescue_run(ask, other) == RESCUE_LOST);
	db_close(other);
}

Test(db, a_connection_used_after_a_fork_panics)
{
	int status;

	connection();
	if (fork() == 0) {
		signal(SIGABRT, SIG_DFL);
		connection();
		_exit(0);
	}
	wait(&status);
	cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	connection();
}

Test(db, statements_are_counted)
{
	uint64_t before = db_sent();

	connection();
	connection();
	cr_assert(db_sent() == before + 2);
}

Test(db, every_statement_is_listed)
{
	bool found = false;

	for (size_t i = 0; i < statements_count(); i++)
		found |= statements_first()[i] == &SESSION;
	cr_assert(found);
}
