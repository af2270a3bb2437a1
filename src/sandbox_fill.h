/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * sandbox_fill: `cointill-sandbox fill`, a shop's worth of goods and a buyer to
 * try things with.
 *
 * It is the import of share_dir/samples/catalogue.json, so doing it again adds
 * nothing.  The buyer's password is known to everybody, so this is in a program
 * that is never installed.
 */
struct command_context;

/* False after a sentence on err. */
bool sandbox_fill(struct command_context *c);
/* The same in a shop of its own settings; the program's exit status. */
int sandbox_fill_run(const char *config);
