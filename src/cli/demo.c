/* SPDX-License-Identifier: MIT */
#include "cli/demo.h"
#include <errno.h>
#include <string.h>
#include "base/arena.h"
#include "catalog/catalog.h"
#include "catalog/unit.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/import.h"
#include "settings.h"
#include "user/user.h"

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
	                                 .actor = "cli:demo-fill",
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

int demo_fill(struct command_context *c, int argc, char **argv)
{
	struct operands none;

	if (!arguments_read(c, "usage: cointill demo-fill\n", argc, argv, NULL,
	                    0, &none, 0, 0))
		return 2;
	if (!unit_keys_open(setting_text(SET_UNIT_KEY_FILE)) || !user_open())
		return 1;
	return fill_shelves(c) && add_buyer(c) ? 0 : 1;
}
