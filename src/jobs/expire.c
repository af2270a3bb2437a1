/* SPDX-License-Identifier: MIT */
#include "jobs/expire.h"
#include "base/arena.h"
#include "jobs/item.h"
#include "payment/payment_settle.h"
#include "payment/payment_slots.h"

struct ending {
	const struct payment *payment;
	unsigned ended;
};

static void end(struct job_context *job, void *arg)
{
	struct ending *e = arg;

	if (payment_end(job->db, job->arena, e->payment) != PAYMENT_ENDED)
		return;
	e->ended++;
	payment_told(job->redis, job->db, job->arena, e->payment);
}

bool job_expire(struct job_context *job)
{
	struct payments over =
		payment_list_overdue(job->db, job->arena, JOB_BATCH);
	struct ending e = {0};

	for (size_t i = 0; i < over.n; i++) {
		e.payment = over.v[i];
		job_item(job, "payment", over.v[i]->id.v, end, &e);
	}
	if (over.n)
		job->result = arena_printf(job->arena, "%u ended", e.ended);
	return over.n >= JOB_BATCH;
}
