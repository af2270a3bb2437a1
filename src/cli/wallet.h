/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"
/*
 * wallet: `cointill wallet`, the public keys whose addresses are paid to.
 */
int cli_wallet(struct command_context *c, int argc, char **argv);
