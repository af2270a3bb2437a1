/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"

int cli_migrate(struct command_context *c, int argc, char **argv);
