/* SPDX-License-Identifier: MIT */
#include "http/request.h"
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "http/network.h"

static const char *param(char *const *params, const char *name)
{
	size_t len = strlen(name);

	for (; *params; params++)
		if (!strncmp(*params, name, len) && (*params)[len] == '=')
			return *params + len + 1;
	return "";
}

static const char *request_id(struct arena *a, const char *given)
{
	unsigned char fresh[16];

	/* nginx's $request_id; anything else is not ours. */
	if (text_unhex(fresh, sizeof(fresh), given))
		return given;
	random_bytes(fresh, sizeof(fresh));
	return text_hex(a, fresh, sizeof(fresh));
}

static enum method method_of(const char *name)
{
	if (!strcmp(name, "GET") || !strcmp(name, "HEAD"))
		return GET;
	return strcmp(name, "POST") ? METHOD_OTHER : POST;
}

struct request *request_open(struct arena *a, char *const *params,
                             struct slice body)
{
	struct request *rq = arena_new(a, struct request);
	const char *uri = param(params, "REQUEST_URI");
	const char *method = param(params, "REQUEST_METHOD");
	size_t path = strcspn(uri, "?");

	rq->arena = a;
	rq->params = params;
	rq->id = request_id(a, param(params, "REQUEST_ID"));
	rq->method = method_of(method);
	rq->is_head = !strcmp(method, "HEAD");
	rq->path = arena_bytes(a, uri, path);
	rq->query = uri[path] ? uri + path + 1 : "";
	rq->body = body;
	rq->content_type = param(params, "CONTENT_TYPE");
	rq->origin = param(params, "HTTP_ORIGIN");
	rq->fetch_site = param(params, "HTTP_SEC_FETCH_SITE");
	rq->cookies = param(params, "HTTP_COOKIE");
	rq->agent = param(params, "HTTP_USER_AGENT");
	rq->signature = param(params, "HTTP_X_SIGNATURE");
	rq->network = network_of(a, param(params, "REMOTE_ADDR"));
	return rq;
}

struct request *request_again(struct arena *a, const struct request *rq)
{
	struct request *again = request_open(a, rq->params, (struct slice){0});

	again->id = arena_text(a, rq->id);
	again->db = rq->db;
	again->redis = rq->redis;
	again->route = rq->route;
	return again;
}

const char *request_header(const struct request *rq, const char *name)
{
	return param(rq->params, name);
}

const char *request_cookie(const struct request *rq, const char *name)
{
	size_t len = strlen(name);
	const char *c = rq->cookies;

	while (*c) {
		size_t end;

		c += strspn(c, "; ");
		end = strcspn(c, ";");
		if (!strncmp(c, name, len) && c[len] == '=')
			return arena_bytes(rq->arena, c + len + 1,
			                   end - len - 1);
		c += end;
	}
	return NULL;
}
