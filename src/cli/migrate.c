/* SPDX-License-Identifier: MIT */
#include "cli/migrate.h"
#include <string.h>
#include "base/arena.h"
#include "db/db.h"
#include "db/migrate.h"
#include "ledger/ledger.h"
#include "open.h"

static const char *in_share(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", setting_text(SET_SHARE_DIR), name);
}

int cli_migrate(struct command_context *c, int argc, char **argv)
{
	struct arena *a = c->arena;
	struct db *db = open_db(SET_DB_USER_MIGRATE);
	bool grants = argc == 2 && !strcmp(argv[1], "--grants");
	bool good;

	if (argc > 1 && !grants) {
		fputs("migrate takes no words but --grants\n", c->err);
		return 2;
	}
	good = migrate_run(db, in_share(a, "sql"), c->out, c->err);
	if (good)
		ledger_open_accounts(db);
	if (good && grants)
		good = migrate_grants(db, in_share(a, "sql/grants.sql"),
		                      c->err);
	db_close(db);
	return good ? 0 : 1;
}
