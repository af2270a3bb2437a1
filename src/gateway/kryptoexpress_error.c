/* SPDX-License-Identifier: MIT */
#include "gateway/kryptoexpress.h"
#include "base/arena.h"
#include "remote/json.h"
#include <string.h>

enum { MESSAGE_MOST = 200, WAIT_MOST_S = 3600, WAIT_USUAL_S = 60 };

static enum gateway_kind kind_of(long http, bool is_json)
{
	switch (http) {
	case 400:
	case 422:
		return GATEWAY_BAD_REQUEST;
	case 401:
	case 403:
		/* A firewall before the gateway refuses with a page. */
		return is_json ? GATEWAY_AUTH : GATEWAY_UNAVAILABLE;
	case 404:
		return is_json ? GATEWAY_NOT_FOUND : GATEWAY_UNAVAILABLE;
	case 429:
		return GATEWAY_RATE_LIMITED;
	}
	return http >= 400 ? GATEWAY_UNAVAILABLE : GATEWAY_MALFORMED;
}

/* A text of theirs that may stand in a log. */
static const char *quotable(struct arena *a, const json *j)
{
	const char *s;

	if (!json_text(&s, j) || !*s || strlen(s) > MESSAGE_MOST ||
	    !text_is_clean(slice_text(s), false))
		return NULL;
	return arena_text(a, s);
}

static void read_complaint(struct gateway_error *e, struct arena *a,
                           const json *body)
{
	const json *first = json_item(json_member(body, "details"), 0);
	int64_t wait_s;

	e->message = quotable(a, json_member(body, "message"));
	if (!e->message)
		e->message = quotable(a, json_member(body, "error"));
	e->field = quotable(a, json_member(first, "field"));
	if (json_int(&wait_s, json_member(body, "retryAfter")) && wait_s > 0)
		e->wait_s = wait_s < WAIT_MOST_S ? (int)wait_s : WAIT_MOST_S;
}

/* Whether nothing can have been done: the gateway itself said no. */
static bool is_refusal(enum gateway_kind kind, bool is_json)
{
	return is_json && (kind == GATEWAY_BAD_REQUEST ||
	                   kind == GATEWAY_AUTH || kind == GATEWAY_NOT_FOUND);
}

struct gateway_error kryptoexpress_read_error(struct arena *a, long http,
                                              struct slice body, bool post)
{
	struct gateway_error e = {0};
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	bool is_json = json_is_object(j);

	e.kind = kind_of(http, is_json);
	if (is_json)
		read_complaint(&e, a, j);
	if (!e.message)
		e.message = arena_printf(a, "HTTP status %ld", http);
	e.retry = !post && !is_refusal(e.kind, true);
	e.maybe_done = post && !is_refusal(e.kind, is_json);
	if (e.retry && e.wait_s == 0)
		e.wait_s = WAIT_USUAL_S;
	return e;
}
