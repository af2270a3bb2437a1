/* SPDX-License-Identifier: MIT */
#include "chain/scanning.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/ask.h"
#include "chain/sources.h"
#include "remote/remote.h"
#include "settings.h"

const char *ok(const char *body)
{
	return status(200, body);
}

const char *status(int http, const char *body)
{
	return arena_printf(arena_process(), "HTTP/1.0 %d X\r\n\r\n%s", http,
	                    quoted(body));
}

const struct endpoint *serve(const char *network, const char *kind,
                             const struct stub_page *pages)
{
	struct arena *a = arena_process();
	int port = stub_start(pages);
	struct endpoints all;

	remote_allow_loopback(true);
	cr_assert_null(settings_set(
		arena_printf(a, "sources_%s", network),
		arena_printf(a, "%s=http://127.0.0.1:%d", kind, port)));
	all = endpoints_of(network_find(network));
	cr_assert_eq(all.n, 1);
	return all.v;
}

struct scan scan_of(const struct endpoint *e, const char *asset,
                    const char *address, const char *cursor)
{
	struct watch *w = arena_new(arena_process(), struct watch);
	const char *why = watch_open(w, asset_find(asset), CHAIN_MAIN, address);

	cr_assert_null(why, "%s", why);
	return (struct scan){
		.arena = arena_process(),
		.endpoint = e,
		.watches = w,
		.n = 1,
		.tip = 1000,
		.final = 6,
		.cursor = cursor,
	};
}

void scan_all(struct scan *scans, size_t n)
{
	struct scan_limits limits = {
		.wide = 8,
		.deadline_ms = clock_ticks_ms() + 10000,
	};

	scan_run(arena_process(), scans, n, &limits);
}

void scan_alone(struct scan *s)
{
	scan_all(s, 1);
}
