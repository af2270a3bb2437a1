/* SPDX-License-Identifier: MIT */
#include "cli/check_config.h"
#include "cli/arguments.h"
#include "open.h"
#include "open_program.h"
#include "view/templates.h"

static const char USAGE[] = "usage: cointill check-config [--no-keys] "
			    "[shop|pay|admin|ask|worker|audit]\n";

static bool has_templates(void)
{
	bool good = open_templates();

	templates_close();
	return good;
}

/* All of them, so that every fault is told. */
static bool has_secrets(const struct program *p)
{
	bool keys = program_open_keys(p);

	return program_reads_passwords(p) && keys;
}

static bool could_start(const struct program *p, bool no_keys)
{
	bool good = no_keys || has_secrets(p);

	return (!p->has_pages || has_templates()) && good;
}

/* All of them on one host, as its root sees them. */
static bool could_all_start(bool no_keys)
{
	bool good = true;

	for (size_t i = 0; i < PROGRAMS_COUNT; i++)
		good = could_start(&PROGRAMS[i], no_keys) && good;
	return good;
}

int cli_check_config(struct command_context *c, int argc, char **argv)
{
	const struct program *one = NULL;
	struct operands names;
	bool no_keys = false, good;
	const struct option_field fields[] = {option_yes("no-keys", &no_keys)};

	if (!arguments_read(c, USAGE, argc, argv, fields, 1, &names, 0, 1))
		return 2;
	if (names.n && !(one = program_find(names.v[0]))) {
		fputs(USAGE, c->err);
		return 2;
	}
	good = one ? could_start(one, no_keys) : could_all_start(no_keys);
	fputs(good ? "the configuration is good\n"
	           : "the configuration is not good\n",
	      good ? c->out : c->err);
	return good ? 0 : 1;
}
