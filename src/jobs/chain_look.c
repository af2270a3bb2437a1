/* SPDX-License-Identifier: MIT */
#include "jobs/chain_look.h"
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rescue.h"
#include "chain/address.h"
#include "chain/node_wallet.h"
#include "chain/sources.h"
#include "db/db.h"
#include "deposit/deposit_record.h"
#include "jobs/job.h"
#include "settings.h"
#include "watch/cursor.h"
#include "watch/health.h"
#include "watch/unread.h"

enum {
	WIDE = 64,        /* questions in flight, to all hosts together */
	ADDRESSES = 1000, /* of one network, in one run of the job */
	KNOWN = 2000,     /* deposits of one network */
	IMPORT = 500      /* addresses told to a node at once */
};

static struct scan_limits limits_of(const struct looking *l)
{
	return (struct scan_limits){
		.wide = WIDE,
		.deadline_ms = l->deadline_ms,
		.redis = l->redis,
	};
}

static const char *code_of(const struct chain_look *c)
{
	return network_code(c->network);
}

static void give_up_source(struct looking *l, struct chain_look *c,
                           const struct fault *fault)
{
	c->fault = arena_printf(l->arena, "%s: %s", c->at->name,
	                        fault->message ? fault->message
	                                       : fault_name(fault->kind));
	log_warn("%s", c->fault);
	health_bad(l->db, c->at->name, code_of(c), fault);
	c->at = NULL;
}

/* --- which source, and how high its chain is ----------------------------- */

/* The next one that does not rest; false when there is none left. */
static bool next_source(struct looking *l, struct chain_look *c)
{
	while (c->next < c->endpoints.n) {
		const struct endpoint *e = &c->endpoints.v[c->next++];

		if (c->by_address && e->source->is_whole)
			continue;
		if (health_of(l->db, l->arena, e->name).is_resting)
			continue;
		c->at = e;
		return true;
	}
	c->at = NULL;
	c->is_over = true;
	return false;
}

/* Behind what it told before by more than a chain can be reorganised; what it
 * told an hour ago may have been the lie. */
static bool went_back(struct looking *l, const struct chain_look *c,
                      int64_t tip)
{
	struct health before = health_of(l->db, l->arena, c->at->name);
	int64_t age_ms = clock_now().ms - before.good_at.ms;

	return before.tip - tip > network_final(c->network) &&
	       age_ms < 3600 * 1000;
}

static void take_tip(struct looking *l, struct chain_look *c,
                     const struct tip *tip)
{
	struct fault back = {0};

	if (tip->is_put_off) {
		c->put_off++;
		c->at = NULL;
		c->is_over = true;
	} else if (tip->height < 0) {
		give_up_source(l, c, &tip->fault);
	} else if (went_back(l, c, tip->height)) {
		back = fault_of(FAULT_UNAVAILABLE, "its chain went back");
		give_up_source(l, c, &back);
	} else {
		c->tip = tip->height;
	}
}

static void ask_tips(struct looking *l)
{
	struct scan_limits limits = limits_of(l);
	struct tip *tips = arena_array(l->arena, l->n + 1, struct tip);
	size_t *whose = arena_array(l->arena, l->n + 1, size_t), n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].is_over || !next_source(l, &l->v[i]))
			continue;
		if (!l->v[i].at->source->ask_tip) {
			l->v[i].tip = 0; /* it does not tell */
			continue;
		}
		tips[n].endpoint = l->v[i].at;
		whose[n++] = i;
	}
	scan_tips(l->arena, tips, n, &limits);
	for (size_t i = 0; i < n; i++)
		take_tip(l, &l->v[whose[i]], &tips[i]);
}

/* --- what to scan -------------------------------------------------------- */

/* What one node's wallet was asked up to says nothing of another's. */
static const char *cursor_name(const struct endpoint *e)
{
	return e->source->is_wallet ? e->name : e->source->name;
}

static void close_arena(void *arena)
{
	arena_close(arena);
}

/* With memory of its own, until the look is over: what strangers sent to one
 * address must not fill that of all. */
static struct scan scan_at(const struct looking *l, const struct chain_look *c,
                           size_t memory)
{
	void **held = arena_hold(l->arena, close_arena);

	*held = arena_open_small(memory);
	return (struct scan){
		.arena = *held,
		.endpoint = c->at,
		.tip = c->tip,
		.final = network_final(c->network),
		.known = c->known,
	};
}

static void plan_again(struct looking *l, const struct chain_look *c,
                       struct scan *s, int64_t payment)
{
	struct unread_list again =
		unread_due(l->db, l->arena, code_of(c), payment);

	s->again = again.v;
	s->again_n = again.n;
}

static void plan_addresses(struct looking *l, struct chain_look *c)
{
	int64_t *of;

	if (!c->is_seen) {
		c->due = watched_due(l->db, l->arena, c->network, ADDRESSES);
		c->is_seen = arena_array(l->arena, c->due.n + 1, bool);
	}
	c->scans = arena_array(l->arena, c->due.n + 1, struct scan);
	of = arena_array(l->arena, c->due.n + 1, int64_t);
	for (size_t i = 0; i < c->due.n; i++) {
		const struct watched *w = &c->due.v[i];
		struct scan *s = &c->scans[c->scans_n];

		if (c->is_seen[i])
			continue;
		*s = scan_at(l, c, MEMORY_SCAN);
		s->watches = &w->watch;
		s->n = 1;
		if (w->source && !strcmp(w->source, c->at->source->name))
			s->cursor = w->cursor;
		plan_again(l, c, s, w->payment);
		of[c->scans_n++] = (int64_t)i;
	}
	c->of = of;
}

/* Each address for each coin of the network: a buyer may send another, and
 * what we move ourselves is known by it. */
static void watch_assets(struct looking *l, struct chain_look *c)
{
	struct watched_list all = watched_all(l->db, l->arena, c->network);
	struct watch *v =
		arena_array(l->arena, all.n * ASSETS_COUNT + 1, struct watch);

	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < ASSETS_COUNT; k++) {
			if (ASSETS[k].network != c->network)
				continue;
			v[c->watches_n] = all.v[i].watch;
			v[c->watches_n++].asset = &ASSETS[k];
		}
	c->watches = v;
}

static void plan_whole(struct looking *l, struct chain_look *c)
{
	const struct source *source = c->at->source;
	bool native = source->native && setting_yes(SET_WATCH_NATIVE);
	struct endpoint *walk = arena_new(l->arena, struct endpoint);
	int64_t *of = arena_array(l->arena, 2, int64_t);

	c->scans = arena_array(l->arena, 2, struct scan);
	c->scans_n = native ? 2 : 1;
	if (!source->is_wallet && !c->watches)
		watch_assets(l, c);
	*walk = *c->at;
	walk->source = source->native;
	/* What one of them shows, the other can't miss. */
	walk->name = arena_printf(l->arena, "%s, coins", c->at->name);
	for (size_t i = 0; i < c->scans_n; i++) {
		struct scan *s = &c->scans[i];

		of[i] = -1;
		*s = scan_at(l, c, MEMORY_LOOK);
		if (i)
			s->endpoint = walk;
		else
			plan_again(l, c, s, 0);
		s->cursor = cursor_find(l->db, l->arena, code_of(c),
		                        cursor_name(s->endpoint),
		                        s->endpoint->source->name);
		s->watches = c->watches;
		s->n = c->watches_n;
	}
	c->of = of;
}

/* --- an own node has to know our addresses ------------------------------- */

static const char *import_some(struct looking *l, struct chain_look *c,
                               const struct watched_list *some)
{
	const char **texts = arena_array(l->arena, some->n + 1, const char *);
	const char *why;

	for (size_t i = 0; i < some->n; i++)
		texts[i] = some->v[i].watch.address;
	why = node_wallet_import(l->arena, c->at, texts, some->n);
	for (size_t i = 0; i < some->n && !why; i++)
		watched_imported(l->db, some->v[i].payment);
	return why;
}

static const char *import(struct looking *l, struct chain_look *c)
{
	bool is_new = !watched_is_imported(l->db, l->arena, c->network);
	const char *why = node_wallet_open(l->arena, c->at, is_new);

	while (!why) {
		struct watched_list some = watched_not_imported(
			l->db, l->arena, c->network, IMPORT);

		if (!some.n)
			break;
		why = import_some(l, c, &some);
	}
	return why;
}

static void plan(struct looking *l, struct chain_look *c)
{
	struct fault fault;
	const char *why = NULL;

	c->scans_n = 0;
	if (!c->at)
		return;
	if (c->at->source->wants_known)
		c->known =
			deposit_list_known(l->db, l->arena, code_of(c), KNOWN);
	if (c->at->source->is_wallet)
		why = import(l, c);
	if (why) {
		fault = fault_of(FAULT_UNAVAILABLE, why);
		give_up_source(l, c, &fault);
	} else if (c->at->source->is_whole) {
		plan_whole(l, c);
	} else {
		plan_addresses(l, c);
	}
}

/* --- what was found ------------------------------------------------------ */

static struct look look_of(const struct chain_look *c, const struct scan *s)
{
	return (struct look){
		.source = s->endpoint->name,
		.kind = cursor_name(s->endpoint),
		.network = code_of(c),
		.from = s->from,
		.tip = s->top ? s->top : c->tip,
		.found = &s->found,
		.again = s->again,
		.again_n = s->again_n,
		.asked_again = s->endpoint->source->asks_again,
		.cursor = s->next,
	};
}

static void record(struct looking *l, struct chain_look *c, struct arena *a,
                   const struct look *look)
{
	struct recorded done = deposit_record(l->db, a, look);

	c->fresh += done.fresh;
	c->missing += done.missing;
}

/* An address may serve its buyer's later requests, too. */
static int64_t payment_at(struct looking *l, const struct watched *w,
                          const struct asset *asset)
{
	int64_t payment = watched_whose(l->db, l->arena, asset, w->watch.hex);

	return payment ? payment : w->payment;
}

static void record_address(struct looking *l, struct chain_look *c,
                           const struct scan *s, size_t i)
{
	const struct watched *w = &c->due.v[i];
	struct look look = look_of(c, s);
	struct sighting *v =
		arena_array(s->arena, s->found.n + 1, struct sighting);
	int64_t payment = w->payment;

	for (size_t k = 0; k < s->found.n; k++) {
		const struct chain_credit *credit = &s->found.v[k];

		if (!k || credit->asset != credit[-1].asset)
			payment = payment_at(l, w, credit->asset);
		v[k] = (struct sighting){payment, credit};
	}
	look.v = v;
	look.n = s->found.n;
	look.payment = w->payment;
	look.asset = w->watch.asset;
	if (look.n)
		record(l, c, s->arena, &look);
	else
		c->quiet[c->quiet_n++] = look;
	c->is_seen[i] = true;
	c->addresses++;
}

/* Whose it is; 0 for what came to an address that is not ours any more. */
static int64_t payment_of(struct looking *l, const struct chain_credit *credit)
{
	struct watch w;

	if (watch_open(&w, credit->asset, chain_set(), credit->address))
		return 0;
	return watched_whose(l->db, l->arena, credit->asset, w.hex);
}

static const int64_t *payments_unread(struct looking *l,
                                      const struct credits *found)
{
	int64_t *of = arena_array(l->arena, found->unread_n + 1, int64_t);

	for (size_t i = 0; i < found->unread_n; i++)
		if (found->unread[i].watch)
			of[i] = watched_whose(l->db, l->arena,
			                      found->unread[i].watch->asset,
			                      found->unread[i].watch->hex);
	return of;
}

static void record_whole(struct looking *l, struct chain_look *c,
                         const struct scan *s)
{
	struct look look = look_of(c, s);
	struct sighting *v =
		arena_array(s->arena, s->found.n + 1, struct sighting);

	for (size_t k = 0; k < s->found.n; k++) {
		int64_t payment = payment_of(l, &s->found.v[k]);

		if (payment)
			v[look.n++] =
				(struct sighting){payment, &s->found.v[k]};
	}
	look.v = v;
	look.unread_of = payments_unread(l, &s->found);
	record(l, c, s->arena, &look);
}

struct recording {
	struct looking *l;
	struct chain_look *c;
	const struct scan *s;
	int64_t of; /* index in due; or -1 */
};

static void record_it(void *arg)
{
	struct recording *r = arg;

	if (r->of < 0)
		record_whole(r->l, r->c, r->s);
	else
		record_address(r->l, r->c, r->s, (size_t)r->of);
}

/* What does not fit is left, and costs the others nothing. */
static bool record_fits(struct recording *r)
{
	enum rescue how = rescue_run(record_it, r);

	if (how == RESCUE_NONE)
		return true;
	if (how != RESCUE_FULL)
		rescue_unwind(how);
	log_error("%s: what a scan found does not fit into memory",
	          r->c->at->name);
	r->c->left++;
	return false;
}

static bool take_scan(struct looking *l, struct chain_look *c,
                      const struct scan *s, int64_t of)
{
	c->asked += s->asked;
	if (s->is_put_off)
		c->put_off++;
	if (!s->is_done || s->fault.kind != FAULT_NONE)
		return false;
	return record_fits(&(struct recording){l, c, s, of});
}

static void say_passed(struct looking *l, struct chain_look *c,
                       const struct scan *scans)
{
	for (size_t i = 0; i < c->scans_n; i++) {
		if (!scans[i].is_done || !scans[i].found.passed)
			continue;
		c->passed += scans[i].found.passed;
		health_passed(l->db, c->at->name, &scans[i].found);
	}
}

/* Over when all is seen, or put off: then no other source is to be asked. */
static void take(struct looking *l, struct chain_look *c, size_t from,
                 const struct scan *all)
{
	const struct fault *fault = NULL;
	size_t good = 0, put_off = 0;

	if (!c->at)
		return;
	c->quiet = arena_array(l->arena, c->scans_n + 1, struct look);
	c->quiet_n = 0;
	for (size_t i = 0; i < c->scans_n; i++) {
		const struct scan *s = &all[from + i];

		good += take_scan(l, c, s, c->of[i]);
		put_off += s->is_put_off;
		if (s->fault.kind != FAULT_NONE)
			fault = &s->fault;
	}
	c->missing +=
		deposit_record_quiet(l->db, l->arena, c->quiet, c->quiet_n)
			.missing;
	unread_forget(l->db, code_of(c));
	c->is_over = good + put_off == c->scans_n;
	if (fault && !good)
		give_up_source(l, c, fault);
	else
		health_good(l->db, c->at->name, code_of(c), c->tip);
	if (c->at)
		say_passed(l, c, all + from);
	if (fault && good)
		log_warn("%s: %s", c->at->name, fault->message);
}

static bool is_anybody_left(const struct looking *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!l->v[i].is_over)
			return true;
	return false;
}

static void run_round(struct looking *l)
{
	struct scan_limits limits = limits_of(l);
	size_t n = 0, at = 0;
	struct scan *all;

	ask_tips(l);
	for (size_t i = 0; i < l->n; i++) {
		if (!l->v[i].is_over)
			plan(l, &l->v[i]);
		n += l->v[i].is_over ? 0 : l->v[i].scans_n;
	}
	all = arena_array(l->arena, n + 1, struct scan);
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].is_over || !l->v[i].scans_n)
			continue;
		memcpy(all + at, l->v[i].scans, l->v[i].scans_n * sizeof(*all));
		at += l->v[i].scans_n;
	}
	scan_run(l->arena, all, n, &limits);
	at = 0;
	for (size_t i = 0; i < l->n; i++) {
		struct chain_look *c = &l->v[i];

		if (c->is_over)
			continue;
		take(l, c, at, all);
		at += c->scans_n;
	}
}

/* --- what another source showed ------------------------------------------ */

/* By address, if there is something. */
static void plan_left(struct looking *l, struct chain_look *c)
{
	if (!c->at || !c->at->source->is_whole)
		return;
	c->due = watched_left(l->db, l->arena, c->network, c->at->name,
	                      ADDRESSES);
	if (!c->due.n)
		return;
	c->is_seen = arena_array(l->arena, c->due.n, bool);
	c->by_address = true;
	c->is_over = false;
	c->next = 0;
}

static void look_for_left(struct looking *l)
{
	struct chain_look *before =
		arena_array(l->arena, l->n + 1, struct chain_look);

	for (size_t i = 0; i < l->n; i++) {
		before[i] = l->v[i];
		plan_left(l, &l->v[i]);
	}
	while (is_anybody_left(l))
		run_round(l);
	/* How a network does is told by its first source. */
	for (size_t i = 0; i < l->n; i++) {
		l->v[i].at = before[i].at;
		l->v[i].tip = before[i].tip;
	}
}

void chain_look_all(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++)
		l->v[i].endpoints = endpoints_of(l->v[i].network);
	while (is_anybody_left(l))
		run_round(l);
	look_for_left(l);
}
