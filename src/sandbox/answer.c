/* SPDX-License-Identifier: MIT */
#include "sandbox/answer.h"
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "http/request.h"
#include "remote/json.h"
#include "sandbox/options.h"
#include "sandbox/truth.h"

static const char BAD_GATEWAY[] =
	"<!DOCTYPE html>\n"
	"<html><head><title>502 Bad Gateway</title></head><body><center>"
	"<h1>502 Bad Gateway</h1></center><hr><center>cloudflare</center>"
	"</body></html>\n";

bool answer_has_key(const struct request *rq)
{
	const char *sent = request_header(rq, "HTTP_X_API_KEY");
	const char *key = options()->api_key;

	return strlen(sent) == strlen(key) &&
	       text_same_secret(sent, key, strlen(key));
}

struct reply *answer_json(struct request *rq, int status, struct slice body)
{
	rq->status = status;
	return reply_body(rq, "application/json", body);
}

static struct text open_error(struct request *rq, const char *error,
                              const char *message)
{
	struct text t = text_open(rq->arena, 256);

	text_add_text(&t, "{\"error\":");
	json_add_text(&t, error);
	text_add_text(&t, ",\"message\":");
	json_add_text(&t, message);
	return t;
}

struct reply *answer_error(struct request *rq, int status, const char *error,
                           const char *message)
{
	struct text t = open_error(rq, error, message);

	text_add_text(&t, "}");
	return answer_json(rq, status, (struct slice){t.p, t.len});
}

struct reply *answer_invalid(struct request *rq, const char *field,
                             const char *message)
{
	struct text t = open_error(rq, "validation_error", "Validation failed");

	text_add_text(&t, ",\"details\":[{\"field\":");
	json_add_text(&t, field);
	text_add_text(&t, ",\"message\":");
	json_add_text(&t, message);
	text_add_text(&t, "}]}");
	return answer_json(rq, 400, (struct slice){t.p, t.len});
}

struct reply *answer_no_key(struct request *rq)
{
	return answer_error(rq, 401, "unauthorized", "Bad key");
}

static struct reply *bad_gateway(struct request *rq)
{
	rq->status = 502;
	return reply_body(rq, "text/html", slice_text(BAD_GATEWAY));
}

/* Silence for longer than a client waits. */
static struct reply *stall(struct request *rq)
{
	struct timespec t = {.tv_sec = options()->stall_s};

	/* What was done before is true already. */
	truth_flush(rq->db, rq->arena);
	nanosleep(&t, NULL);
	return answer_error(rq, 504, "timeout", "Took too long");
}

static struct reply *rate_limited(struct request *rq)
{
	struct text t = open_error(rq, "rate_limited", "Slow down");

	text_add_text(&t, ",\"retryAfter\":60}");
	return answer_json(rq, 429, (struct slice){t.p, t.len});
}

struct reply *answer_fault_before(struct request *rq, const char *fault)
{
	if (!strcmp(fault, "timeout_before"))
		return stall(rq);
	if (!strcmp(fault, "html_502"))
		return bad_gateway(rq);
	if (!strcmp(fault, "rate_limited"))
		return rate_limited(rq);
	return NULL;
}

struct reply *answer_fault_after(struct request *rq, const char *fault,
                                 struct reply *r)
{
	if (!strcmp(fault, "timeout_after"))
		return stall(rq);
	if (!strcmp(fault, "html_502_after"))
		return bad_gateway(rq);
	if (!strcmp(fault, "truncated"))
		r->body.len /= 3;
	return r;
}
