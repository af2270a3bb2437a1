/* SPDX-License-Identifier: MIT */
#include "cli/doctor.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/seal.h"
#include "cli/doctor_chains.h"
#include "cli/doctor_own.h"
#include "cli/doctor_prices.h"
#include "cli/doctor_say.h"
#include "cli/doctor_sql.h"
#include "db/db.h"
#include "db/migrate.h"
#include "gateway/kryptoexpress.h"
#include "identity/identity.h"
#include "open.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "remote/remote.h"
#include "view/templates.h"
/*
 * Each check names one part, says "ok" or what is wrong and what to do
 * (doctor_say.h).
 */
enum { DISK_LEAST_MIB = 500, DRIFT_MS = 2000, ASKER_S = 90 };

/* what: what is wrong and what to do, when it is not good. */
static void say(struct visit *v, bool good, const char *part, const char *what)
{
	if (good)
		doctor_fine(v, part, "");
	else
		doctor_broken(v, part, what);
}

static void check_key(struct visit *v, enum setting s, const char *part,
                      enum identity_key which)
{
	struct key key;
	bool good = key_read(&key, setting_text(s));

	say(v, good, part,
	    arena_printf(v->a,
	                 "%s must hold 64 hex digits and be readable "
	                 "by its owner alone",
	                 setting_text(s)));
	if (good)
		(void)identity_takes(which, &key);
}

/* Whether the settings and the keys above are of the shop in the database. */
static void check_identity(struct visit *v)
{
	const char *fault = identity_fault(v->c->db, v->a);

	say(v, !fault, "identity", fault);
}

static void check_roles(struct visit *v)
{
	static const enum setting USERS[] = {
		SET_DB_USER_SHOP,   SET_DB_USER_PAY,   SET_DB_USER_ADMIN,
		SET_DB_USER_WORKER, SET_DB_USER_AUDIT,
	};

	for (size_t i = 0; i < sizeof(USERS) / sizeof(USERS[0]); i++) {
		struct db *db = open_any_db(USERS[i]);

		say(v, db_alive(db),
		    arena_printf(v->a, "MariaDB as %s", setting_text(USERS[i])),
		    "cannot sign in: is it running, are db_socket and the "
		    "password file right?");
		db_close(db);
	}
}

static bool check_schema(struct visit *v)
{
	const char *sql =
		arena_printf(v->a, "%s/sql", setting_text(SET_SHARE_DIR));
	struct moment then, now = clock_now();

	if (!db_alive(v->c->db))
		return false;
	if (!migrate_is_done(v->c->db, sql)) {
		say(v, false, "schema", "run `cointill migrate`");
		return false;
	}
	say(v, true, "schema", "");
	check_identity(v);
	then = doctor_sql_clock(v->c->db, v->a);
	say(v, llabs(then.ms - now.ms) < DRIFT_MS, "clock",
	    "this host and MariaDB disagree by more than 2 seconds: set up "
	    "time synchronisation");
	return true;
}

static void check_worker(struct visit *v)
{
	int64_t minutes;

	if (!db_alive(v->c->db))
		return;
	minutes = doctor_sql_worker_minutes(v->c->db, v->a);
	say(v, minutes >= 0 && minutes < 5, "worker",
	    minutes < 0 ? "no job ever ran: start the timer of "
	                  "cointill-worker"
	                : arena_printf(v->a,
	                               "no job ended for %" PRId64
	                               " minutes: look at the timer of "
	                               "cointill-worker",
	                               minutes));
}

/* Buyers wait for it, so a minute is long. */
static void check_asker(struct visit *v)
{
	struct asker is = doctor_sql_asker(v->c->db, v->a);
	const char *what = "";

	if (is.heard_s < 0)
		what = "it never ran, so no buyer gets an address: start "
		       "cointill-ask";
	else if (is.heard_s > ASKER_S || is.waits_s > ASKER_S)
		what = arena_printf(
			v->a,
			"last heard of %s ago, and a request waits for %s: "
			"look at cointill-ask",
			doctor_age(v->a, is.heard_s),
			doctor_age(v->a, is.waits_s));
	say(v, !*what, "ask", what);
	if (is.callbacks)
		doctor_warn(v, "callbacks",
		            arena_printf(v->a,
		                         "%" PRId64
		                         " wait for the gateway to confirm "
		                         "them",
		                         is.callbacks));
}

static void check_gateway(struct visit *v)
{
	struct kryptoexpress gateway = {setting_text(SET_GATEWAY_URL), ""};
	struct gateway_error error;

	remote_allow_loopback(setting_yes(SET_ALLOW_LOOPBACK_HTTP));
	kryptoexpress_assets(&error, v->a, &gateway);
	say(v, error.kind == GATEWAY_FINE, "gateway",
	    arena_printf(v->a, "%s does not answer as KryptoExpress does: %s",
	                 gateway.base_url, error.message));
}

static void check_host(struct visit *v)
{
	const char *run = setting_text(SET_RUN_DIR);
	const char *origin = setting_text(SET_ORIGIN);
	struct statvfs disk;

	say(v, access(run, W_OK) == 0, "run_dir",
	    arena_printf(v->a, "%s cannot be written", run));
	if (statvfs(run, &disk) == 0)
		say(v,
		    (uint64_t)disk.f_bavail * disk.f_frsize >> 20 >
		            DISK_LEAST_MIB,
		    "disk", "less than 500 MB are free");
	say(v,
	    !strncmp(origin, "https://", 8) ||
	            !strncmp(origin, "http://127.0.0.1", 16) ||
	            !strncmp(origin, "http://localhost", 16),
	    "origin",
	    "must be https, or cookies and money travel in the "
	    "open");
}

/* Anybody can send one, so it is no more than a warning. */
void doctor_origin(struct visit *v)
{
	const struct answer *seen =
		redis_ask(v->c->redis, v->a,
	                  WORDS(word("GET"), word(key_wrong_origin(v->a))));

	if (seen->kind == ANSWER_TEXT &&
	    !slice_is(seen->s, setting_text(SET_ORIGIN)))
		doctor_warn(v, "forms",
		            arena_printf(v->a,
		                         "refused within the hour: origin "
		                         "%.*s, expected %s",
		                         (int)seen->s.len, seen->s.p,
		                         setting_text(SET_ORIGIN)));
}

static void check_redis(struct visit *v)
{
	if (!redis_alive(v->c->redis))
		doctor_broken(v, "Redis",
		              "does not answer: is it running, is "
		              "redis_socket right?");
	else if (!redis_takes(v->c->redis, key_probe(v->a)))
		doctor_broken(v, "Redis",
		              "refuses writes: is its memory or disk full, is "
		              "it a replica?");
	else {
		doctor_fine(v, "Redis", "");
		doctor_origin(v);
	}
}

int cli_doctor(struct command_context *c, int argc, char **argv)
{
	struct visit v = {c, c->arena, 0};
	bool is_migrated;

	(void)argc;
	(void)argv;
	check_host(&v);
	check_key(&v, SET_APP_KEY_FILE, "app key", IDENTITY_APP);
	check_key(&v, SET_UNIT_KEY_FILE, "unit key", IDENTITY_UNIT);
	check_key(&v, SET_CALLBACK_KEY_FILE, "callback key", IDENTITY_CALLBACK);
	say(&v, access(setting_text(SET_GATEWAY_KEY_FILE), R_OK) == 0,
	    "gateway key", "gateway_key_file cannot be read");
	say(&v, open_templates(), "templates", "see the line above");
	check_roles(&v);
	check_redis(&v);
	is_migrated = check_schema(&v);
	check_worker(&v);
	check_gateway(&v);
	if (is_migrated) {
		check_asker(&v);
		doctor_chains(&v);
		doctor_own(&v);
		doctor_prices(&v);
	}
	fprintf(c->out, v.broken ? "%u broken\n" : "all well\n", v.broken);
	return v.broken ? 1 : 0;
}
