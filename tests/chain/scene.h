/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
/*
 * scene: a scan that goes through HTTP to a stub, line by line.
 *
 * A question that no line answers is cut off, so the scan fails: what is asked
 * is checked by what is answered.
 */
struct line {
	const char *path; /* up to the question mark */
	const char *with; /* in the head or the body; NULL: any */
	const char *body; /* of the answer; every ' is a " */
	int http;         /* 0: 200 */
};

/* Up to the first line without a path. */
enum { LINES_MOST = 32 };

struct scene {
	const char *source, *address;
	const char *assets[4]; /* up to the first NULL */
	int64_t tip;
	const char *cursor;
	struct line lines[LINES_MOST];
};

/* The scan when it is over; it is in the arena of the process. */
const struct scan *scene_play(const struct scene *scene);
/* The same, and it must end well. */
const struct scan *scene_end(const struct scene *scene);
/* What the stub says is the height of the chain. */
struct tip scene_tip(const struct scene *scene);

/* The body of a recorded answer, below tests/data/fixtures. */
const char *recorded(const char *name);
/* The credit at that position, or NULL. */
const struct chain_credit *credit_at(const struct scan *s,
                                     const char *position);
