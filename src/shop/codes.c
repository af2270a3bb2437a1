/* SPDX-License-Identifier: MIT */
#include "shop/codes.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "http/session.h"
#include "shop/layout.h"

enum { SHOWN_MS = 15 * 60 * 1000 };

#define KEPT "codes"

void codes_keep(struct request *rq, const struct recovery_codes *codes,
                const char *next)
{
	struct text t = text_open(rq->arena, 512);

	text_printf(&t, "%" PRId64 "\n%s", clock_now().ms, next);
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		text_printf(&t, "\n%s", codes->v[i]);
	session_keep(rq, KEPT, t.p);
}

/* The next line of what was kept; NULL at its end. */
static const char *line(struct arena *a, const char **rest)
{
	const char *start = *rest;
	size_t len = strcspn(start, "\n");

	if (!*start)
		return NULL;
	*rest = start + len + (start[len] == '\n');
	return arena_bytes(a, start, len);
}

static bool is_fresh(struct moment made)
{
	return clock_now().ms - made.ms < SHOWN_MS;
}

struct reply *codes_show(struct request *rq)
{
	const char *rest = session_kept(rq, KEPT), *code;
	struct moment made;
	struct view *v;

	if (!rest)
		return NULL;
	made.ms = strtoll(line(rq->arena, &rest), NULL, 10);
	if (!is_fresh(made)) {
		session_drop(rq, KEPT);
		return NULL;
	}
	line(rq->arena, &rest); /* where to go */
	v = layout_open(rq, "Your recovery codes");
	view_time(v, "made", made);
	view_list(v, "codes");
	while ((code = line(rq->arena, &rest)))
		view_text(view_row(v, "codes"), "text", code);
	return reply_page(rq, "shop/codes", v);
}

const char *codes_forget(struct request *rq)
{
	const char *rest = session_kept(rq, KEPT);

	if (!rest)
		return "/account/security";
	session_drop(rq, KEPT);
	line(rq->arena, &rest); /* when */
	return line(rq->arena, &rest);
}
