/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "jobs/job.h"
/*
 * item: one of a batch, with memory of its own.
 *
 * An item that does not fit costs itself: it is logged and counted, what its
 * transaction had written is rolled back, and the others go on.  Losing
 * MariaDB or Redis ends the batch as ever.
 */
typedef void job_item_body(struct job_context *job, void *arg);

/* Runs the body with job->arena an arena of the item's; false when it was
 * full.  What and which are for the log: "payment", its id. */
bool job_item(struct job_context *job, const char *what, int64_t which,
              job_item_body *body, void *arg);
