/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"

int cli_doctor(struct command_context *c, int argc, char **argv);
