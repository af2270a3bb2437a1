/* SPDX-License-Identifier: MIT */
#include "db/transact.h"
#include <time.h>
#include "base/log.h"
#include "base/panic.h"
#include "base/random.h"
#include "base/rescue.h"
#include "db/inside.h"

enum { REPEATS = 8, PAUSE_MS = 5, PAUSE_MAX_MS = 500 };

static uint64_t repeats;

struct run {
	struct db *db;
	tx_body *body;
	void *arg;
	enum tx said;
};

static void run_body(void *arg)
{
	struct run *run = arg;

	run->said = run->body(run->db, run->arg);
}

/* 5 ms, 10, 20 ... 500, each more or less by half, so that two who met once
 * do not meet again. */
static void pause_before(unsigned n)
{
	unsigned ms = PAUSE_MS << n;
	struct timespec t;

	if (ms > PAUSE_MAX_MS)
		ms = PAUSE_MAX_MS;
	ms = ms / 2 + random_below(ms + 1);
	t.tv_sec = ms / 1000;
	t.tv_nsec = (long)(ms % 1000) * 1000000;
	nanosleep(&t, NULL);
}

/* Nothing has been done yet, so a connection found dead is made anew. */
static bool start(struct db *db, const char *how)
{
	for (int n = 0; n < 2; n++) {
		if (!connect_ready(db))
			return false;
		if (db_command(db, how) == TROUBLE_NONE) {
			db->tx = TX_OPEN;
			return true;
		}
		connect_close(db);
	}
	return false;
}

/* After any error, since some of them undo the last statement only. */
static void roll_back(struct db *db)
{
	if (db->my && db_command(db, "ROLLBACK") != TROUBLE_NONE)
		connect_close(db);
	db->tx = TX_NONE;
}

enum commit { COMMIT_DONE, COMMIT_REFUSED, COMMIT_UNKNOWN };

static enum commit commit(struct db *db)
{
	enum trouble t = db_command(db, "COMMIT");

	if (t == TROUBLE_NONE) {
		db->tx = TX_NONE;
		return COMMIT_DONE;
	}
	if (t == TROUBLE_REPEAT) {
		roll_back(db);
		return COMMIT_REFUSED;
	}
	log_warn("a COMMIT was not answered; asking again");
	connect_close(db);
	db->tx = TX_NONE;
	return COMMIT_UNKNOWN;
}

/* Runs the body once, begun already: whether that settles it. */
static bool settle(struct run *run, bool *unknown)
{
	struct db *db = run->db;
	enum rescue how = rescue_run(run_body, run);

	if (how == RESCUE_LOST || how == RESCUE_FULL) {
		roll_back(db);
		rescue_unwind(how);
	}
	if (how == RESCUE_REPEAT || db->tx == TX_DOOMED) {
		roll_back(db);
		return false;
	}
	if (run->said == TX_ROLLBACK) {
		roll_back(db);
		return true;
	}
	switch (commit(db)) {
	case COMMIT_DONE:
		return true;
	case COMMIT_UNKNOWN:
		*unknown = true;
		return false;
	case COMMIT_REFUSED:
		return false;
	}
	panic("no such commit");
}

enum tx db_transact(struct db *db, tx_body *body, void *arg)
{
	struct run run = {db, body, arg, TX_ROLLBACK};
	bool unknown = false;

	if (db->tx != TX_NONE)
		panic("a transaction inside a transaction");
	for (unsigned n = 0; n <= REPEATS; n++) {
		if (n) {
			repeats++;
			pause_before(n - 1);
		}
		if (start(db, "START TRANSACTION")) {
			if (settle(&run, &unknown))
				return run.said;
		} else if (!unknown) {
			/* Nothing is in doubt, so nobody need wait. */
			rescue_unwind(RESCUE_LOST);
		}
	}
	log_error("a transaction was given up after %d repeats", REPEATS);
	rescue_unwind(RESCUE_LOST);
}

struct reading {
	struct db *db;
	read_body *body;
	void *arg;
};

static void run_reading(void *arg)
{
	struct reading *reading = arg;

	reading->body(reading->db, reading->arg);
}

void db_read(struct db *db, read_body *body, void *arg)
{
	struct reading reading = {db, body, arg};
	enum rescue how;

	if (db->tx != TX_NONE)
		panic("a snapshot inside a transaction");
	if (!start(db, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"))
		rescue_unwind(RESCUE_LOST);
	how = rescue_run(run_reading, &reading);
	roll_back(db);
	/* Without writing there is no deadlock: what asks to be repeated is
	 * a table that was altered meanwhile, and the caller may. */
	if (how != RESCUE_NONE)
		rescue_unwind(how == RESCUE_FULL ? how : RESCUE_LOST);
}

uint64_t db_repeats(void)
{
	return repeats;
}
