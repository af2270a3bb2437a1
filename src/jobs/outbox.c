/* SPDX-License-Identifier: MIT */
#include "jobs/outbox.h"
#include "base/arena.h"
#include "notice/notice.h"
#include "user/shown.h"
#include "user/user.h"

bool job_outbox(struct job_context *job)
{
	struct told told = {0};
	unsigned n = notice_deliver(job->db, job->arena, JOB_BATCH, &told);

	for (size_t i = 0; i < told.n; i++)
		shown_forget(job->redis, job->arena,
		             user_account(job->db, job->arena, told.v[i]));
	if (n)
		job->result = arena_printf(job->arena, "%u delivered", n);
	return n == JOB_BATCH;
}
