/* SPDX-License-Identifier: MIT */
#include "jobs/item.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rescue.h"

struct item {
	struct job_context *job;
	job_item_body *body;
	void *arg;
};

static void run_item(void *arg)
{
	struct item *item = arg;

	item->body(item->job, item->arg);
}

bool job_item(struct job_context *job, const char *what, int64_t which,
              job_item_body *body, void *arg)
{
	struct item item = {job, body, arg};
	struct arena *batch = job->arena;
	enum rescue how;

	job->arena = arena_open(MEMORY_ITEM);
	how = rescue_run(run_item, &item);
	arena_close(job->arena);
	job->arena = batch;
	if (how == RESCUE_NONE)
		return true;
	if (how != RESCUE_FULL)
		rescue_unwind(how);
	log_error("%s %lld does not fit into memory and is left", what,
	          (long long)which);
	job->left++;
	job->failed = true;
	return false;
}
