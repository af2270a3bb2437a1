/* SPDX-License-Identifier: MIT */
#include "cli/migrate.h"
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "catalog/unit.h"
#include "db/db.h"
#include "db/migrate.h"
#include "identity/identity.h"
#include "ledger/ledger.h"
#include "open.h"

static const char *in_share(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", setting_text(SET_SHARE_DIR), name);
}

static const struct {
	enum identity_key key;
	enum setting file;
} KEYS[] = {
	{IDENTITY_APP,      SET_APP_KEY_FILE     },
	{IDENTITY_UNIT,     SET_UNIT_KEY_FILE    },
	{IDENTITY_CALLBACK, SET_CALLBACK_KEY_FILE},
};

/* A key that is not on this host is compared by the programs that open it. */
static void take_keys(FILE *err)
{
	for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++) {
		const char *path = setting_text(KEYS[i].file);
		struct key key;

		if (access(path, R_OK) == 0 && key_read(&key, path))
			identity_takes(KEYS[i].key, &key);
		else
			fprintf(err,
			        "%s cannot be read, so the database learns "
			        "nothing of it: run `cointill migrate` where "
			        "the keys are\n",
			        path);
	}
}

/* Which shop this is: written the first time, compared ever after. */
static bool settle_identity(struct db *db, struct arena *a, FILE *err)
{
	const char *units = setting_text(SET_UNIT_KEY_FILE), *fault;

	take_keys(err);
	if (access(units, R_OK) == 0 && unit_keys_open(units) &&
	    !unit_keys_fit(db, a)) {
		fprintf(err,
		        "%s does not open the units on the shelves: put the "
		        "key back that they were imported with\n",
		        units);
		return false;
	}
	fault = identity_write(db, a);
	if (fault)
		fprintf(err, "%s\n", fault);
	return !fault;
}

int cli_migrate(struct command_context *c, int argc, char **argv)
{
	struct arena *a = c->arena;
	struct db *db = open_any_db(SET_DB_USER_MIGRATE);
	bool grants = argc == 2 && !strcmp(argv[1], "--grants");
	bool good;

	if (argc > 1 && !grants) {
		fputs("migrate takes no words but --grants\n", c->err);
		return 2;
	}
	good = migrate_run(db, in_share(a, "sql"), c->out, c->err);
	if (good)
		good = settle_identity(db, a, c->err);
	if (good)
		ledger_open_accounts(db);
	if (good && grants)
		good = migrate_grants(db, in_share(a, "sql/grants.sql"),
		                      c->err);
	db_close(db);
	return good ? 0 : 1;
}
