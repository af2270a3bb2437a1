/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include <stdio.h>
/*
 * progress: how far a long command has come, in one line that changes, where
 * err is a terminal; nothing at all elsewhere.
 */
struct progress {
	FILE *err;
	const char *what; /* "Checking" */
	uint64_t all;     /* 0: not known */
	int64_t shown_ms;
	int is_shown;
};

struct progress progress_open(FILE *err, const char *what, uint64_t all);
void progress_show(struct progress *p, uint64_t done);
void progress_close(struct progress *p);
