/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "cli/import_read.h"
/*
 * import: `cointill import`, units from a file to the shelves.
 *
 * The whole file is checked before a unit is added, and nothing is when a
 * line is wrong (unless bad ones may be skipped).  A unit that was ever here,
 * sold or not, or stands twice in the file, is left out.  So a file can be
 * given again, after a crash for one, and only what is missing is added.
 */
struct command_context;

struct import_options {
	const char *source; /* what the batch is called */
	const char *actor;
	enum import_format format;
	char delimiter;
	bool is_dry, skips_bad;
	int64_t max;
};

struct import_counts {
	uint64_t records, bad, doubled, on_shelf, sold, added;
	uint64_t products; /* made without a unit */
	int64_t batch;     /* 0: none was made */
};

/* Imports from in, which can be rewound; false when nothing was to be done
 * because of what the file holds. */
bool import_file(const struct command_context *c,
                 const struct import_options *o, FILE *in,
                 struct import_counts *counts);

int import_run(struct command_context *c, int argc, char **argv);
