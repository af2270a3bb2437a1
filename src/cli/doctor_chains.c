/* SPDX-License-Identifier: MIT */
#include "cli/doctor_chains.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/endpoint.h"
#include "chain/node_wallet.h"
#include "chain/source_key.h"
#include "cli/doctor_sql.h"
#include "settings.h"
#include "watch/health.h"
#include "watch/unread.h"

enum { LOOK_LATEST_S = 600, PASSED_LATEST_S = 24 * 3600 };

struct round {
	struct visit *v;
	struct healths healths;
	struct moment now; /* by the clock of the database */
};

static int64_t seconds_since(const struct round *r, struct moment then)
{
	return (r->now.ms - then.ms) / 1000;
}

/* --- one source ---------------------------------------------------------- */

static const struct health *row_of(const struct round *r, const char *name)
{
	for (size_t i = 0; i < r->healths.n; i++)
		if (!strcmp(r->healths.v[i].name, name))
			return &r->healths.v[i];
	return NULL;
}

static const char *good_words(const struct round *r, const struct health *h)
{
	struct arena *a = r->v->a;
	const char *tip =
		h->tip < 0 ? "" : arena_printf(a, "tip %" PRId64 ", ", h->tip);

	if (!h->good_at.ms)
		return "never answered well";
	return arena_printf(a, "%slast answered well %s ago", tip,
	                    doctor_age(a, seconds_since(r, h->good_at)));
}

static void say_failing(const struct round *r, const char *part,
                        const struct health *h)
{
	struct arena *a = r->v->a;
	const char *rests = "";

	if (h->is_resting)
		rests = arena_printf(
			a, ", rests for %s",
			doctor_age(a, -seconds_since(r, h->retry_at)));
	doctor_warn(r->v, part,
	            arena_printf(a,
	                         "failed %" PRId64 " times in a row%s; %s; %s",
	                         h->failures, rests,
	                         h->fault ? h->fault : "nobody knows why",
	                         good_words(r, h)));
}

/* It answers well, but for some rows. */
static void say_passed(const struct round *r, const char *part,
                       const struct health *h)
{
	int64_t age = seconds_since(r, h->passed_at);

	if (!h->passed_at.ms || age > PASSED_LATEST_S)
		return;
	doctor_warn(r->v, part,
	            arena_printf(r->v->a,
	                         "passed over what cannot be read, %" PRId64
	                         " so far, the last %s ago: %s",
	                         h->passed, doctor_age(r->v->a, age),
	                         h->passed_why ? h->passed_why : "?"));
}

static void say_source(const struct round *r, const char *name)
{
	const struct health *h = row_of(r, name);
	const char *part = arena_printf(r->v->a, "source %s", name);

	if (!h)
		doctor_fine(r->v, part, "not asked yet");
	else if (h->failures)
		say_failing(r, part, h);
	else
		doctor_fine(r->v, part, good_words(r, h));
	if (h)
		say_passed(r, part, h);
}

/* --- a network ----------------------------------------------------------- */

/* Whether one of its coins is offered. */
static bool is_wanted(struct arena *a, enum network network)
{
	const char *rest = setting_text(SET_COINS), *code;

	while ((code = text_next_word(a, &rest))) {
		const struct asset *asset = asset_find(code);

		must(asset);
		if (asset->network == network)
			return true;
	}
	return false;
}

/* Coins of the gateway's for which the chain is no witness, though others of
 * its network are seen. */
static void say_unseen(struct visit *v, enum network network)
{
	const char *rest = setting_text(SET_COINS), *code;

	while ((code = text_next_word(v->a, &rest))) {
		const struct asset *asset = asset_find(code);

		must(asset);
		if (asset->network == network && !endpoint_knows(asset) &&
		    !asset_is_among(v->a, asset, setting_text(SET_OWN_COINS)))
			doctor_fine(v, arena_printf(v->a, "coin %s", code),
			            "no source sees it: the gateway alone is "
			            "believed");
	}
}

static void say_look(const struct round *r, const char *part,
                     const struct endpoints *all)
{
	struct arena *a = r->v->a;
	bool is_asked = false;
	int64_t age = INT64_MAX;

	for (size_t i = 0; i < all->n; i++) {
		const struct health *h = row_of(r, all->v[i].name);

		is_asked |= h != NULL;
		if (h && h->good_at.ms && seconds_since(r, h->good_at) < age)
			age = seconds_since(r, h->good_at);
	}
	if (!is_asked)
		doctor_warn(r->v, part,
		            "nobody has looked yet: did the worker run?");
	else if (age == INT64_MAX)
		doctor_broken(r->v, part,
		              "no source ever answered well: what is paid is "
		              "not seen");
	else if (age > LOOK_LATEST_S)
		doctor_broken(r->v, part,
		              arena_printf(a,
		                           "not looked at for %s: what is "
		                           "paid is not seen",
		                           doctor_age(a, age)));
	else
		doctor_fine(r->v, part,
		            arena_printf(a, "looked at %s ago",
		                         doctor_age(a, age)));
}

static void say_node(const struct round *r, enum network network,
                     const char *part)
{
	const struct endpoint *node = node_of(network);
	struct visit *v = r->v;
	int64_t waiting;

	if (!node)
		return;
	if (!node->key)
		doctor_warn(v, part,
		            arena_printf(v->a,
		                         "the login of %s is in no file that "
		                         "can be read: %s/%s",
		                         node->name,
		                         setting_text(SET_SOURCE_KEY_DIR),
		                         source_key_name(v->a, node->host)));
	waiting =
		doctor_sql_not_imported(v->c->db, v->a, network_code(network));
	if (waiting)
		doctor_warn(v, part,
		            arena_printf(v->a,
		                         "%s was not told of %" PRId64
		                         " address%s yet",
		                         node->name, waiting,
		                         waiting == 1 ? "" : "es"));
}

/* Nobody is asked so, and the fault says it less plainly. */
static void say_plain(struct visit *v, const char *part,
                      const struct endpoints *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strncmp(all->v[i].url, "http://", 7) &&
		    !setting_yes(SET_ALLOW_LOOPBACK_HTTP))
			doctor_broken(v, part,
			              arena_printf(v->a,
			                           "%s is asked in plain http: "
			                           "set allow_loopback_http = "
			                           "yes",
			                           all->v[i].name));
}

static void say_network(const struct round *r, enum network network)
{
	struct endpoints all = endpoints_of(network);
	const char *part =
		arena_printf(r->v->a, "network %s", network_code(network));

	if (!is_wanted(r->v->a, network))
		return;
	if (!all.n) {
		doctor_warn(r->v, part,
		            arena_printf(r->v->a,
		                         "sources_%s is empty: the gateway "
		                         "alone is believed",
		                         network_code(network)));
		return;
	}
	say_look(r, part, &all);
	say_plain(r->v, part, &all);
	for (size_t i = 0; i < all.n; i++)
		say_source(r, all.v[i].name);
	say_node(r, network, part);
	say_unseen(r->v, network);
}

/* --- what waits for a person --------------------------------------------- */

static void say_unread(struct visit *v)
{
	struct unread_waiting w = unread_waiting(v->c->db, v->a);

	if (w.n)
		doctor_warn(v, "transfers",
		            arena_printf(v->a,
		                         "%" PRId64 " at our addresses cannot "
		                         "be read, and %" PRId64 " of them are "
		                         "asked for no more: look at them in "
		                         "an explorer; the oldest is %s",
		                         w.n, w.given_up, w.example));
}

static void say_waiting(struct visit *v)
{
	struct waiting w = doctor_sql_waiting(v->c->db, v->a);

	if (w.payments)
		doctor_warn(v, "payments",
		            arena_printf(v->a,
		                         "%" PRId64 " in REVIEW wait for a "
		                         "person",
		                         w.payments));
	if (w.deposits)
		doctor_warn(v, "deposits",
		            arena_printf(v->a,
		                         "%" PRId64 " HELD wait for a person",
		                         w.deposits));
	if (!w.payments && !w.deposits)
		doctor_fine(v, "payments and deposits",
		            "none waits for a person");
}

void doctor_chains(struct visit *v)
{
	struct round r = {
		.v = v,
		.healths = health_list(v->c->db, v->a),
		.now = doctor_sql_clock(v->c->db, v->a),
	};

	for (enum network n = NETWORK_NONE + 1; n < NETWORK_COUNT; n++)
		say_network(&r, n);
	say_unread(v);
	say_waiting(v);
}
