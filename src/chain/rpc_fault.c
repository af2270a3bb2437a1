/* SPDX-License-Identifier: MIT */
#include "chain/rpc_fault.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"

/* --- bitcoind ------------------------------------------------------------ */

static enum fault_kind bitcoind_kind(long http, const struct rpc_error *e)
{
	switch (e->code) {
	case -5:
		return strstr(e->message, "Block not found")
		               ? FAULT_UNKNOWN_CURSOR
		               : FAULT_BAD_REQUEST;
	case -28: /* warming up */
	case -9:
	case -10: /* in initial block download */
	case -32603:
		return FAULT_UNAVAILABLE;
	case -32601:
		return FAULT_UNSUPPORTED;
	}
	return http == 401 || http == 403 ? FAULT_AUTH : FAULT_BAD_REQUEST;
}

struct fault bitcoind_judge(struct arena *a, long http,
                            const struct rpc_error *e)
{
	const char *other = arena_printf(a, "error %" PRId64, e->code);

	return fault_of(bitcoind_kind(http, e),
	                fault_quote(a, e->message, other));
}

/* --- EVM ----------------------------------------------------------------- */

static bool speaks_of(const char *message, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(message, *words))
			return true;
	return false;
}

#define SPEAKS_OF(message, ...) \
	speaks_of((message), (const char *const[]){__VA_ARGS__, NULL})

static bool is_about_range(const struct rpc_error *e)
{
	return SPEAKS_OF(e->message, "range", "results", "blocks", "too large",
	                 "exceed max", "response size", "logs");
}

static enum fault_kind evm_kind(const struct rpc_error *e)
{
	switch (e->code) {
	case 401:
		return FAULT_AUTH;
	case 403:
	case -32603:
		return FAULT_UNAVAILABLE;
	case 429:
		return FAULT_RATE_LIMITED;
	case -32601:
	case -32004:
		return FAULT_UNSUPPORTED;
	}
	if (SPEAKS_OF(e->message, "beyond", "current head", "header not found",
	              "unknown block", "after last accepted"))
		return FAULT_BEYOND_HEAD;
	if (SPEAKS_OF(e->message, "batch"))
		return FAULT_BATCH_REFUSED;
	if (SPEAKS_OF(e->message, "rate limit", "too many requests",
	              "per second", "capacity", "throughput"))
		return FAULT_RATE_LIMITED;
	if (e->code >= -32700 && e->code <= -32000 && is_about_range(e))
		return FAULT_RANGE_TOO_LARGE;
	if (e->code == -32005)
		return FAULT_RATE_LIMITED;
	return e->code == -32000 ? FAULT_UNAVAILABLE : FAULT_BAD_REQUEST;
}

struct fault evm_judge(struct arena *a, long http, const struct rpc_error *e)
{
	const char *other = arena_printf(a, "error %" PRId64, e->code);
	struct fault f = fault_of_http(a, http);

	if (f.kind == FAULT_NONE || f.kind == FAULT_BAD_REQUEST)
		f = fault_of(evm_kind(e), NULL);
	if (e->code == 403)
		f.retry = false;
	f.message = fault_quote(a, e->message, other);
	return f;
}

/* --- Solana -------------------------------------------------------------- */

static struct fault solana_fault(const struct rpc_error *e)
{
	struct fault f;

	switch (e->code) {
	case 429:
		return fault_of(FAULT_RATE_LIMITED, NULL);
	case 401:
		return fault_of(FAULT_AUTH, NULL);
	case 403:
		f = fault_of(FAULT_UNAVAILABLE, NULL);
		f.retry = false;
		return f;
	case -32004: /* block not there, node behind, status not ready */
	case -32005:
	case -32007:
	case -32009:
	case -32014:
	case -32016:
	case -32603:
		return fault_of(FAULT_UNAVAILABLE, NULL);
	case -32015: /* of version 0 it would be the question that is wrong */
		f = fault_of(FAULT_UNSUPPORTED, NULL);
		f.is_of_one = !strstr(e->message, "version (0)");
		return f;
	case -32011: /* no history */
	case -32601:
		return fault_of(FAULT_UNSUPPORTED, NULL);
	}
	return fault_of(FAULT_BAD_REQUEST, NULL);
}

struct fault solana_judge(struct arena *a, long http, const struct rpc_error *e)
{
	const char *other = arena_printf(a, "error %" PRId64, e->code);
	struct fault f = fault_of_http(a, http);

	if (f.kind == FAULT_NONE || f.kind == FAULT_BAD_REQUEST)
		f = solana_fault(e);
	f.message = fault_quote(a, e->message, other);
	return f;
}
