/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"
/*
 * check_config: whether a program could start as things are: its settings (they
 * were read before), its keys, its passwords, the templates.  Units ask before
 * each start and each reload, so that a slip stops that and not the shop.
 *
 * --no-keys is for a reload, which takes over neither keys nor passwords.
 *
 * Exit status 1 after a line for each fault.  Neither MariaDB nor Redis is
 * asked: a shop waits for them.
 */
int cli_check_config(struct command_context *c, int argc, char **argv);
