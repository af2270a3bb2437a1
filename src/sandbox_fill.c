/* SPDX-License-Identifier: MIT */
#include "sandbox_fill.h"
#include <errno.h>
#include <string.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "catalog/catalog.h"
#include "catalog/unit.h"
#include "cli/command.h"
#include "cli/import.h"
#include "db/db.h"
#include "open.h"
#include "redis/redis.h"
#include "settings.h"
#include "user/user.h"

enum { ARENA_LIMIT = 256 * 1024 * 1024 };

static const char BUYER[] = "demo";
static const char PASSWORD[] = "try this shop";

static void close_file(void *arg)
{
	fclose(arg);
}

static FILE *open_catalogue(const struct command_context *c)
{
	const char *path = arena_printf(c->arena, "%s/samples/catalogue.json",
	                                setting_text(SET_SHARE_DIR));
	FILE *in = fopen(path, "re");

	if (in)
		arena_defer(c->arena, close_file, in);
	else
		fprintf(c->err, "cannot read %s: %s\n", path, strerror(errno));
	return in;
}

static bool fill_shelves(const struct command_context *c)
{
	const struct import_options o = {.source = "demo catalogue",
	                                 .actor = "sandbox:fill",
	                                 .format = IMPORT_JSON,
	                                 .delimiter = ';',
	                                 .max = 10000};
	/* What was imported is not what the demo has to say. */
	struct command_context quiet = *c;
	struct import_counts counts;
	FILE *in = open_catalogue(c);

	quiet.out = c->err;
	if (!in || !import_file(&quiet, &o, in, &counts))
		return false;
	if (counts.added || counts.products)
		catalog_changed(c->redis, c->arena);
	return true;
}

static bool add_buyer(const struct command_context *c)
{
	struct recovery_codes codes;
	struct user_id id;

	switch (user_add(c->db, c->arena, &id, &codes, BUYER, PASSWORD,
	                 "local")) {
	case USER_ADDED:
	case USER_NAME_TAKEN:
		fprintf(c->out, "buyer: %s, password: %s\n", BUYER, PASSWORD);
		return true;
	case USER_ADD_BUSY:
		break;
	}
	fprintf(c->err, "too many passwords are being computed; try again\n");
	return false;
}

bool sandbox_fill(struct command_context *c)
{
	return unit_keys_open(setting_text(SET_UNIT_KEY_FILE)) && user_open() &&
	       fill_shelves(c) && add_buyer(c);
}

struct errand {
	struct command_context context;
	bool done;
};

static void run(void *arg)
{
	struct errand *e = arg;

	e->done = sandbox_fill(&e->context);
}

int sandbox_fill_run(const char *config)
{
	struct errand e = {
		.context = {.in = stdin, .out = stdout, .err = stderr}
        };

	if (!open_settings(config))
		return 1;
	e.context.arena = arena_open(ARENA_LIMIT);
	e.context.db = open_db(SET_DB_USER_ADMIN);
	e.context.redis = open_redis();
	if (rescue_run(run, &e) != RESCUE_NONE)
		fputs("MariaDB or Redis does not answer\n", stderr);
	db_close(e.context.db);
	redis_close(e.context.redis);
	arena_close(e.context.arena);
	return e.done ? 0 : 1;
}
