/* SPDX-License-Identifier: MIT */
#include "sandbox/rpc.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/service.h"

enum { DEPTH = 12, NO_METHOD = -32601, NO_REQUEST = -32600 };

const char *rpc_refuse(struct rpc_call *c, int64_t code, const char *message)
{
	c->code = code;
	return message;
}

const char *rpc_text(const struct rpc_call *c, size_t i)
{
	const char *text;

	return json_text(&text, json_item(c->params, i)) ? text : NULL;
}

static const char *say(struct text *t, struct rpc_call *c, const json *call,
                       const struct rpc_method *methods)
{
	const char *name;

	if (!json_text(&name, json_member(call, "method")))
		return rpc_refuse(c, NO_REQUEST, "invalid request");
	c->params = json_member(call, "params");
	for (; methods->name; methods++)
		if (!strcmp(methods->name, name))
			return methods->say(t, c);
	return rpc_refuse(c, NO_METHOD,
	                  arena_printf(t->arena,
	                               "the method %.40s does not exist/is "
	                               "not available",
	                               name));
}

static void add_id(struct text *t, const json *call)
{
	const json *id = json_member(call, "id");
	const char *text;

	if (json_text(&text, id))
		json_add_text(t, text);
	else
		text_add_text(t, json_number(&text, id) ? text : "null");
}

static void add_answer(struct text *t, struct request *rq,
                       const struct world *w, const json *call,
                       const struct rpc_method *methods)
{
	struct text result = text_open(t->arena, 1024);
	struct rpc_call c = {.rq = rq, .w = w};
	const char *why = say(&result, &c, call, methods);

	text_add_text(t, "{\"jsonrpc\":\"2.0\",\"id\":");
	add_id(t, call);
	if (why) {
		text_printf(t, ",\"error\":{\"code\":%" PRId64 ",\"message\":",
		            c.code);
		json_add_text(t, why);
		text_add_text(t, "}}");
		return;
	}
	text_add_text(t, ",\"result\":");
	text_add(t, (struct slice){result.p, result.len});
	text_add_text(t, "}");
}

struct reply *rpc_answer(struct request *rq, const struct world *w,
                         const struct rpc_method *methods)
{
	struct text t = text_open(rq->arena, 4096);
	const char *why;
	const json *j = json_read(rq->arena, rq->body, DEPTH, &why);

	if (!j)
		return service_error(
			rq, 200,
			"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":"
			"-32700,\"message\":\"parse error\"}}");
	if (!json_is_array(j)) {
		add_answer(&t, rq, w, j, methods);
		return service_json(rq, &t);
	}
	text_add_text(&t, "[");
	for (const json *call = json_first(j); call; call = json_next(call)) {
		text_add_text(&t, t.len > 1 ? "," : "");
		add_answer(&t, rq, w, call, methods);
	}
	text_add_text(&t, "]");
	return service_json(rq, &t);
}
