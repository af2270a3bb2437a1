/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
/*
 * damages: what somebody with root on the database could do to the story
 * (story.h), and the invariant that must be named for it.
 */
struct damage {
	const char *name;
	const char *sql; /* statements, parted by semicolons */
	const char *invariant;
};

extern const struct damage DAMAGES[], CHAIN_DAMAGES[];
extern const size_t DAMAGES_COUNT, CHAIN_DAMAGES_COUNT;
/* What only the truth log can tell. */
extern const struct damage LIES[], CHAIN_LIES[];
extern const size_t LIES_COUNT, CHAIN_LIES_COUNT;
