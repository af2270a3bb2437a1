/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "chain/credit.h"
#include "remote/json.h"
/*
 * jsonrpc: the envelope of bitcoind, Solana and EVM nodes.
 *
 * An answer holds a result or an error, whatever its HTTP status; null is a
 * result.  What an error means is for the source to say.
 */
struct rpc_error {
	int64_t code;
	const char *message; /* "" where none was sent */
};

enum rpc_kind { RPC_MALFORMED, RPC_RESULT, RPC_ERROR };

struct rpc {
	enum rpc_kind kind;
	const json *result; /* NULL when it was null */
	struct rpc_error error;
};

/* Of one envelope. */
struct rpc rpc_open(const json *envelope);

/* The part of a batch with that id, or NULL: order is not promised. */
const json *rpc_part(const json *batch, int64_t id);

/* What a source makes of a result, and of an error. */
struct rpc_reader {
	const char *(*read)(struct credits *out, struct arena *a,
	                    const struct question *q, const json *result);
	struct fault (*judge)(struct arena *a, long http,
	                      const struct rpc_error *e);
};

/* A whole body, a batch too: one failed part fails it. */
const char *rpc_read(struct credits *out, struct arena *a,
                     const struct question *q, long http, struct slice body,
                     const struct rpc_reader *reader);
