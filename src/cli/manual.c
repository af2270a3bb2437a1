/* SPDX-License-Identifier: MIT */
#include "cli/manual.h"
#include "settings.h"

int cli_manual(struct command_context *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	settings_print(c->out);
	return 0;
}
