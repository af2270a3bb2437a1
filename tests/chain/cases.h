/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/sources.h"
/*
 * cases: the recorded answers of a source and what is expected of each, as
 * the manifest.json of their folder says.
 */
struct watched {
	const char *asset, *address;
	enum chain chain;
};

struct case_set {
	const char *folder; /* below tests/data/fixtures */
	source_read *read;
	struct watched watched[8]; /* up to the first without asset */
	/* Files that hold no credits and have a reader of their own. */
	const char *elsewhere[8];
};

/* Runs every case; gives how many. */
size_t cases_check(const struct case_set *set);
