/* SPDX-License-Identifier: MIT */
#include "price/ask.h"
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "chain/budget.h"
#include "price/party.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "remote/remote.h"

enum {
	TIMEOUT_S = 10,
	ANSWER_MOST = 64 * 1024,
	WIDE = 16,
	UNKNOWN_S = 3600,
	PAUSE_MOST_MS = 2000,
	LAST_ROUND_MS = 20 * 1000 /* after which no more is asked */
};

enum stage { STAGE_WAITS, STAGE_SENT, STAGE_DONE };

/* One request, and the source it goes to. */
struct errand {
	size_t at; /* index of the source */
	struct price_request request;
	enum stage stage;
};

struct round {
	struct arena *arena;
	struct redis *redis;
	const struct price_wish *wish;
	struct price_wish *wishes; /* of each source: what it may know */
	struct party *parties;
	struct price_answer *answers;
	size_t sources;
	struct errand *errands;
	size_t n, room;
};

/* --- what ---------------------------------------------------------------- */

/*
 * A pair that a source does not know is remembered for an hour, lest all its
 * others be asked one by one every minute.
 */
static const char *pair_of(struct arena *a, const char *coin,
                           const char *currency)
{
	return arena_printf(a, "%s%s", coin, currency);
}

/* KEYS: the set.  ARGV: pair, seconds. */
static struct script REMEMBER = {
	"redis.call('SADD', KEYS[1], ARGV[1]) "
	"return redis.call('EXPIRE', KEYS[1], ARGV[2])",
	"",
};

static void remember_unknown(struct round *r, const struct errand *e)
{
	const struct price_question *q = &e->request.question;
	const char *key = key_unpriced(r->arena, r->answers[e->at].name);

	(void)redis_script(r->redis, r->arena, &REMEMBER, WORDS(word(key)),
	                   WORDS(word(pair_of(r->arena, q->coin, q->currency)),
	                         word_int(r->arena, UNKNOWN_S)));
}

static bool holds(const struct answer *set, const char *pair)
{
	for (size_t i = 0; i < set->n; i++)
		if (slice_is(set->item[i]->s, pair))
			return true;
	return false;
}

static struct price_wish wish_of(struct round *r, size_t at)
{
	const char **coins = arena_array(r->arena, r->wish->n, const char *);
	const char *key = key_unpriced(r->arena, r->answers[at].name);
	const struct answer *unknown = redis_ask(
		r->redis, r->arena, WORDS(word("SMEMBERS"), word(key)));
	size_t n = 0;

	for (size_t i = 0; i < r->wish->n; i++)
		if (!holds(unknown, pair_of(r->arena, r->wish->coins[i],
		                            r->wish->currency)))
			coins[n++] = r->wish->coins[i];
	return (struct price_wish){coins, n, r->wish->currency};
}

static void plan(struct round *r, size_t at, const struct price_wish *wish)
{
	struct price_requests all = r->parties[at].source->plan(r->arena, wish);

	must(r->n + all.n <= r->room);
	for (size_t i = 0; i < all.n; i++)
		r->errands[r->n++] = (struct errand){at, all.v[i], STAGE_WAITS};
}

/* Each coin alone, when they were refused together. */
static void plan_apart(struct round *r, size_t at)
{
	const struct price_wish *all = &r->wishes[at];

	for (size_t i = 0; i < all->n; i++) {
		struct price_wish one = {&all->coins[i], 1, all->currency};

		plan(r, at, &one);
	}
}

static void drop(struct round *r, size_t at)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->errands[i].at == at)
			r->errands[i].stage = STAGE_DONE;
}

/* --- what was said ------------------------------------------------------- */

static bool is_among(const struct price_wish *wish, const struct price *p)
{
	if (strcmp(p->currency, wish->currency) != 0)
		return false;
	for (size_t i = 0; i < wish->n; i++)
		if (!strcmp(p->coin, wish->coins[i]))
			return true;
	return false;
}

static bool is_told(const struct prices *all, const char *coin)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i].coin, coin))
			return true;
	return false;
}

/* Of who was asked for one coin, no word on another is taken. */
static void keep(struct round *r, const struct errand *e,
                 const struct prices *said)
{
	const char *only = e->request.question.coin;
	struct prices *all = &r->answers[e->at].prices;

	for (size_t i = 0; i < said->n; i++) {
		const struct price *p = &said->v[i];

		if (is_among(r->wish, p) && !is_told(all, p->coin) &&
		    (!only || !strcmp(only, p->coin)))
			(void)prices_add(all, r->arena, *p);
	}
}

static bool is_mere_ignorance(const struct fault *f)
{
	return f->kind == FAULT_UNSUPPORTED || f->kind == FAULT_BAD_REQUEST;
}

/* Of several faults the worst first one is told. */
static void fail(struct round *r, const struct errand *e, struct fault f)
{
	struct fault *told = &r->answers[e->at].fault;

	if (f.kind == FAULT_UNSUPPORTED && !e->request.question.coin &&
	    r->wish->n > 1) {
		plan_apart(r, e->at);
		return;
	}
	if (f.kind == FAULT_UNSUPPORTED && e->request.question.coin)
		remember_unknown(r, e);
	if (told->kind == FAULT_NONE ||
	    (is_mere_ignorance(told) && !is_mere_ignorance(&f)))
		*told = f;
	if (f.kind != FAULT_RATE_LIMITED)
		return;
	budget_rest(r->redis, r->arena, r->answers[e->at].name, f.wait_s);
	drop(r, e->at);
}

static void take(struct round *r, const struct errand *e,
                 const struct remote_call *c)
{
	struct prices said = {0};

	if (c->status != REMOTE_OK)
		said.fault = fault_of(FAULT_UNAVAILABLE, c->why);
	else
		(void)r->parties[e->at].source->read(&said, r->arena,
		                                     &e->request.question,
		                                     c->http, c->answer);
	if (said.fault.kind != FAULT_NONE)
		fail(r, e, said.fault);
	else
		keep(r, e, &said);
}

/* Not to know some coin is no fault; to know none is. */
static void judge(struct price_answer *answer)
{
	struct fault *f = &answer->fault;

	if (answer->prices.n && is_mere_ignorance(f))
		*f = (struct fault){0};
	if (answer->asked && !answer->prices.n && f->kind == FAULT_NONE)
		*f = fault_of(FAULT_UNSUPPORTED, "it told none of the prices");
}

/* --- in rounds, as the budgets allow ------------------------------------- */

static unsigned waiting(const struct round *r, size_t at)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->errands[i].at == at &&
		     r->errands[i].stage == STAGE_WAITS;
	return n;
}

/* Marks as many as the host bears now; milliseconds until it bears more. */
static int64_t allow(struct round *r, size_t at)
{
	struct party *p = &r->parties[at];
	unsigned want = waiting(r, at);
	struct allowance given = {0};

	/* By its name, for a sandbox is several of them at one host. */
	if (want)
		given = budget_take(r->redis, r->arena, r->answers[at].name,
		                    p->per_hour, p->burst, want);
	for (size_t i = 0, n = 0; i < r->n && n < given.calls; i++) {
		if (r->errands[i].at != at ||
		    r->errands[i].stage != STAGE_WAITS)
			continue;
		r->errands[i].stage = STAGE_SENT;
		n++;
	}
	return want > given.calls ? given.wait_ms : INT64_MAX;
}

static struct remote_call call_of(struct round *r, const struct errand *e)
{
	const struct party *p = &r->parties[e->at];

	return (struct remote_call){
		.method = "GET",
		.url = arena_printf(r->arena, "%s%s", p->url, e->request.path),
		.headers = p->headers,
		.timeout_s = TIMEOUT_S,
		.limit_bytes = ANSWER_MOST,
	};
}

static void send_marked(struct round *r)
{
	struct remote_call *calls =
		arena_array(r->arena, r->n, struct remote_call);
	size_t *whose = arena_array(r->arena, r->n, size_t), n = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (r->errands[i].stage != STAGE_SENT)
			continue;
		r->errands[i].stage = STAGE_DONE;
		r->answers[r->errands[i].at].asked++;
		whose[n] = i;
		calls[n++] = call_of(r, &r->errands[i]);
	}
	if (n)
		remote_perform(r->arena, calls, n, WIDE);
	for (size_t i = 0; i < n; i++)
		take(r, &r->errands[whose[i]], &calls[i]);
}

/* Milliseconds until somebody bears more; INT64_MAX when all is asked. */
static int64_t run_round(struct round *r)
{
	int64_t *ms = arena_array(r->arena, r->sources, int64_t);
	int64_t wait_ms = INT64_MAX;

	for (size_t i = 0; i < r->sources; i++)
		ms[i] = allow(r, i);
	send_marked(r);
	for (size_t i = 0; i < r->sources; i++) {
		if (!waiting(r, i))
			continue;
		if (ms[i] == INT64_MAX)
			ms[i] = 0; /* thought of in this very round */
		if (ms[i] < wait_ms)
			wait_ms = ms[i];
	}
	return wait_ms;
}

static void sleep_ms(int64_t ms)
{
	struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};

	nanosleep(&t, NULL);
}

struct price_answer *price_ask(struct arena *a, struct redis *redis,
                               const struct price_sources *sources,
                               const struct price_wish *wish)
{
	int64_t until_ms = clock_ticks_ms() + LAST_ROUND_MS, wait_ms;
	struct round r = {.arena = a,
	                  .redis = redis,
	                  .wish = wish,
	                  .sources = sources->n};

	r.parties = arena_array(a, sources->n, struct party);
	r.wishes = arena_array(a, sources->n, struct price_wish);
	r.answers = arena_array(a, sources->n, struct price_answer);
	/* All at once, and then each alone. */
	r.room = sources->n * (2 * wish->n + 1);
	r.errands = arena_array(a, r.room, struct errand);
	for (size_t i = 0; i < sources->n; i++) {
		r.parties[i] = party_open(a, sources->v[i]);
		r.answers[i].source = sources->v[i];
		r.answers[i].name = r.parties[i].name;
		r.wishes[i] = wish_of(&r, i);
		plan(&r, i, &r.wishes[i]);
	}
	while ((wait_ms = run_round(&r)) <= PAUSE_MOST_MS &&
	       clock_ticks_ms() + wait_ms < until_ms)
		sleep_ms(wait_ms);
	for (size_t i = 0; i < sources->n; i++)
		judge(&r.answers[i]);
	return r.answers;
}
