/* SPDX-License-Identifier: MIT */
#include "chain/ask.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"

const char *quoted(const char *text)
{
	char *out = arena_text(arena_process(), text);

	for (char *p = out; *p; p++)
		if (*p == '\'')
			*p = '"';
	return out;
}

static struct asked put(struct question q, source_read *read, const char *asset,
                        const char *address, const char *body)
{
	struct arena *a = arena_process();
	struct watch *w = arena_new(a, struct watch);
	struct asked out;
	const char *why = watch_open(w, asset_find(asset), CHAIN_MAIN, address);

	cr_assert_null(why, "%s", why);
	q.watches = w;
	q.n = 1;
	out.why = read(&out.got, a, &q, 0, slice_text(quoted(body)));
	return out;
}

struct asked ask(source_read *read, const char *asset, const char *address,
                 int64_t tip, const char *body)
{
	return put((struct question){.tip = tip}, read, asset, address, body);
}

struct asked ask_for(enum question_kind kind, source_read *read,
                     const char *asset, const char *address, const char *body)
{
	return put((struct question){.asked = kind}, read, asset, address,
	           body);
}
