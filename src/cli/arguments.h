/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * arguments: the options of a command, read into typed values.
 *
 * Options may stand anywhere; "--" ends them.  A wrong one is named on err
 * with the usage, which is whole lines.
 */
struct command_context;

struct option_field {
	const char *name; /* "dry-run" for --dry-run */
	enum { OPTION_YES, OPTION_TEXT, OPTION_COUNT } kind;
	void *out;        /* bool, const char *, int64_t */
	int64_t min, max; /* of a count */
};

struct option_field option_yes(const char *name, bool *out);
struct option_field option_text(const char *name, const char **out);
struct option_field option_count(const char *name, int64_t min, int64_t max,
                                 int64_t *out);

struct operands {
	int n;
	char *const *v;
};

/* Reads the options, and what is left (min..max of it); false after a
 * sentence on err. */
bool arguments_read(const struct command_context *c, const char *usage,
                    int argc, char **argv, const struct option_field *field,
                    size_t n, struct operands *left, int min, int max);
