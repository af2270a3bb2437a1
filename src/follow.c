/* SPDX-License-Identifier: MIT */
#include "follow.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "db/db.h"
#include "jobs/ask.h"
#include "jobs/lease.h"
#include "open.h"
#include "redis/redis.h"
#include "settings.h"

enum {
	SEATS = CHORES_MOST,
	LOOK_MS = 100,
	LOST_MS = 1000,
	BEAT_MS = 30 * 1000, /* so that the doctor sees it */
	LEASE_S = 60
};

/* A chore and the process that does it; pid 0: the seat is free. */
struct seat {
	pid_t pid;
	struct chore chore; /* without its texts */
};

static struct seat seats[SEATS];
static struct db *db;
static struct redis *redis;
static sigset_t signals; /* that wake it up; else blocked */
static bool went_badly;  /* a process: its chore is not begun at once again */

/* --- who is at it -------------------------------------------------------- */

static bool is_alike(const struct chore *a, const struct chore *b)
{
	return a->kind == b->kind && a->asset == b->asset &&
	       a->provider == b->provider;
}

static unsigned most_of(const struct chore *c)
{
	return c->kind == CHORE_CALLBACK ? CHORES_OF_CALLBACKS : CHORES_OF_COIN;
}

/* A seat for it; NULL when it is being done, or must wait. */
static struct seat *find_seat(const struct chore *c)
{
	struct seat *free_seat = NULL;
	unsigned alike = 0;

	for (size_t i = 0; i < SEATS; i++) {
		struct seat *s = &seats[i];

		if (!s->pid) {
			free_seat = s;
			continue;
		}
		if (!is_alike(&s->chore, c))
			continue;
		if (s->chore.id == c->id)
			return NULL;
		alike++;
	}
	return alike < most_of(c) ? free_seat : NULL;
}

static bool is_busy(void)
{
	for (size_t i = 0; i < SEATS; i++)
		if (seats[i].pid)
			return true;
	return false;
}

static void leave_seat(pid_t pid, int status)
{
	for (size_t i = 0; i < SEATS; i++)
		if (seats[i].pid == pid)
			seats[i].pid = 0;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return;
	went_badly = true;
	log_error("process %d, which asked, has ended badly", pid);
}

static void reap(int how)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, how)) > 0)
		leave_seat(pid, status);
}

/* --- one chore, in a process of its own ---------------------------------- */

static void do_chore(void *arg)
{
	struct job_context job = {.db = db,
	                          .redis = redis,
	                          .arena = arena_open(MEMORY_CHORE),
	                          .result = ""};

	ask_do(&job, arg);
	arena_close(job.arena);
}

/* Connections are not shared: those of the parent are left as they are. */
static _Noreturn void be_child(const struct chore *c)
{
	enum rescue how;

	sigprocmask(SIG_UNBLOCK, &signals, NULL);
	signal(SIGINT, SIG_IGN); /* of a terminal: the parent waits for us */
	signal(SIGTERM, SIG_IGN);
	db = open_db(SET_DB_USER_WORKER);
	redis = open_redis();
	how = rescue_run(do_chore, (void *)c);
	if (how != RESCUE_NONE)
		log_error("%s while asking", how == RESCUE_FULL
		                                     ? "out of memory"
		                                     : "lost MariaDB or Redis");
	db_close(db);
	redis_close(redis);
	_exit(how == RESCUE_NONE ? 0 : 1);
}

static void start(const struct chore *c)
{
	struct seat *seat = find_seat(c);
	pid_t pid;

	if (!seat)
		return;
	pid = fork();
	if (pid == 0)
		be_child(c);
	if (pid < 0) {
		log_error("cannot fork: %s", strerror(errno));
		return;
	}
	*seat = (struct seat){pid, *c};
}

/* --- looking ------------------------------------------------------------- */

struct look {
	struct arena *arena;
	struct chores found;
};

static void find_chores(void *arg)
{
	struct look *look = arg;
	struct job_context job = {
		.db = db, .redis = redis, .arena = look->arena, .result = ""};

	look->found = ask_list(&job);
}

static void beat(void *arg)
{
	struct look *look = arg;
	struct lease lease = lease_take(db, look->arena, "ask", LEASE_S, 0);

	if (lease.fence)
		lease_give(db, &lease, "at work");
}

/* False when MariaDB was lost. */
static bool step(void (*body)(void *), struct look *look)
{
	if (rescue_run(body, look) == RESCUE_NONE)
		return true;
	log_error("lost MariaDB; looking again");
	return false;
}

/* Found first, then started: no process begins inside a rescue.  How long to
 * rest then. */
static int64_t look_once(int64_t *beaten_ms)
{
	struct look look = {.arena = arena_open(MEMORY_CHORE)};
	bool good = step(find_chores, &look);

	for (size_t i = 0; i < look.found.n; i++)
		start(&look.found.v[i]);
	if (good && clock_ticks_ms() - *beaten_ms > BEAT_MS) {
		good = step(beat, &look);
		*beaten_ms = clock_ticks_ms();
	}
	arena_close(look.arena);
	return good ? LOOK_MS : LOST_MS;
}

/* A while, or until a process has ended; whether to go on. */
static bool rest(int64_t ms)
{
	sigset_t wakes = signals;
	struct timespec t;
	int got;

	if (went_badly) {
		went_badly = false;
		sigdelset(&wakes, SIGCHLD);
		ms = LOST_MS;
	}
	t = (struct timespec){ms / 1000, ms % 1000 * 1000 * 1000};
	got = sigtimedwait(&wakes, NULL, &t);

	return got != SIGTERM && got != SIGINT;
}

int follow(void)
{
	int64_t beaten_ms = -BEAT_MS - 1;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	must(sigprocmask(SIG_BLOCK, &signals, NULL) == 0);
	db = open_db(SET_DB_USER_WORKER);
	redis = open_redis();
	do
		reap(WNOHANG);
	while (rest(look_once(&beaten_ms)));
	while (is_busy())
		reap(0);
	return 0;
}
