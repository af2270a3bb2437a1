/* SPDX-License-Identifier: MIT */
#include "http/router.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "http/csrf.h"
#include "http/form.h"
#include "http/session.h"

static struct site SITE;

void router_open(const struct site *site)
{
	SITE = *site;
}

const struct site *router_site(void)
{
	return &SITE;
}

/* Whether the path fits the pattern; what {…} matched goes to param. */
static bool matches(struct request *rq, const char *pattern, const char *path)
{
	size_t n = 0;

	while (*pattern && *path) {
		size_t segment;

		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		segment = strcspn(path, "/");
		if (!segment)
			return false;
		must(n < PARAMS_MAX);
		rq->param[n++] = arena_bytes(rq->arena, path, segment);
		path += segment;
		pattern = strchr(pattern, '}') + 1;
	}
	return !*pattern && !*path;
}

static const struct route *find(struct request *rq, bool *known)
{
	*known = false;
	for (size_t i = 0; i < SITE.n; i++) {
		const struct route *r = &SITE.routes[i];

		if (!(r->pool & SITE.pool) || !matches(rq, r->path, rq->path))
			continue;
		*known = true;
		if (r->method == rq->method)
			return r;
	}
	return NULL;
}

static struct reply *refuse_method(struct request *rq)
{
	struct reply *r = reply_error(rq, 405,
	                              "This address does not take "
	                              "that kind of request.");

	reply_header(rq, r, "Allow", "GET, HEAD, POST");
	return r;
}

/* To the sign-in page, and back here after it where that is safe. */
static struct reply *ask_to_sign_in(struct request *rq)
{
	if (rq->method == GET)
		return reply_to(rq, arena_printf(rq->arena, "/login?next=%s",
		                                 rq->path));
	return reply_to(rq, "/login");
}

static struct reply *answer_person(struct request *rq)
{
	const char *malformed;

	malformed = form_open(rq);
	if (malformed)
		return reply_error(rq, 400, malformed);
	if (rq->method == POST && !csrf_holds(rq))
		return reply_error(rq, 403,
		                   "This form was not sent from a fresh page "
		                   "of this shop. Go back, reload the page and "
		                   "send it again.");
	if (rq->route->access == BUYER && !session_user(rq))
		return ask_to_sign_in(rq);
	return rq->route->handler(rq);
}

struct reply *router_answer(struct request *rq)
{
	struct reply *r;
	bool known;

	rq->session = arena_new(rq->arena, struct session);
	form_none(rq);
	rq->route = find(rq, &known);
	if (rq->route &&
	    (rq->route->access == SIGNED || rq->route->access == MACHINE))
		return rq->route->handler(rq);
	if (!SITE.no_sessions)
		session_load(rq);
	if (!rq->route)
		r = known ? refuse_method(rq)
		          : reply_error(rq, 404, "There is no such page.");
	else if (rq->route->access == NOBODY)
		r = reply_error(rq, 404, "There is no such page.");
	else
		r = answer_person(rq);
	session_write_cookie(rq, r);
	if (rq->set_cookie)
		reply_header(rq, r, "Set-Cookie", rq->set_cookie);
	if (rq->session->exists || rq->session->is_over)
		reply_header(rq, r, "Cache-Control", "no-store");
	return r;
}
