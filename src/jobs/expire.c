/* SPDX-License-Identifier: MIT */
#include "jobs/expire.h"
#include "base/arena.h"
#include "payment/payment_settle.h"
#include "payment/payment_slots.h"

bool job_expire(struct job_context *job)
{
	struct payments over =
		payment_list_overdue(job->db, job->arena, JOB_BATCH);
	unsigned ended = 0;

	for (size_t i = 0; i < over.n; i++) {
		if (payment_end(job->db, job->arena, over.v[i]) !=
		    PAYMENT_ENDED)
			continue;
		ended++;
		payment_told(job->redis, job->db, job->arena, over.v[i]);
	}
	if (over.n)
		job->result = arena_printf(job->arena, "%u ended", ended);
	return over.n >= JOB_BATCH;
}
