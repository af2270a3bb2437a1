/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "http/request.h"
#include "remote/json.h"
#include "sandbox/world.h"
/*
 * rpc: JSON-RPC as nodes of Ethereum's kin and of Solana speak it, one call or
 * a batch, answered in the order asked.
 */
struct rpc_call {
	struct request *rq;
	const struct world *w;
	const json *params;
	int64_t code; /* of the error that it came to */
};

/* Writes the result; or gives what is wrong, with the code in the call. */
typedef const char *rpc_say(struct text *t, struct rpc_call *c);

struct rpc_method {
	const char *name;
	rpc_say *say;
};

/* The list ends with a NULL. */
struct reply *rpc_answer(struct request *rq, const struct world *w,
                         const struct rpc_method *methods);

/* Keeps the code. */
const char *rpc_refuse(struct rpc_call *c, int64_t code, const char *message);
/* The text of a parameter, or NULL. */
const char *rpc_text(const struct rpc_call *c, size_t i);
