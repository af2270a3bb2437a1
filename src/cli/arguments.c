/* SPDX-License-Identifier: MIT */
#include "cli/arguments.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include "base/arena.h"
#include "cli/command.h"

struct option_field option_yes(const char *name, bool *out)
{
	return (struct option_field){
		.name = name, .kind = OPTION_YES, .out = out};
}

struct option_field option_text(const char *name, const char **out)
{
	return (struct option_field){
		.name = name, .kind = OPTION_TEXT, .out = out};
}

struct option_field option_count(const char *name, int64_t min, int64_t max,
                                 int64_t *out)
{
	return (struct option_field){.name = name,
	                             .kind = OPTION_COUNT,
	                             .out = out,
	                             .min = min,
	                             .max = max};
}

static bool take(const struct command_context *c, const struct option_field *f,
                 const char *value)
{
	char *end;
	long long n;

	if (f->kind == OPTION_YES) {
		*(bool *)f->out = true;
		return true;
	}
	if (f->kind == OPTION_TEXT) {
		*(const char **)f->out = value;
		return true;
	}
	errno = 0;
	n = strtoll(value, &end, 10);
	if (errno || end == value || *end || n < f->min || n > f->max) {
		fprintf(c->err, "--%s wants a whole number from %lld to %lld\n",
		        f->name, (long long)f->min, (long long)f->max);
		return false;
	}
	*(int64_t *)f->out = n;
	return true;
}

static const struct option *table(struct arena *a, const struct option_field *f,
                                  size_t n)
{
	struct option *o = arena_array(a, n + 1, struct option);

	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){f[i].name,
		                       f[i].kind == OPTION_YES
		                               ? no_argument
		                               : required_argument,
		                       NULL, (int)i + 1};
	return o;
}

static bool misused(const struct command_context *c, const char *usage)
{
	fputs(usage, c->err);
	return false;
}

bool arguments_read(const struct command_context *c, const char *usage,
                    int argc, char **argv, const struct option_field *field,
                    size_t n, struct operands *left, int min, int max)
{
	const struct option *options = table(c->arena, field, n);
	int got;

	optind = 0; /* read from the start, whoever called getopt before */
	opterr = 0;
	while ((got = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (got == ':' || got == '?') {
			fprintf(c->err,
			        got == ':' ? "%s wants a value\n"
			                   : "%s is not an option here\n",
			        argv[optind - 1]);
			return misused(c, usage);
		}
		if (!take(c, &field[got - 1], optarg))
			return misused(c, usage);
	}
	*left = (struct operands){argc - optind, argv + optind};
	if (left->n < min || left->n > max)
		return misused(c, usage);
	return true;
}
