/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"

int cli_explain(struct command_context *c, int argc, char **argv);
