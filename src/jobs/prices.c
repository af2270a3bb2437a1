/* SPDX-License-Identifier: MIT */
#include "jobs/prices.h"
#include "base/arena.h"
#include "base/log.h"
#include "price/ask.h"
#include "price/party.h"
#include "quote/quote.h"
#include "settings.h"
#include "watch/health.h"

static const char NETWORK[] = "prices";

static struct price_sources awake(struct job_context *job)
{
	struct price_sources all = price_sources_set(job->arena), out = all;

	out.n = 0;
	for (size_t i = 0; i < all.n; i++) {
		struct party p = party_open(job->arena, all.v[i]);

		if (!health_of(job->db, job->arena, p.name).is_resting)
			out.v[out.n++] = all.v[i];
	}
	return out;
}

static void store(struct job_context *job, const struct price_answer *answer)
{
	const struct fault *f = &answer->fault;

	for (size_t i = 0; i < answer->prices.n; i++)
		quote_hear(job->db, job->arena, answer->source->name,
		           &answer->prices.v[i]);
	if (f->kind != FAULT_NONE) {
		log_warn("%s: %s", answer->name,
		         f->message ? f->message : fault_name(f->kind));
		health_bad(job->db, answer->name, NETWORK, f);
	} else if (answer->asked) {
		health_good(job->db, answer->name, NETWORK, -1);
	}
}

bool job_prices(struct job_context *job)
{
	struct arena *a = job->arena;
	struct quote_coins coins = quote_coins(a);
	struct price_wish wish = {coins.v, coins.n, setting_text(SET_CURRENCY)};
	struct price_sources sources = awake(job);
	const struct price_answer *answers =
		price_ask(a, job->redis, &sources, &wish);
	size_t told = 0, priced = 0;

	for (size_t i = 0; i < sources.n; i++) {
		store(job, &answers[i]);
		told += answers[i].prices.n > 0;
	}
	for (size_t i = 0; i < coins.n; i++)
		priced += !quote_judge(job->db, a, coins.v[i]);
	job->failed = sources.n && coins.n && !told;
	job->result = arena_printf(a,
	                           "%zu of %zu sources told; %zu of %zu "
	                           "coins have a price",
	                           told, sources.n, priced, coins.n);
	return false;
}
