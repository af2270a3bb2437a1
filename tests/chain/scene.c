/* SPDX-License-Identifier: MIT */
#include "chain/scene.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/ask.h"
#include "chain/sources.h"
#include "lib/fixture.h"
#include "lib/stub.h"
#include "remote/remote.h"

enum { IN_TIME_MS = 20000 };

static const char *answer_of(const struct line *l)
{
	return arena_printf(
		arena_process(),
		"HTTP/1.1 %d X\r\nContent-Type: %s\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
		l->http ? l->http : 200,
		*l->body == '<' ? "text/html" : "application/json",
		strlen(l->body), quoted(l->body));
}

static int open_stub(const struct scene *scene)
{
	struct stub_page *pages =
		arena_array(arena_process(), LINES_MOST + 1, struct stub_page);

	for (size_t i = 0; i < LINES_MOST && scene->lines[i].path; i++) {
		const struct line *l = &scene->lines[i];

		pages[i].path = l->path;
		pages[i].holds = l->with ? quoted(l->with) : NULL;
		pages[i].answer = answer_of(l);
	}
	return stub_start(pages);
}

static const struct endpoint *endpoint_to(const struct scene *scene)
{
	struct arena *a = arena_process();
	struct endpoint *e = arena_new(a, struct endpoint);

	remote_allow_loopback(true);
	e->source = source_find(scene->source);
	cr_assert(e->source);
	e->network = e->source->networks[0];
	e->host = arena_printf(a, "127.0.0.1:%d", open_stub(scene));
	e->url = arena_printf(a, "http://%s", e->host);
	e->name = arena_printf(a, "test/%s@%s", scene->source, e->host);
	return e;
}

static struct scan_limits limits(void)
{
	return (struct scan_limits){
		.wide = 4,
		.deadline_ms = clock_ticks_ms() + IN_TIME_MS,
	};
}

static size_t open_watches(struct watch *out, const struct scene *scene)
{
	size_t n = 0;

	for (; n < 4 && scene->assets[n]; n++) {
		const struct asset *asset = asset_find(scene->assets[n]);
		const char *why =
			watch_open(&out[n], asset, CHAIN_MAIN, scene->address);

		cr_assert_null(why, "%s", why);
	}
	return n;
}

const struct scan *scene_play(const struct scene *scene)
{
	struct arena *a = arena_process();
	struct watch *watches = arena_array(a, 4, struct watch);
	struct scan *s = arena_new(a, struct scan);
	struct scan_limits most = limits();

	s->arena = a;
	s->endpoint = endpoint_to(scene);
	s->n = open_watches(watches, scene);
	s->watches = watches;
	s->tip = scene->tip;
	s->final = asset_final(watches[0].asset);
	s->cursor = scene->cursor;
	scan_run(a, s, 1, &most);
	return s;
}

const struct scan *scene_end(const struct scene *scene)
{
	const struct scan *s = scene_play(scene);

	cr_assert(s->is_done, "%s", s->fault.message);
	cr_assert_eq(s->fault.kind, FAULT_NONE);
	return s;
}

struct tip scene_tip(const struct scene *scene)
{
	struct scan_limits most = limits();
	struct tip tip = {.endpoint = endpoint_to(scene)};

	scan_tips(arena_process(), &tip, 1, &most);
	return tip;
}

const char *recorded(const char *name)
{
	struct arena *a = arena_process();
	struct slice s = fixture(a, arena_printf(a, "fixtures/%s", name));

	return arena_printf(a, "%.*s", (int)s.len, s.p);
}

const struct chain_credit *credit_at(const struct scan *s, const char *position)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (!strcmp(s->found.v[i].position, position))
			return &s->found.v[i];
	return NULL;
}
