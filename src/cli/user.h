/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"

/* `cointill user unlock NAME` */
int cli_user(struct command_context *c, int argc, char **argv);
