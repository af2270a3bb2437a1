/* SPDX-License-Identifier: MIT */
#include "chain/scanned.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/sources.h"
#include "remote/remote.h"

enum { ROOM = 256 * 1024 * 1024, PATIENCE_MS = 60 * 1000, KEPT_MOST = 16 };

static const struct source *source_of(const char *name)
{
	if (!strcmp(name, "evm-native"))
		return source_find("evm")->native;
	return source_find(name);
}

static int64_t tip_of(struct arena *a, const struct endpoint *e,
                      const struct scan_limits *limits)
{
	struct tip tip = {.endpoint = e};

	scan_tips(a, &tip, 1, limits);
	cr_assert(tip.height >= 0, "%s", tip.fault.message);
	return tip.height;
}

/* Not closed before the test ends, and not lost either. */
static struct arena *kept_arena(void)
{
	static struct arena *kept[KEPT_MOST];
	static size_t n;

	cr_assert_lt(n, KEPT_MOST);
	return kept[n++] = arena_open(ROOM);
}

const struct scan *scanned(const struct to_scan *what)
{
	struct arena *a = kept_arena();
	struct endpoint *e = arena_new(a, struct endpoint);
	struct scan *s = arena_new(a, struct scan);
	struct scan_limits limits = {
		.wide = 1, .deadline_ms = clock_ticks_ms() + PATIENCE_MS};

	remote_allow_loopback(true);
	*e = (struct endpoint){
		.source = source_of(what->source),
		.network = what->network,
		.name = "a test's",
		.url = what->url,
		.host = what->url + strlen("http://"),
	};
	*s = (struct scan){
		.arena = a,
		.endpoint = e,
		.watches = what->watches,
		.n = what->n,
		.tip = what->tip < 0 ? tip_of(a, e, &limits) : what->tip,
		.final = what->final,
		.cursor = what->cursor,
	};
	scan_run(a, s, 1, &limits);
	cr_assert_not(s->is_put_off);
	cr_assert_eq(s->is_done, s->fault.kind == FAULT_NONE);
	return s;
}

struct watch watch_of(const char *asset, enum chain chain, const char *address)
{
	struct watch w;
	const char *why = watch_open(&w, asset_find(asset), chain,
	                             arena_text(arena_process(), address));

	cr_assert_null(why, "%s: %s", address, why);
	return w;
}

const char *url_at(int port)
{
	return arena_printf(arena_process(), "http://127.0.0.1:%d", port);
}
