/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * demo: `cointill demo-fill`, a shop's worth of goods to try things with.
 *
 * It is the import of share_dir/samples/catalogue.json, so doing it again adds
 * nothing.
 */
struct command_context;

int demo_fill(struct command_context *c, int argc, char **argv);
