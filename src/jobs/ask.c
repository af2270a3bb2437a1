/* SPDX-License-Identifier: MIT */
#include "jobs/ask.h"
#include "base/arena.h"
#include "payment/payment_callback.h"
#include "payment/payment_make.h"
#include "payment/payment_slots.h"

struct chores ask_list(struct job_context *job)
{
	struct payments wanting =
		payment_list_wanting(job->db, job->arena, CHORES_OF_COIN);
	struct callback_ids calls =
		payment_callback_list(job->db, job->arena, CHORES_OF_CALLBACKS);
	struct chore *v =
		arena_array(job->arena, wanting.n + calls.n, struct chore);

	for (size_t i = 0; i < wanting.n; i++) {
		const struct payment *p = wanting.v[i];

		v[i] = (struct chore){.kind = CHORE_ADDRESS,
		                      .id = p->id.v,
		                      .public_id = p->public_id,
		                      .asset = p->asset,
		                      .provider = p->provider};
	}
	for (size_t i = 0; i < calls.n; i++)
		v[wanting.n + i] = (struct chore){.kind = CHORE_CALLBACK,
		                                  .id = calls.v[i]};
	return (struct chores){wanting.n + calls.n, v};
}

/* One that is open no more makes room for another. */
static void ask_address(struct job_context *job, const char *public_id)
{
	const struct payment *p = payment_find(job->db, job->arena, public_id);

	if (!p || !payment_make(job->db, job->arena, p))
		return;
	p = payment_find(job->db, job->arena, public_id);
	if (!payment_is_open(p))
		payment_told(job->redis, job->db, job->arena, p);
}

static void ask_callback(struct job_context *job, int64_t id)
{
	const struct payment *p = payment_callback_ask(job->db, job->arena, id);

	if (p)
		payment_told(job->redis, job->db, job->arena, p);
}

void ask_do(struct job_context *job, const struct chore *chore)
{
	if (chore->kind == CHORE_ADDRESS)
		ask_address(job, chore->public_id);
	else
		ask_callback(job, chore->id);
}

bool job_ask(struct job_context *job)
{
	struct chores all = ask_list(job);

	for (size_t i = 0; i < all.n; i++)
		ask_do(job, &all.v[i]);
	if (all.n)
		job->result = arena_printf(job->arena, "%zu asked", all.n);
	return all.n > 0;
}
