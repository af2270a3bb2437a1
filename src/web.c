/* SPDX-License-Identifier: MIT */
/*
 * cointill-web: a FastCGI worker.
 *
 *   cointill-web --config FILE --pool shop|pay|admin
 *
 * The supervisor hands it a listening socket as descriptor 0 and starts as
 * many as it likes.  It holds no state.  A request goes: fcgi_serve accepts
 * -> router_answer finds its row in ROUTES, loads the session, checks access
 * and form token -> the handler reads a typed form, asks one noun and returns
 * a reply -> the reply is sent -> the arena is closed.  Losing MariaDB or
 * Redis on the way leads back here, to a 503.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "db/db.h"
#include "http/counters.h"
#include "http/crew.h"
#include "http/fcgi.h"
#include "http/form.h"
#include "http/reply.h"
#include "http/router.h"
#include "http/session.h"
#include "open.h"
#include "open_program.h"
#include "redis/redis.h"
#include "remote/remote.h"
#include "routes.h"
#include "settings.h"
#include "shop/layout.h"
#include "user/user.h"
#include "view/templates.h"

enum { REQUESTS_MOST = 250000 }; /* then the supervisor starts another */

struct worker {
	struct db *db;
	struct redis *redis;
};

struct turn {
	struct request *rq;
	struct reply *reply;
};

static void take_turn(void *arg)
{
	struct turn *turn = arg;

	turn->reply = router_answer(turn->rq);
}

/* A page of the same look that asks neither MariaDB nor Redis. */
static struct reply *sorry(struct request *rq)
{
	struct reply *r;

	rq->session = arena_new(rq->arena, struct session);
	form_none(rq);
	r = layout_error(rq, 503,
	                 "A part of the shop is being restarted. Nothing "
	                 "was lost: try again in a few seconds.");
	reply_header(rq, r, "Cache-Control", "no-store");
	return r;
}

/* The row that matched, not the path: some paths hold a secret. */
static const char *place(const struct request *rq)
{
	return rq->route ? rq->route->path : "no page of ours";
}

static void count(const struct reply *r, int64_t since_ms)
{
	counters_add(r->status < 300   ? COUNT_2XX
	             : r->status < 400 ? COUNT_3XX
	             : r->status < 500 ? COUNT_4XX
	                               : COUNT_5XX,
	             1);
	counters_add(COUNT_MS, (uint64_t)(clock_ticks_ms() - since_ms));
}

static struct reply *answer(struct arena *a, char *const *params,
                            struct slice body, void *arg)
{
	const struct worker *worker = arg;
	struct turn turn = {.rq = request_open(a, params, body)};
	int64_t since_ms = clock_ticks_ms();

	turn.rq->db = worker->db;
	turn.rq->redis = worker->redis;
	log_request(turn.rq->id);
	if (rescue_run(take_turn, &turn) != RESCUE_NONE) {
		log_error("lost MariaDB or Redis at %s", place(turn.rq));
		counters_add(COUNT_LOST, 1);
		turn.reply = sorry(turn.rq);
	}
	count(turn.reply, since_ms);
	if (turn.reply->status >= 500)
		log_warn("%d at %s", turn.reply->status, place(turn.rq));
	log_request(NULL);
	return turn.reply;
}

/* Only MariaDB says whose account that is (http/session.h). */
static int64_t user_row(struct request *rq, const char *account)
{
	return user_of(rq->db, rq->arena, account).v;
}

static const struct role {
	const char *name; /* of a row of PROGRAMS, too */
	enum pool pool;
} ROLES[] = {
	{"shop",  SHOP },
	{"pay",   PAY  },
	{"admin", ADMIN},
};

static const struct role *role_of(const char *name)
{
	for (size_t i = 0; name && i < sizeof(ROLES) / sizeof(ROLES[0]); i++)
		if (!strcmp(ROLES[i].name, name))
			return &ROLES[i];
	return NULL;
}

static int usage(void)
{
	fputs("usage: cointill-web --config FILE --pool shop|pay|admin\n",
	      stderr);
	return 2;
}

static int serve(const struct role *role)
{
	const struct program *program = program_find(role->name);
	struct worker worker;
	int status;
	struct site site = {.routes = ROUTES,
	                    .n = ROUTES_COUNT,
	                    .pool = role->pool,
	                    .user_row = user_row,
	                    .error = layout_error};

	must(program);
	if (!open_templates() || !program_open_keys(program))
		return 1;
	worker.db = open_db(program->db_user);
	/* Of another shop, it ends here; not there yet, it may come later. */
	(void)db_alive(worker.db);
	worker.redis = open_redis();
	remote_allow_loopback(setting_yes(SET_ALLOW_LOOPBACK_HTTP));
	counters_open(setting_text(SET_RUN_DIR), role->name);
	crew_join(setting_text(SET_RUN_DIR), role->name);
	router_open(&site);
	status = fcgi_serve(answer, &worker, REQUESTS_MOST);
	db_close(worker.db);
	redis_close(worker.redis);
	return status;
}

int main(int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"config", required_argument, NULL, 'c'},
		{"pool",   required_argument, NULL, 'p'},
		{NULL,     0,                 NULL, 0  },
	};
	const char *config = NULL;
	const struct role *role = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) >= 0) {
		if (option == 'c')
			config = optarg;
		else if (option == 'p')
			role = role_of(optarg);
		else
			return usage();
	}
	if (!role || optind != argc)
		return usage();
	if (!open_settings(config))
		return 1;
	return serve(role);
}
