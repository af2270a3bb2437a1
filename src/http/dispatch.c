/* SPDX-License-Identifier: MIT */
#include "http/dispatch.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rescue.h"
#include "http/counters.h"
#include "http/form.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/router.h"
#include "http/session.h"

struct turn {
	struct request *rq;
	struct reply *reply;
};

static void take_turn(void *arg)
{
	struct turn *turn = arg;

	turn->reply = router_answer(turn->rq);
}

/* A page of the same look that asks neither MariaDB nor Redis. */
static struct reply *sorry(struct request *rq, int status, const char *what)
{
	struct reply *r;

	rq->session = arena_new(rq->arena, struct session);
	form_none(rq);
	r = reply_error(rq, status, what);
	reply_header(rq, r, "Cache-Control", "no-store");
	return r;
}

/* The row that matched, not the path: some paths hold a secret. */
static const char *place(const struct request *rq)
{
	return rq->route ? rq->route->path : "no page of ours";
}

static struct reply *lost(struct turn *turn)
{
	log_error("lost MariaDB or Redis at %s", place(turn->rq));
	counters_add(COUNT_LOST, 1);
	return sorry(turn->rq, 503,
	             "A part of the shop is being restarted. Nothing "
	             "was lost: try again in a few seconds.");
}

static struct reply *full(struct turn *turn, struct arena **a)
{
	struct arena *other = arena_open(MEMORY_SORRY);

	log_error("out of memory at %s", place(turn->rq));
	counters_add(COUNT_FULL, 1);
	turn->rq = request_again(other, turn->rq);
	log_request(turn->rq->id);
	arena_close(*a);
	*a = other;
	return sorry(turn->rq, 500,
	             "This page needs more memory than a page may take. The "
	             "operator has been told.");
}

static void count(const struct reply *r, int64_t since_ms)
{
	counters_add(r->status < 300   ? COUNT_2XX
	             : r->status < 400 ? COUNT_3XX
	             : r->status < 500 ? COUNT_4XX
	                               : COUNT_5XX,
	             1);
	counters_add(COUNT_MS, (uint64_t)(clock_ticks_ms() - since_ms));
}

static void take(struct turn *turn, struct arena **a)
{
	switch (rescue_run(take_turn, turn)) {
	case RESCUE_NONE:
		return;
	case RESCUE_FULL:
		turn->reply = full(turn, a);
		return;
	case RESCUE_LOST:
	case RESCUE_REPEAT:
		turn->reply = lost(turn);
		return;
	}
}

struct reply *dispatch(struct arena **a, char *const *params, struct slice body,
                       void *services)
{
	const struct services *own = services;
	struct turn turn = {.rq = request_open(*a, params, body)};
	int64_t since_ms = clock_ticks_ms();

	turn.rq->db = own->db;
	turn.rq->redis = own->redis;
	log_request(turn.rq->id);
	take(&turn, a);
	count(turn.reply, since_ms);
	if (turn.reply->status >= 500)
		log_warn("%d at %s", turn.reply->status, place(turn.rq));
	log_request(NULL);
	return turn.reply;
}
