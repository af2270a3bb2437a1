/* SPDX-License-Identifier: MIT */
#include "http/reply.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/request.h"
#include "http/router.h"
#include "view/templates.h"

static struct reply *reply_open(struct request *rq, int status,
                                const char *type)
{
	struct reply *r = arena_new(rq->arena, struct reply);

	r->status = status;
	r->type = type;
	r->headers = text_open(rq->arena, 256);
	return r;
}

struct reply *reply_body(struct request *rq, const char *type,
                         struct slice body)
{
	struct reply *r = reply_open(rq, rq->status ? rq->status : 200, type);

	r->body = body;
	return r;
}

struct reply *reply_page(struct request *rq, const char *template,
                         const struct view *v)
{
	struct html page = templates_render(rq->arena, template, v);

	if (!page.s.p)
		return reply_error(rq, 500, "The page could not be drawn.");
	return reply_body(rq, "text/html; charset=utf-8", page.s);
}

struct reply *reply_to(struct request *rq, const char *path)
{
	struct reply *r = reply_open(rq, 303, "text/plain; charset=utf-8");

	must(path[0] == '/' && path[1] != '/' && path[1] != '\\');
	reply_header(rq, r, "Location", path);
	return r;
}

struct reply *reply_error(struct request *rq, int status, const char *what)
{
	rq->status = status;
	return router_site()->error(rq, status, what);
}

struct reply *reply_form_again(struct request *rq, handler *page)
{
	const char *malformed = form_malformed(rq);

	if (malformed)
		return reply_error(rq, 400, malformed);
	rq->status = 422;
	return page(rq);
}

struct reply *reply_notice(struct request *rq, const char *sentence,
                           handler *page)
{
	rq->status = 409;
	rq->notice = sentence;
	return page(rq);
}

void reply_header(struct request *rq, struct reply *r, const char *name,
                  const char *value)
{
	(void)rq;
	for (const char *p = value; *p; p++)
		must((unsigned char)*p >= 0x20 && *p != 0x7f);
	text_printf(&r->headers, "%s: %s\r\n", name, value);
}

void reply_cache_for_visitors(struct request *rq, struct reply *r,
                              unsigned seconds)
{
	reply_header(rq, r, "X-Accel-Expires",
	             arena_printf(rq->arena, "%u", seconds));
}
