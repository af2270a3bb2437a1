/* SPDX-License-Identifier: MIT */
/*
 * cointill: the operator's command line.
 *
 *   cointill [--config FILE] COMMAND …
 *
 * The commands are in commands.c, one file each in cli/.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "commands.h"
#include "db/db.h"
#include "base/memory.h"
#include "open.h"
#include "redis/redis.h"

struct errand {
	const struct command *command;
	struct command_context context;
	int argc;
	char **argv;
	int status;
};

static int usage(FILE *to)
{
	fputs("usage: cointill [--config FILE] COMMAND …\n\n", to);
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		fprintf(to, "  %s %s\n      %s\n", COMMANDS[i].name,
		        COMMANDS[i].usage, COMMANDS[i].meaning);
	return 2;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (!strcmp(COMMANDS[i].name, name))
			return &COMMANDS[i];
	return NULL;
}

static void run(void *arg)
{
	struct errand *e = arg;

	optind = 1; /* the command reads its own words */
	e->status = e->command->run(&e->context, e->argc, e->argv);
}

static int go(struct errand *e)
{
	enum rescue how;

	arena_limit_all(MEMORY_TOOL);
	e->context.arena = arena_open(MEMORY_TOOL);
	if (e->command->needs >= NEEDS_PARTS) {
		e->context.db = e->command->needs == NEEDS_SHOP
		                        ? open_db(SET_DB_USER_ADMIN)
		                        : open_any_db(SET_DB_USER_ADMIN);
		e->context.redis = open_redis();
	}
	how = rescue_run(run, e);
	if (how != RESCUE_NONE) {
		fputs(how == RESCUE_FULL
		              ? "this needs more memory than a command may take\n"
		              : "MariaDB or Redis does not answer; `cointill "
		                "doctor` says more\n",
		      stderr);
		e->status = 1;
	}
	db_close(e->context.db);
	redis_close(e->context.redis);
	arena_close(e->context.arena);
	return e->status;
}

int main(int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"config", required_argument, NULL, 'c'},
		{"help",   no_argument,       NULL, 'h'},
		{NULL,     0,                 NULL, 0  },
	};
	struct errand e = {
		.context = {.in = stdin, .out = stdout, .err = stderr}
        };
	const char *config = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "+", OPTIONS, NULL)) >= 0) {
		if (option == 'h')
			return usage(stdout) - 2;
		if (option != 'c')
			return usage(stderr);
		config = optarg;
	}
	e.command = optind < argc ? find(argv[optind]) : NULL;
	if (!e.command)
		return usage(stderr);
	if (e.command->needs >= NEEDS_SETTINGS && !open_settings(config))
		return 1;
	if (e.command->needs == LIKES_SETTINGS)
		open_settings_if_any(config);
	e.argc = argc - optind;
	e.argv = argv + optind;
	return go(&e);
}
