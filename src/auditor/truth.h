/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdio.h>
/*
 * truth: what the sandbox really did, from its log of JSON lines.
 *
 * Only lines about a payment that was paid matter here.
 */
struct arena;

struct truth {
	/* [[line number, gateway id, minor units, currency, asset], …] as
	 * JSON, for a statement to read. */
	const char *paid;
};

/* Reads the log; false after a sentence on err. */
bool truth_read(struct truth *out, struct arena *a, const char *path,
                FILE *err);
