/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdio.h>
/*
 * truth: what the sandbox really did, from its log of JSON lines.
 *
 * Only lines about a payment that was paid matter here, and those about coins
 * that came to an address or were taken away again.
 */
struct arena;

struct truth {
	/* [[line number, gateway id, minor units, currency, asset], …] as
	 * JSON, for a statement to read. */
	const char *paid;
	/* [[line number, asset, txid, address, base units, milliseconds, 1 or
	 * -1, 1 if a source knows the asset], …] the same way: what came and,
	 * with -1, what a reorganisation or a replacement took back. */
	const char *moved;
};

/* Reads the log; false after a sentence on err. */
bool truth_read(struct truth *out, struct arena *a, const char *path,
                FILE *err);
