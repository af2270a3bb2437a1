/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"
/*
 * pool: `cointill pool`, addresses of the operator's own from a file.
 */
int cli_pool(struct command_context *c, int argc, char **argv);
