/* SPDX-License-Identifier: MIT */
#include "chain/jsonrpc.h"
#include <string.h>
#include "base/arena.h"

enum { DEPTH = 32 }; /* inner instructions of Solana are deep */

/* Whether the object names the member, be it null. */
static bool has(const json *object, const char *name)
{
	for (const json *m = json_first(object); m; m = json_next(m))
		if (!strcmp(json_name(m), name))
			return true;
	return false;
}

struct rpc rpc_open(const json *envelope)
{
	const json *error = json_member(envelope, "error");
	struct rpc r = {.error = {.message = ""}};

	if (!json_is_object(envelope))
		return r;
	if (error) {
		if (!json_int(&r.error.code, json_member(error, "code")))
			return r;
		json_text(&r.error.message, json_member(error, "message"));
		r.kind = RPC_ERROR;
	} else if (has(envelope, "result")) {
		r.result = json_member(envelope, "result");
		r.kind = RPC_RESULT;
	}
	return r;
}

const json *rpc_part(const json *batch, int64_t id)
{
	for (const json *p = json_first(batch); p; p = json_next(p)) {
		int64_t its;

		if (json_int(&its, json_member(p, "id")) && its == id)
			return p;
	}
	return NULL;
}

/* Who has a body in a file does not know what it was the answer to. */
static bool is_told(const struct question *q)
{
	return q->asked != ASKED_ANY && q->asked != ASKED_CREDITS;
}

/* Whether it is a part of the answer to what was asked. */
static bool is_ours(const struct question *q, const json *envelope)
{
	int64_t id, most = q->parts ? q->parts : 1;

	return !is_told(q) || (json_int(&id, json_member(envelope, "id")) &&
	                       id >= 1 && id <= most);
}

static const char *read_one(struct credits *out, struct arena *a,
                            const struct question *q, long http,
                            const json *envelope,
                            const struct rpc_reader *reader)
{
	struct rpc r = rpc_open(envelope);
	struct fault f = fault_of_http(a, http);

	if (r.kind == RPC_ERROR)
		return credits_refuse(out, reader->judge(a, http, &r.error));
	if (f.kind != FAULT_NONE)
		return credits_refuse(out, f);
	if (r.kind == RPC_MALFORMED)
		return credits_malformed(out, "neither result nor error");
	if (!is_ours(q, envelope))
		return credits_malformed(out, "the answer to another question");
	return credits_end(out, reader->read(out, a, q, r.result));
}

const char *rpc_read(struct credits *out, struct arena *a,
                     const struct question *q, long http, struct slice body,
                     const struct rpc_reader *reader)
{
	const char *why;
	const json *j = json_read(a, body, DEPTH, &why);

	*out = credits_none();
	if (!j && !credits_http(out, a, http))
		return out->fault.message;
	if (!j)
		return credits_malformed(out, why);
	if (!json_is_array(j))
		return read_one(out, a, q, http, j, reader);
	if (!json_first(j))
		return credits_malformed(out, "an empty batch");
	if (is_told(q) && !q->parts)
		return credits_malformed(out, "several answers to a question");
	for (const json *p = json_first(j); p; p = json_next(p)) {
		why = read_one(out, a, q, http, p, reader);
		if (why)
			return why;
	}
	return NULL;
}
