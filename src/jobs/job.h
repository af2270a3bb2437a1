/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * job: one bounded batch of the worker's work.
 *
 * A job may be killed at any moment and run twice at once: what it changes
 * is right by its own transactions, each item in one of its own.  The lease
 * (jobs/lease.h) only keeps two workers from doing the same for nothing.
 */
struct arena;
struct db;
struct redis;

struct job_context {
	struct db *db;
	struct redis *redis;
	struct arena *arena; /* of this batch */
	const char *result;  /* what was done, in a few words */
	bool failed;         /* a foreign service did not answer */
	unsigned left;       /* items that did not fit (jobs/item.h) */
};

/* Whether there is more to do right now. */
typedef bool job_body(struct job_context *job);

/* Items of one batch. */
enum { JOB_BATCH = 200 };
