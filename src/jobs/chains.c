/* SPDX-License-Identifier: MIT */
#include "jobs/chains.h"
#include "base/arena.h"
#include "base/clock.h"
#include "chain/endpoint.h"
#include "jobs/chain_look.h"
#include "jobs/lease.h"
#include "deposit/deposit_state.h"
#include "payment/payment_arrive.h"
#include "payment/payment_own.h"
#include "payment/payment_slots.h"

enum {
	LOOK_MS = 30 * 1000,
	LEASE_S = 60,
	/* What many large answers at once may take; small ones don't. */
	MEMORY = 1024 * 1024 * 1024
};

static void close_arena(void *arena)
{
	arena_close(*(struct arena **)arena);
	*(struct arena **)arena = NULL;
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

static void look(struct job_context *job, struct text *said)
{
	struct arena *memory = arena_open(MEMORY);
	struct arena **closing = arena_new(job->arena, struct arena *);
	struct looking l = {
		.db = job->db,
		.redis = job->redis,
		.arena = memory,
		.deadline_ms = clock_ticks_ms() + LOOK_MS,
		.v = arena_array(job->arena, NETWORK_COUNT, struct chain_look),
	};

	*closing = memory;
	arena_defer(job->arena, close_arena, closing);
	take_networks(job, &l);
	chain_look_all(&l);
	for (size_t i = 0; i < l.n; i++) {
		say_network(said, job->arena, &l.v[i]);
		job->failed |= !l.v[i].at && l.v[i].fault;
		lease_give(job->db, &l.v[i].lease, "");
	}
	close_arena(closing);
}

static bool is_any(const struct settled *s)
{
	return s->seen || s->confirmed || s->credited || s->held ||
	       s->reversed || s->gone || s->ended;
}

/* The id to go on after; 0: that was all. */
static int64_t settle_some(struct job_context *job, struct arena *memory,
                           struct settled *all, int64_t after)
{
	struct payments some =
		payment_list_arriving(job->db, memory, after, JOB_BATCH);

	for (size_t i = 0; i < some.n; i++) {
		struct settled one = {0};

		payment_arrive(job->db, memory, some.v[i], &one);
		if (is_any(&one))
			payment_told(job->redis, job->db, memory, some.v[i]);
		settled_add(all, &one);
		after = some.v[i]->id.v;
	}
	return some.n < JOB_BATCH ? 0 : after;
}

static void settle(struct job_context *job, struct text *said)
{
	struct arena **memory = arena_new(job->arena, struct arena *);
	struct settled all = {0};
	int64_t after = 0;

	arena_defer(job->arena, close_arena, memory);
	deposit_wake(job->db);
	do {
		*memory = arena_open(MEMORY);
		after = settle_some(job, *memory, &all, after);
		close_arena(memory);
	} while (after);
	if (is_any(&all))
		text_printf(said,
		            "%s%u seen, %u confirmed, %u credited, %u held, "
		            "%u taken back, %u gone, %u ended",
		            said->len ? "; " : "", all.seen, all.confirmed,
		            all.credited, all.held, all.reversed, all.gone,
		            all.ended);
}

/* Those whose page died before the address was shown. */
static void open_left(struct job_context *job)
{
	struct payments left =
		payment_own_list_left(job->db, job->arena, JOB_BATCH);

	for (size_t i = 0; i < left.n; i++)
		payment_own_open(job->db, job->arena, left.v[i]);
}

bool job_chains(struct job_context *job)
{
	struct text said = text_open(job->arena, 512);

	open_left(job);
	look(job, &said);
	settle(job, &said);
	job->result = said.p;
	return false;
}
