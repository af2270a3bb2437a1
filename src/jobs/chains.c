/* SPDX-License-Identifier: MIT */
#include "jobs/chains.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rescue.h"
#include "chain/endpoint.h"
#include "deposit/deposit_state.h"
#include "jobs/chain_look.h"
#include "jobs/item.h"
#include "jobs/lease.h"
#include "payment/payment_arrive.h"
#include "payment/payment_slots.h"

enum { LOOK_MS = 30 * 1000, LEASE_S = 60 };

static void close_arena(void *arena)
{
	arena_close(arena);
}

/* Several hosts share the work network by network. */
static void take_networks(struct job_context *job, struct looking *l)
{
	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++) {
		enum network network = (enum network)i;
		struct chain_look *c = &l->v[l->n];

		if (!endpoints_of(network).n)
			continue;
		c->network = network;
		c->lease = lease_take(job->db, job->arena,
		                      arena_printf(job->arena, "chains:%s",
		                                   network_code(network)),
		                      LEASE_S, 0);
		l->n += c->lease.fence != 0;
	}
}

static void say_network(struct text *t, struct arena *a,
                        const struct chain_look *c)
{
	struct text one = text_open(a, 160);

	text_printf(&one, "%s%s:", t->len ? "; " : "",
	            network_code(c->network));
	if (c->at)
		text_printf(&one, " tip %lld", (long long)c->tip);
	if (c->addresses)
		text_printf(&one, ", %u addresses", c->addresses);
	if (c->asked)
		text_printf(&one, ", %u asked", c->asked);
	if (c->fresh)
		text_printf(&one, ", %u new", c->fresh);
	if (c->missing)
		text_printf(&one, ", %u missing", c->missing);
	if (c->passed)
		text_printf(&one, ", %zu passed over", c->passed);
	if (c->put_off)
		text_printf(&one, ", %u put off", c->put_off);
	if (!c->at)
		text_printf(&one, " %s",
		            c->fault ? c->fault : "all its sources rest");
	text_add_text(t, one.p);
}

static void look_all(void *looking)
{
	chain_look_all(looking);
}

/* What was recorded before memory ran out stays; the leases are given back
 * all the same, and the payments judged. */
static bool look_fits(struct job_context *job, struct looking *l)
{
	enum rescue how = rescue_run(look_all, l);

	if (how == RESCUE_LOST || how == RESCUE_REPEAT)
		rescue_unwind(how);
	if (how == RESCUE_NONE)
		return true;
	log_error("the look at the chains does not fit into memory");
	job->left++;
	job->failed = true;
	return false;
}

static void look(struct job_context *job, struct text *said)
{
	void **memory = arena_hold(job->arena, close_arena);
	struct looking l = {
		.db = job->db,
		.redis = job->redis,
		.deadline_ms = clock_ticks_ms() + LOOK_MS,
		.v = arena_array(job->arena, NETWORK_COUNT, struct chain_look),
	};
	bool fits;

	*memory = l.arena = arena_open(MEMORY_LOOK);
	take_networks(job, &l);
	fits = look_fits(job, &l);
	for (size_t i = 0; i < l.n; i++) {
		if (fits)
			say_network(said, job->arena, &l.v[i]);
		job->failed |= l.v[i].left || (!l.v[i].at && l.v[i].fault);
		job->left += l.v[i].left;
		lease_give(job->db, &l.v[i].lease, "");
	}
	*memory = NULL;
	arena_close(l.arena);
}

static bool is_any(const struct settled *s)
{
	return s->seen || s->confirmed || s->credited || s->held ||
	       s->reversed || s->gone || s->ended;
}

struct settling {
	struct settled all;
	const struct payment *payment;
	int64_t after; /* the id to go on after; 0: that was all */
};

static void settle_one(struct job_context *job, void *arg)
{
	struct settling *s = arg;
	struct settled one = {0};

	payment_arrive(job->db, job->arena, s->payment, &one);
	if (is_any(&one))
		payment_told(job->redis, job->db, job->arena, s->payment);
	settled_add(&s->all, &one);
}

/* With memory of its own, for there may be any number of them. */
static void settle_some(struct job_context *job, void *arg)
{
	struct settling *s = arg;
	struct payments some =
		payment_list_arriving(job->db, job->arena, s->after, JOB_BATCH);

	for (size_t i = 0; i < some.n; i++) {
		s->payment = some.v[i];
		s->after = some.v[i]->id.v;
		job_item(job, "payment", s->after, settle_one, s);
	}
	if (some.n < JOB_BATCH)
		s->after = 0;
}

static void settle(struct job_context *job, struct text *said)
{
	struct settling s = {0};
	const struct settled *all = &s.all;

	deposit_wake(job->db);
	while (job_item(job, "payments after", s.after, settle_some, &s) &&
	       s.after)
		;
	if (is_any(all))
		text_printf(said,
		            "%s%u seen, %u confirmed, %u credited, %u held, "
		            "%u taken back, %u gone, %u ended",
		            said->len ? "; " : "", all->seen, all->confirmed,
		            all->credited, all->held, all->reversed, all->gone,
		            all->ended);
}

bool job_chains(struct job_context *job)
{
	struct text said = text_open(job->arena, 512);

	look(job, &said);
	settle(job, &said);
	job->result = said.p;
	return false;
}
