/* SPDX-License-Identifier: MIT */
/*
 * cointill-worker: what has to be done without anybody asking.
 *
 *   cointill-worker [--config FILE] [--once] JOB|all
 *   cointill-worker [--config FILE] --follow ask
 *
 * A timer starts it every minute; it does what JOBS lists and ends.  `all`
 * runs each job that is due; a job by its name runs now.  With --once it does
 * one batch and not whatever there is.  Two at once do no harm: a lease in
 * MariaDB keeps them apart.  With --follow it does not end: buyers wait for
 * what it asks (follow.h).  Exit code: 0, or 1 when something failed, 2 when
 * it was called wrongly.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "db/db.h"
#include "follow.h"
#include "jobs.h"
#include "jobs/lease.h"
#include "open.h"
#include "open_program.h"
#include "payment/payment_gateway.h"
#include "redis/redis.h"
#include "settings.h"

enum {
	WALL_MS = 50 * 1000, /* then the next start goes on */
	WAIT_MS = 10 * 1000, /* for another to finish, of a named job */
	PAUSE_US = 100 * 1000
};

struct turn {
	const struct job_row *row;
	unsigned every_s; /* 0: now */
	bool once, is_named;
	int64_t since_ms;
	struct lease lease;
	bool more, failed;
	const char *why;     /* a step was left */
	struct arena *arena; /* of the step */
};

static struct db *db;
static struct redis *redis;

static void take(void *arg)
{
	struct turn *t = arg;

	t->lease = lease_take(db, t->arena, t->row->name, t->row->most_s,
	                      t->every_s);
}

static void run_batch(void *arg)
{
	struct turn *t = arg;
	struct job_context job = {
		.db = db, .redis = redis, .arena = t->arena, .result = ""};
	bool in_time = clock_ticks_ms() - t->since_ms < WALL_MS;

	t->more = t->row->run(&job) && !t->once && in_time;
	t->failed = job.failed;
	if (*job.result)
		log_info("job %s: %s", t->row->name, job.result);
	if (job.left)
		log_error("job %s: %u left, for want of memory", t->row->name,
		          job.left);
	if (t->is_named)
		printf("%s: %s\n", t->row->name,
		       *job.result ? job.result : "nothing to do");
	if (t->row->is_shared)
		return;
	if (t->more)
		t->more = lease_keep(db, &t->lease, t->row->most_s);
	else
		lease_give(db, &t->lease, job.result);
}

static void give_up(void *arg)
{
	struct turn *t = arg;

	if (!t->row->is_shared)
		lease_give(db, &t->lease, t->why);
}

/* One step with memory of its own; false when it had to be left. */
static bool step(void (*body)(void *), struct turn *t)
{
	enum rescue how;

	t->arena = arena_open(MEMORY_BATCH);
	how = rescue_run(body, t);
	arena_close(t->arena);
	if (how == RESCUE_NONE)
		return true;
	t->why = how == RESCUE_FULL ? "out of memory" : "lost MariaDB or Redis";
	log_error("job %s: %s", t->row->name, t->why);
	return false;
}

/* Whether it was ours to run; waits a little for a job that was named. */
static bool take_lease(struct turn *t)
{
	int64_t since_ms = clock_ticks_ms();

	if (t->row->is_shared)
		return true;
	for (;;) {
		if (!step(take, t)) {
			t->failed = true;
			return false;
		}
		if (t->lease.fence)
			return true;
		if (t->every_s || clock_ticks_ms() - since_ms > WAIT_MS)
			return false;
		usleep(PAUSE_US);
	}
}

/* Whether all went well; a job that is not due or in other hands is well. */
static bool run_job(const struct job_row *row, bool is_named, bool once)
{
	struct turn t = {
		.row = row,
		.every_s = is_named ? 0 : row->every_s,
		.once = once,
		.is_named = is_named,
		.since_ms = clock_ticks_ms(),
	};

	if (!take_lease(&t))
		return !t.failed;
	do {
		if (!step(run_batch, &t)) {
			(void)step(give_up, &t);
			return false;
		}
	} while (t.more);
	return !t.failed;
}

static int usage(void)
{
	fputs("usage: cointill-worker [--config FILE] [--once] JOB|all\n"
	      "       cointill-worker [--config FILE] --follow ask\n"
	      "jobs:",
	      stderr);
	for (size_t i = 0; i < JOBS_COUNT; i++)
		fprintf(stderr, " %s", JOBS[i].name);
	fputs("\n", stderr);
	return 2;
}

/* Those that are due, of those that need no keys of their own. */
static bool run_all(bool once)
{
	bool good = true;

	for (size_t i = 0; i < JOBS_COUNT; i++)
		if (!JOBS[i].is_apart)
			good = run_job(&JOBS[i], false, once) && good;
	return good;
}

static int work(const struct job_row *row, bool once, bool follows)
{
	const struct program *program =
		program_find(row && row->is_apart ? row->name : "worker");

	must(program);
	arena_limit_all(MEMORY_WORKER);
	if (!payment_gateway_open(false) || !program_open_keys(program))
		return 1;
	if (follows)
		return follow();
	db = open_db(program->db_user);
	redis = open_redis();
	return (row ? run_job(row, true, once) : run_all(once)) ? 0 : 1;
}

int main(int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"config", required_argument, NULL, 'c'},
		{"once",   no_argument,       NULL, 'o'},
		{"follow", no_argument,       NULL, 'f'},
		{NULL,     0,                 NULL, 0  },
	};
	const char *config = NULL, *name;
	const struct job_row *row;
	bool once = false, follows = false;
	int option;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) >= 0) {
		if (option == 'c')
			config = optarg;
		else if (option == 'o')
			once = true;
		else if (option == 'f')
			follows = true;
		else
			return usage();
	}
	name = optind + 1 == argc ? argv[optind] : "";
	row = job_find(name);
	if ((!row && strcmp(name, "all") != 0) ||
	    (follows && (once || !row || !row->is_apart)))
		return usage();
	if (!open_settings(config))
		return 1;
	return work(row, once, follows);
}
