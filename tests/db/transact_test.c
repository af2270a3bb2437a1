/* SPDX-License-Identifier: MIT */
#include "db/transact.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lib/proxy.h"
#include "../lib/services.h"
#include "base/arena.h"
#include "base/rescue.h"
#include "db/db.h"

STATEMENT(PUT, "INSERT INTO notes (code) VALUES (?)");
STATEMENT(READ, "SELECT ver FROM guards WHERE id = ?");
STATEMENT(BUMP, "UPDATE guards SET ver = ver + 1 WHERE id = ?");
STATEMENT(HURRY, "SET SESSION innodb_lock_wait_timeout = 1");
STATEMENT(ID, "SELECT CONNECTION_ID() AS id");

/* What a body does is told by what it is given. */
struct story {
	int runs;
	int64_t first, second;   /* rows of guards, in the order of locking */
	int ready_in, ready_out; /* pipes between two of them */
	bool done_before;
};

static struct db *db;
static struct arena *a;

static void set_up(void)
{
	db = db_open(test_login());
	a = arena_open(1 << 20);
	test_sql("CREATE TABLE notes (code VARCHAR(20) PRIMARY KEY)");
	test_sql("CREATE TABLE guards (id INT PRIMARY KEY, ver INT NOT NULL)");
	test_sql("INSERT INTO guards VALUES (1, 0), (2, 0)");
}

static void tear_down(void)
{
	arena_close(a);
	db_close(db);
}

TestSuite(transact, .init = set_up, .fini = tear_down, .timeout = 60);

static int64_t notes(void)
{
	return test_number("SELECT COUNT(*) FROM notes");
}

static void put(struct db *on, const char *code)
{
	cr_assert(db_run(on, &PUT, ARGS(arg_text(code))) == 1);
}

static int64_t connection(struct db *on)
{
	return row_int(db_row(on, a, &ID, NO_ARGS), "id");
}

static enum tx keep(struct db *on, void *arg)
{
	(void)arg;
	put(on, "kept");
	return TX_COMMIT;
}

static enum tx change_our_mind(struct db *on, void *arg)
{
	(void)arg;
	put(on, "dropped");
	return TX_ROLLBACK;
}

Test(transact, what_the_body_says_is_done)
{
	cr_assert(db_transact(db, keep, NULL) == TX_COMMIT);
	cr_assert(notes() == 1);
	/* Twice, for beginning again would commit what was left open. */
	for (int i = 0; i < 2; i++)
		cr_assert(db_transact(db, change_our_mind, NULL) ==
		          TX_ROLLBACK);
	cr_assert(notes() == 1);
}

static enum tx nest(struct db *on, void *arg)
{
	return db_transact(on, keep, arg);
}

Test(transact, one_inside_another_panics, .signal = SIGABRT)
{
	db_transact(db, nest, NULL);
}

static enum tx lock_both(struct db *on, void *arg)
{
	struct story *s = arg;
	char c = 'x';

	s->runs++;
	db_run(on, &BUMP, ARGS(arg_int(s->first)));
	if (s->runs == 1) {
		cr_assert(write(s->ready_out, &c, 1) == 1);
		cr_assert(read(s->ready_in, &c, 1) == 1);
	}
	db_run(on, &BUMP, ARGS(arg_int(s->second)));
	return TX_COMMIT;
}

Test(transact, of_two_that_deadlock_one_is_repeated)
{
	int to_child[2], to_parent[2], status;
	struct story s = {.first = 1, .second = 2};

	cr_assert(pipe(to_child) == 0 && pipe(to_parent) == 0);
	if (fork() == 0) {
		struct db *own = db_open(test_login());
		struct story c = {.first = 2,
		                  .second = 1,
		                  .ready_in = to_child[0],
		                  .ready_out = to_parent[1]};

		db_transact(own, lock_both, &c);
		_exit((int)db_repeats());
	}
	s.ready_in = to_parent[0];
	s.ready_out = to_child[1];
	db_transact(db, lock_both, &s);
	wait(&status);
	cr_assert(WIFEXITED(status));
	cr_assert(WEXITSTATUS(status) + (int)db_repeats() == 1);
	cr_assert(test_number("SELECT SUM(ver) FROM guards") == 4);
}

static enum tx read_then_write(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	row_int(db_row(on, a, &READ, ARGS(arg_int(1))), "ver");
	if (s->runs == 1)
		test_sql("UPDATE guards SET ver = ver + 10 WHERE id = 1");
	db_run(on, &BUMP, ARGS(arg_int(1)));
	return TX_COMMIT;
}

Test(transact, a_write_on_an_old_snapshot_is_repeated)
{
	struct story s = {0};

	db_transact(db, read_then_write, &s);
	cr_assert(s.runs == 2);
	cr_assert(test_number("SELECT ver FROM guards WHERE id = 1") == 11);
}

static enum tx wait_for_lock(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	if (s->runs == 2)
		test_sql("ROLLBACK");
	db_run(on, &HURRY, NO_ARGS);
	put(on, "first half");
	db_run(on, &BUMP, ARGS(arg_int(1)));
	return TX_COMMIT;
}

Test(transact, after_a_lock_time_out_all_of_it_is_repeated)
{
	struct story s = {0};

	test_sql("BEGIN");
	test_sql("UPDATE guards SET ver = 5 WHERE id = 1");
	db_transact(db, wait_for_lock, &s);
	cr_assert(s.runs == 2);
	cr_assert(notes() == 1);
	cr_assert(test_number("SELECT ver FROM guards WHERE id = 1") == 1);
}

static enum tx never_gets_through(struct db *on, void *arg)
{
	struct story *s = arg;

	(void)on;
	s->runs++;
	rescue_unwind(RESCUE_REPEAT);
}

static void try_for_ever(void *arg)
{
	db_transact(db, never_gets_through, arg);
}

Test(transact, is_given_up_after_eight_repeats)
{
	struct story s = {0};

	cr_assert(rescue_run(try_for_ever, &s) == RESCUE_LOST);
	cr_assert(s.runs == 9);
	cr_assert(db_transact(db, keep, NULL) == TX_COMMIT);
}

static enum tx lose_connection(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	put(on, "before");
	test_kill(connection(on));
	usleep(50000);
	put(on, "after");
	return TX_COMMIT;
}

static void run_lose_connection(void *arg)
{
	db_transact(db, lose_connection, arg);
}

Test(transact, a_connection_lost_before_commit_does_nothing_and_unwinds)
{
	struct story s = {0};

	cr_assert(rescue_run(run_lose_connection, &s) == RESCUE_LOST);
	cr_assert(s.runs == 1);
	cr_assert(notes() == 0);
	cr_assert(db_transact(db, keep, NULL) == TX_COMMIT);
	cr_assert(notes() == 1);
}

static void put_after(void *arg)
{
	put(arg, "after");
}

static enum tx go_on_regardless(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	if (s->runs > 1)
		return TX_ROLLBACK;
	put(on, "before");
	test_kill(connection(on));
	usleep(50000);
	/* A stubborn body catches the loss and writes on, twice. */
	cr_assert(rescue_run(put_after, on) == RESCUE_LOST);
	cr_assert(rescue_run(put_after, on) == RESCUE_LOST);
	return TX_COMMIT;
}

Test(transact, nothing_reconnects_inside_a_transaction)
{
	struct story s = {0};

	db_transact(db, go_on_regardless, &s);
	cr_assert(s.runs == 2);
	cr_assert(notes() == 0);
}

Test(transact, begins_on_a_new_connection_when_the_old_one_died)
{

	test_kill(connection(db));
	usleep(50000);
	cr_assert(db_transact(db, keep, NULL) == TX_COMMIT);
	cr_assert(notes() == 1);
}

static enum tx put_once(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	s->done_before = !db_try_insert(on, NULL, &PUT, ARGS(arg_text("x")));
	return TX_COMMIT;
}

static void put_through(enum fault fault, const char *needle, struct story *s)
{
	struct db_login login = *test_login();
	struct db *own;

	login.socket = proxy_open(test_db_socket(), fault, needle);
	own = db_open(&login);
	cr_assert(db_transact(own, put_once, s) == TX_COMMIT);
	db_close(own);
	unlink(login.socket);
}

Test(transact, an_unanswered_commit_that_happened_shows_as_done_before)
{
	struct story s = {0};

	put_through(FAULT_CUT_ANSWER, "COMMIT", &s);
	cr_assert(s.runs == 2 && s.done_before);
	cr_assert(notes() == 1);
}

Test(transact, an_unanswered_commit_that_did_not_happen_is_done_again)
{
	struct story s = {0};

	put_through(FAULT_CUT_REQUEST, "COMMIT", &s);
	cr_assert(s.runs == 2 && !s.done_before);
	cr_assert(notes() == 1);
}

Test(transact, a_first_statement_on_a_dead_connection_is_sent_again)
{
	struct story s = {0};

	put_through(FAULT_CUT_REQUEST, "START TRANSACTION", &s);
	cr_assert(s.runs == 1 && db_repeats() == 0);
	cr_assert(notes() == 1);
}

/* --- out of memory -------------------------------------------------------- */

static struct arena *tiny;

static enum tx put_and_fill(struct db *on, void *arg)
{
	struct story *s = arg;

	s->runs++;
	put(on, "full");
	arena_alloc(tiny, 1, 5000);
	return TX_COMMIT;
}

static void fill_in_a_transaction(void *story)
{
	db_transact(db, put_and_fill, story);
}

Test(transact, running_out_of_memory_rolls_back_and_is_not_repeated)
{
	struct story s = {0};

	tiny = arena_open(4096);
	cr_assert_eq(rescue_run(fill_in_a_transaction, &s), RESCUE_FULL);
	arena_close(tiny);
	cr_assert_eq(s.runs, 1);
	cr_assert_eq(notes(), 0);
	/* The connection is of use. */
	put(db, "after");
	cr_assert_eq(notes(), 1);
}

STATEMENT(MANY, "SELECT seq, REPEAT('x', 100) AS text FROM seq_1_to_5000");

static void read_many(void *small)
{
	db_rows(db, small, &MANY, NO_ARGS);
}

Test(transact, an_answer_that_does_not_fit_leaves_the_connection_in_order)
{
	for (int i = 0; i < 3; i++) {
		struct arena *small = arena_open(100000);

		cr_assert_eq(rescue_run(read_many, small), RESCUE_FULL);
		arena_close(small);
		cr_assert(connection(db) > 0);
	}
}
