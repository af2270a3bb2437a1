/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/command.h"

/* Knows an address when it sees one, and derives some; needs no shop. */
int cli_address(struct command_context *c, int argc, char **argv);
