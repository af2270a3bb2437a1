/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "jobs/job.h"
/*
 * jobs: everything the worker does, with its times.
 */
struct job_row {
	const char *name;
	job_body *run;
	unsigned every_s; /* from start to start, when run by `all` */
	unsigned most_s;  /* a batch may take; how long a lease lasts */
	bool is_shared;   /* it leases its parts itself, for several hosts */
	bool is_apart; /* not of `all`: src/follow.c runs it, with its keys */
};

extern const struct job_row JOBS[];
extern const size_t JOBS_COUNT;

/* The row of that name, or NULL. */
const struct job_row *job_find(const char *name);
