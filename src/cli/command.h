/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdio.h>
/*
 * command: one word after `cointill`, and what it does.
 *
 * A command writes its result to out and what went wrong to err, and gives
 * back the program's exit status: 0 done, 1 not done, 2 called wrongly.
 */
struct arena;
struct db;
struct redis;

struct command_context {
	struct db *db;
	struct redis *redis;
	struct arena *arena;
	FILE *in, *out, *err;
};

/* What must be there before a command runs: nothing; settings where there are
 * any; the settings; they and the connections, which are NULL in its context
 * otherwise; or with them a database that is of this shop (identity.h). */
enum command_needs {
	NEEDS_NOTHING,
	LIKES_SETTINGS,
	NEEDS_SETTINGS,
	NEEDS_PARTS,
	NEEDS_SHOP
};

struct command {
	const char *name;    /* "import" */
	const char *usage;   /* "[--dry-run] FILE|-" */
	const char *meaning; /* one sentence */
	enum command_needs needs;
	/* argv[0] is the name. */
	int (*run)(struct command_context *c, int argc, char **argv);
};
