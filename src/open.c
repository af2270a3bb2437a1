/* SPDX-License-Identifier: MIT */
#include "open.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/rescue.h"
#include "db/db.h"
#include "identity/identity.h"
#include "open_fault.h"
#include "redis/redis.h"
#include "view/templates.h"

enum { IDENTITY_BYTES = 256 * 1024 };

static const char *settings_path(const char *path)
{
	if (!path)
		path = getenv("COINTILL_CONFIG");
	return path ? path : COINTILL_ETC "/cointill.conf";
}

bool open_settings(const char *path)
{
	return settings_read(settings_path(path), open_fault, stderr);
}

void open_settings_if_any(const char *path)
{
	if (access(settings_path(path), R_OK) == 0)
		(void)open_settings(path);
}

/* A path made of two settings, for the life of the process. */
static const char *join(const char *dir, const char *file)
{
	return *dir ? arena_printf(arena_process(), "%s/%s", dir, file) : NULL;
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

struct db *open_any_db(enum setting user)
{
	struct db_login login = {
		.socket = or_null(setting_text(SET_DB_SOCKET)),
		.host = or_null(setting_text(SET_DB_HOST)),
		.port = (unsigned)setting_count(SET_DB_PORT),
		.name = setting_text(SET_DB_NAME),
		.user = setting_text(user),
		.password_file = join(setting_text(SET_DB_PASSWORD_DIR),
	                              setting_text(user)),
	};

	return db_open(&login);
}

struct look {
	struct db *db;
	struct arena *a;
};

/* What failed can be tried again; work in another shop's books cannot. */
static void refuse_another(void *arg)
{
	const struct look *look = arg;
	const char *fault = identity_fault(look->db, look->a);

	if (fault) {
		log_error("%s", fault);
		exit(EXIT_FAILURE);
	}
}

static void look_at(struct db *db)
{
	struct look look = {db, arena_open(IDENTITY_BYTES)};
	enum rescue how = rescue_run(refuse_another, &look);

	arena_close(look.a);
	if (how != RESCUE_NONE)
		rescue_unwind(how);
}

struct db *open_db(enum setting user)
{
	struct db *db = open_any_db(user);

	db_on_connect(db, look_at);
	return db;
}

struct redis *open_redis(void)
{
	return redis_open(setting_text(SET_REDIS_SOCKET),
	                  or_null(setting_text(SET_REDIS_PASSWORD_FILE)));
}

bool open_templates(void)
{
	return templates_open(join(setting_text(SET_SHARE_DIR), "templates"));
}
