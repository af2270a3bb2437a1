/* SPDX-License-Identifier: MIT */
#include "chain/scan.h"
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "chain/address.h"
#include "chain/budget.h"
#include "chain/send.h"
#include "chain/sources.h"
/*
 * Scans go on in rounds: the next question of as many as may be in flight, and
 * as the budgets of the hosts allow, all at once; then each answer is read and
 * taken.
 */
enum {
	ASKED_MOST = 2000, /* of one scan, which will never end */
	INDEX_FROM = 8,    /* watches; fewer are compared one by one */
	DOWN_FROM = 3,     /* calls without any answer */
	ROOM_ROUND = 64 * 1024,
	ROOM_CALL = 64 * 1024,
	ROOM_CREDITS = 32 * 1024 * 1024
};

/* One scan on its way. */
struct errand {
	struct scan *scan;
	scan_ask *ask;
	scan_take *take;
	size_t host;
	bool has_seat, is_granted; /* in this round */
	struct ask question;
	const struct watch_index *index;
};

/* The scans that ask one host. */
struct host {
	const struct endpoint *endpoint;
	unsigned want, granted; /* in this round */
	unsigned failures;      /* calls without any answer */
	int64_t ready_ms;       /* when one more may be asked */
	int rest_s;             /* it said enough */
};

struct run {
	struct arena *arena;
	const struct scan_limits *limits;
	struct errand *errands;
	size_t n;
	struct host *hosts;
	size_t hosts_n;
};

/* Neither at its end nor at a fault nor put off. */
static bool is_open(const struct scan *s)
{
	return !s->is_done && !s->is_put_off && s->fault.kind == FAULT_NONE;
}

/* --- what a scan says ---------------------------------------------------- */

/* The text as long as the scan lives. */
static const char *lasting(const struct scan *s, const char *text)
{
	return text && s->endpoint->source->is_bulky
	               ? arena_text(s->arena, text)
	               : text;
}

static bool keep_credit(struct scan *s, struct chain_credit c)
{
	c.txid = lasting(s, c.txid);
	c.index = lasting(s, c.index);
	c.position = lasting(s, c.position);
	c.block_hash = lasting(s, c.block_hash);
	return credits_add(&s->found, s->arena, c);
}

void scan_keep_unread(struct scan *s, const struct credits *page)
{
	size_t passed = s->found.passed + page->passed;

	for (size_t i = 0; i < page->unread_n; i++) {
		struct chain_unread u = page->unread[i];

		u.txid = lasting(s, u.txid);
		u.why = lasting(s, u.why);
		credits_pass(&s->found, s->arena, u);
	}
	s->found.passed = passed;
}

static void pass_one(struct scan *s, struct chain_unread u)
{
	scan_keep_unread(
		s, &(struct credits){.unread = &u, .unread_n = 1, .passed = 1});
}

bool scan_pass(struct scan *s, const struct credits *read, const char *txid,
               int64_t at)
{
	if (read->fault.kind == FAULT_NONE || !read->fault.is_of_one)
		return false;
	pass_one(s, (struct chain_unread){txid, read->fault.message, at, NULL});
	return true;
}

bool scan_take_again(struct scan *s, const struct credits *read,
                     const struct chain_unread *u)
{
	if (read->is_unknown || read->fault.kind == FAULT_BAD_REQUEST) {
		pass_one(s,
		         (struct chain_unread){u->txid, "it is not known there",
		                               u->at, NULL});
		return true;
	}
	if (scan_pass(s, read, u->txid, u->at))
		return true;
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (!read->txid || strcmp(read->txid, u->txid) != 0)
		return scan_fail(s, FAULT_MALFORMED, "another transaction");
	return scan_keep(s, read);
}

bool scan_keep(struct scan *s, const struct credits *page)
{
	for (size_t i = 0; i < page->n; i++)
		if (!keep_credit(s, page->v[i]))
			return scan_fail(s, FAULT_MALFORMED,
			                 "two answers contradict each other");
	for (size_t i = 0; i < page->notes_n; i++)
		credits_note(&s->found, s->arena, page->notes[i].kind,
		             lasting(s, page->notes[i].txid));
	scan_keep_unread(s, page);
	s->found.rows += page->rows;
	s->found.is_cut |= page->is_cut;
	return true;
}

void scan_reaches(struct scan *s, int64_t from)
{
	if (from > s->from)
		s->from = from;
}

void scan_end(struct scan *s, const char *next)
{
	s->next = next;
	s->is_done = true;
}

bool scan_fail(struct scan *s, enum fault_kind kind, const char *message)
{
	s->fault = fault_of(kind, message);
	return false;
}

/* Nothing is better than half of it. */
static void forget(struct scan *s)
{
	s->found = credits_none();
	s->next = NULL;
	s->from = s->top = 0;
	s->is_done = false;
}

static void give_up(struct scan *s)
{
	forget(s);
	s->fault.message =
		send_mask(s->arena, s->endpoint, lasting(s, s->fault.message));
}

static void put_off(struct scan *s)
{
	forget(s);
	s->is_put_off = true;
}

/* --- one answer ---------------------------------------------------------- */

static struct question question_of(const struct errand *e)
{
	const struct scan *s = e->scan;
	struct question q = {
		.asked = e->question.asked,
		.watches = s->watches,
		.n = s->n,
		.tip = s->tip,
		.cursor = e->question.cursor,
		.limit = e->question.limit,
		.parts = e->question.parts,
		.first = e->question.first,
		.index = e->index,
	};

	if (s->endpoint->source->is_wallet && s->n == 0) {
		q.every = network_coin(s->endpoint->network);
		q.chain = chain_set();
	}
	return q;
}

static void read_answer(struct credits *out, struct arena *a,
                        const struct errand *e, const struct remote_call *call)
{
	const struct scan *s = e->scan;
	struct question q = question_of(e);

	*out = credits_none();
	out->fault = send_fault(a, s->endpoint, call);
	if (out->fault.kind == FAULT_NONE)
		(void)s->endpoint->source->read(out, a, &q, call->http,
		                                call->answer);
}

static size_t limit_of(const struct ask *ask)
{
	return ask->limit_bytes ? ask->limit_bytes : SEND_LIMIT_BYTES;
}

/* The reader's copy of the body, and what it makes of it. */
static size_t room_to_read(const struct ask *ask)
{
	return 4 * limit_of(ask) + ROOM_CREDITS;
}

/* An answer that is taken. */
struct taking {
	struct run *run;
	struct errand *errand;
	const struct remote_call *call;
	struct arena *own; /* of a bulky source: closed when it is taken */
};

static void take_it(void *arg)
{
	struct taking *t = arg;
	struct errand *e = t->errand;
	const struct remote_call *call = t->call;
	struct scan *s = e->scan;
	struct host *host = &t->run->hosts[e->host];
	struct credits read;
	bool goes_on;

	if (s->endpoint->source->is_bulky)
		t->own = arena_open(room_to_read(&e->question));
	read_answer(&read, t->own ? t->own : s->arena, e, call);
	if (call->status != REMOTE_OK && !call->is_too_large)
		host->failures++;
	if (read.fault.kind == FAULT_RATE_LIMITED &&
	    read.fault.wait_s > host->rest_s)
		host->rest_s = read.fault.wait_s;
	goes_on = e->take(s, &read);
	if (!goes_on && s->fault.kind == FAULT_NONE)
		s->fault = read.fault.kind != FAULT_NONE
		                   ? read.fault
		                   : fault_of(FAULT_MALFORMED,
		                              "an answer to something else");
	if (s->fault.kind != FAULT_NONE)
		give_up(s);
}

/* A scan that does not fit into memory costs itself, not the others. */
static bool fits(struct scan *s, void (*body)(void *), void *arg)
{
	enum rescue how = rescue_run(body, arg);

	if (how == RESCUE_NONE)
		return true;
	if (how != RESCUE_FULL)
		rescue_unwind(how);
	forget(s);
	return scan_fail(s, FAULT_UNAVAILABLE,
	                 "what it answers does not fit into memory");
}

static void take_answer(struct run *r, struct errand *e,
                        const struct remote_call *call)
{
	struct taking t = {r, e, call, NULL};

	(void)fits(e->scan, take_it, &t);
	arena_close(t.own);
}

/* --- budgets ------------------------------------------------------------- */

static size_t host_of(struct run *r, const struct endpoint *e)
{
	for (size_t i = 0; i < r->hosts_n; i++)
		if (!strcmp(r->hosts[i].endpoint->host, e->host))
			return i;
	r->hosts[r->hosts_n].endpoint = e;
	return r->hosts_n++;
}

/* At most so many as may be in flight, the first in line first, so that they
 * end before others begin. */
static void give_seats(struct run *r)
{
	int64_t now = clock_ticks_ms();
	unsigned seats = r->limits->wide;

	for (size_t i = 0; i < r->hosts_n; i++)
		r->hosts[i].want = 0;
	for (size_t i = 0; i < r->n; i++) {
		struct errand *e = &r->errands[i];
		struct host *h = &r->hosts[e->host];

		e->has_seat = seats && is_open(e->scan) && h->ready_ms <= now;
		h->want += e->has_seat;
		seats -= e->has_seat;
	}
}

static void take_budget(struct run *r, struct host *h)
{
	const struct endpoint *e = h->endpoint;
	struct allowance given = {.calls = h->want};

	if (h->want && r->limits->redis)
		given = budget_take(r->limits->redis, r->arena, e->host,
		                    e->per_hour, e->burst, h->want);
	h->granted = given.calls;
	if (given.calls < h->want)
		h->ready_ms = clock_ticks_ms() +
		              (given.wait_ms > 0 ? given.wait_ms : 1);
}

static size_t grant(struct run *r)
{
	size_t granted = 0;

	give_seats(r);
	for (size_t i = 0; i < r->hosts_n; i++)
		take_budget(r, &r->hosts[i]);
	for (size_t i = 0; i < r->n; i++) {
		struct errand *e = &r->errands[i];
		struct host *h = &r->hosts[e->host];

		e->is_granted = e->has_seat && h->granted > 0;
		h->granted -= e->is_granted;
		granted += e->is_granted;
	}
	return granted;
}

static void sleep_ms(int64_t ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};

	while (nanosleep(&t, &t))
		;
}

/* Until somebody may ask again; those who cannot in time are put off. */
static bool wait_for_budget(struct run *r)
{
	int64_t now = clock_ticks_ms(), first = INT64_MAX;

	for (size_t i = 0; i < r->n; i++) {
		struct errand *e = &r->errands[i];
		int64_t ready = r->hosts[e->host].ready_ms;

		if (!is_open(e->scan))
			continue;
		if (ready >= r->limits->deadline_ms)
			put_off(e->scan);
		else if (ready < first)
			first = ready;
	}
	if (first > now && first < INT64_MAX)
		sleep_ms(first - now);
	return first < INT64_MAX;
}

static void put_off_all(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (is_open(r->errands[i].scan))
			put_off(r->errands[i].scan);
}

/* Nobody waits for a host that said enough, or for one that is dead. */
static void rest_hosts(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct errand *e = &r->errands[i];

		const struct host *h = &r->hosts[e->host];

		if (is_open(e->scan) && (h->rest_s || h->failures >= DOWN_FROM))
			put_off(e->scan);
	}
	for (size_t i = 0; i < r->hosts_n; i++) {
		struct host *h = &r->hosts[i];

		if (h->rest_s && r->limits->redis)
			budget_rest(r->limits->redis, r->arena,
			            h->endpoint->host, h->rest_s);
		h->rest_s = 0;
	}
}

/* --- rounds -------------------------------------------------------------- */

/* Bodies live for a round; what the readers keep of them is the scan's.  Room
 * costs nothing until an answer takes it. */
static void close_room(void *room)
{
	arena_close(room);
}

static void **open_room(const struct run *r)
{
	void **held = arena_hold(r->arena, close_room);
	size_t room = ROOM_ROUND;

	for (size_t i = 0; i < r->n; i++)
		if (r->errands[i].is_granted)
			room += ROOM_CALL + r->errands[i].question.body.len +
			        4 * limit_of(&r->errands[i].question);
	*held = arena_open(room);
	return held;
}

static void ask_next(void *errand)
{
	struct errand *e = errand;

	e->question = (struct ask){0};
	e->ask(e->scan, &e->question);
	e->scan->asked++;
}

static void ask_all(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct errand *e = &r->errands[i];

		if (e->is_granted)
			e->is_granted = fits(e->scan, ask_next, e);
	}
}

static void perform(struct run *r, size_t granted)
{
	struct remote_call *calls;
	struct arena *room;
	void **held;
	size_t n = 0;

	ask_all(r);
	held = open_room(r);
	room = *held;
	calls = arena_array(room, granted, struct remote_call);
	for (size_t i = 0; i < r->n; i++)
		if (r->errands[i].is_granted)
			calls[n++] =
				send_call(room, r->errands[i].scan->endpoint,
			                  &r->errands[i].question);
	remote_perform(room, calls, n, r->limits->wide);
	n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->errands[i].is_granted)
			take_answer(r, &r->errands[i], &calls[n++]);
	*held = NULL;
	arena_close(room);
}

static void refuse_endless(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct scan *s = r->errands[i].scan;

		if (!is_open(s) || s->asked < ASKED_MOST)
			continue;
		scan_fail(s, FAULT_MALFORMED, "it never comes to an end");
		give_up(s);
	}
}

static void run(struct run *r)
{
	for (;;) {
		size_t granted;

		refuse_endless(r);
		if (clock_ticks_ms() >= r->limits->deadline_ms)
			put_off_all(r);
		granted = grant(r);
		if (granted)
			perform(r, granted);
		else if (!wait_for_budget(r))
			break;
		rest_hosts(r);
	}
}

static void errand_open(struct run *r, struct scan *s, scan_ask *ask,
                        scan_take *take)
{
	struct errand *e = &r->errands[r->n++];

	s->found = credits_none();
	*e = (struct errand){
		.scan = s,
		.ask = ask,
		.take = take,
		.host = host_of(r, s->endpoint),
	};
	if (s->n >= INDEX_FROM)
		e->index = watch_index_open(s->arena, s->watches, s->n);
	if (ask)
		return;
	scan_fail(s, FAULT_UNSUPPORTED, "this source cannot be asked so");
	give_up(s);
}

static struct run run_open(struct arena *a, size_t n,
                           const struct scan_limits *limits)
{
	return (struct run){
		.arena = a,
		.limits = limits,
		.errands = arena_array(a, n + 1, struct errand),
		.hosts = arena_array(a, n + 1, struct host),
	};
}

void scan_run(struct arena *a, struct scan *scans, size_t n,
              const struct scan_limits *limits)
{
	struct run r = run_open(a, n, limits);

	for (size_t i = 0; i < n; i++)
		errand_open(&r, &scans[i], scans[i].endpoint->source->ask,
		            scans[i].endpoint->source->take);
	run(&r);
}

/* --- tips ---------------------------------------------------------------- */

static void ask_tip(struct scan *s, struct ask *out)
{
	s->endpoint->source->ask_tip(s->arena, out);
}

static bool take_tip(struct scan *s, const struct credits *read)
{
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (read->is_unknown)
		return scan_fail(s, FAULT_UNAVAILABLE,
		                 "it has not read the chain yet");
	if (read->height < 0)
		return scan_fail(s, FAULT_MALFORMED, "no height of the chain");
	s->tip = read->height;
	scan_end(s, NULL);
	return true;
}

void scan_tips(struct arena *a, struct tip *tips, size_t n,
               const struct scan_limits *limits)
{
	struct scan *scans = arena_array(a, n + 1, struct scan);
	struct run r = run_open(a, n, limits);

	for (size_t i = 0; i < n; i++) {
		scans[i].arena = a;
		scans[i].endpoint = tips[i].endpoint;
		errand_open(&r, &scans[i],
		            tips[i].endpoint->source->ask_tip ? ask_tip : NULL,
		            take_tip);
	}
	run(&r);
	for (size_t i = 0; i < n; i++) {
		tips[i].height = scans[i].is_done ? scans[i].tip : -1;
		tips[i].fault = scans[i].fault;
		tips[i].is_put_off = scans[i].is_put_off;
	}
}
