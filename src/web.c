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
 * Redis on the way leads back to dispatch, to a 503; a full arena to a 500.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/memory.h"
#include "base/panic.h"
#include "db/db.h"
#include "http/counters.h"
#include "http/crew.h"
#include "http/dispatch.h"
#include "http/fcgi.h"
#include "http/router.h"
#include "http/request.h"
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
	struct services services;
	int status;
	struct site site = {.routes = ROUTES,
	                    .n = ROUTES_COUNT,
	                    .pool = role->pool,
	                    .user_row = user_row,
	                    .error = layout_error};

	must(program);
	arena_limit_all(MEMORY_WEB);
	if (!open_templates() || !program_open_keys(program))
		return 1;
	services.db = open_db(program->db_user);
	/* Of another shop, it ends here; not there yet, it may come later. */
	(void)db_alive(services.db);
	services.redis = open_redis();
	remote_allow_loopback(setting_yes(SET_ALLOW_LOOPBACK_HTTP));
	counters_open(setting_text(SET_RUN_DIR), role->name);
	crew_join(setting_text(SET_RUN_DIR), role->name);
	router_open(&site);
	status = fcgi_serve(dispatch, &services, REQUESTS_MOST);
	db_close(services.db);
	redis_close(services.redis);
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
