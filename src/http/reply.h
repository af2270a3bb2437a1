/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
#include "view/view.h"
/*
 * reply: a description of the answer, made by the handler and sent after it
 * returned; so no page is ever cut off in the middle, and a test can read an
 * answer as data.
 */
struct request;
struct arena;

struct reply {
	int status;
	const char *type; /* content type */
	struct slice body;
	struct text headers; /* whole lines, CRLF-terminated */
};

typedef struct reply *handler(struct request *rq);

/* A page: the template, with the status rq->status asks for. */
struct reply *reply_page(struct request *rq, const char *template,
                         const struct view *v);
/* 303 to a path of ours; anything else panics. */
struct reply *reply_to(struct request *rq, const char *path);
/* Any other body; status 200 unless rq->status says otherwise. */
struct reply *reply_body(struct request *rq, const char *type,
                         struct slice body);
/* The error page of the site: 400, 403, 404, 405, 409, 413, 429, 500, 503. */
struct reply *reply_error(struct request *rq, int status, const char *what);
/* The page of the form again, as 422, with what was typed and what was
 * wrong (http/form keeps both). */
struct reply *reply_form_again(struct request *rq, handler *page);
/* A page again, as 409, with a sentence at its top. */
struct reply *reply_notice(struct request *rq, const char *sentence,
                           handler *page);

/* Adds a header; a control byte in it panics. */
void reply_header(struct request *rq, struct reply *r, const char *name,
                  const char *value);
/* Lets nginx keep the page for visitors without a session. */
void reply_cache_for_visitors(struct request *rq, struct reply *r,
                              unsigned seconds);
