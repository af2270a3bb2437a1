/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/evm_log.h"
#include "sandbox/routes.h"
#include "sandbox/rpc.h"
#include "sandbox/service.h"
/*
 * Nodes of Ethereum and BSC below /eth and /bsc, and TRON's of the same
 * tongue at /tron/jsonrpc.  They know what is in a block, and nothing else.
 */
enum { RANGE_MOST = 10000, LIMIT_EXCEEDED = -32602, BAD_PARAMS = -32602 };

/* A height by number or name; false: it is neither. */
static bool read_height(int64_t *out, const struct world *w, const json *j)
{
	const char *text;
	char *end;

	*out = w->tip;
	if (!j)
		return true;
	if (!json_text(&text, j))
		return false;
	if (!strcmp(text, "latest") || !strcmp(text, "pending"))
		return true;
	if (!strcmp(text, "finalized") || !strcmp(text, "safe")) {
		*out = world_final(w);
		return true;
	}
	*out = !strcmp(text, "earliest") ? 0 : strtoll(text, &end, 16);
	return !strcmp(text, "earliest") ||
	       (!strncmp(text, "0x", 2) && text[2] && !*end);
}

static const char *say_chain_id(struct text *t, struct rpc_call *c)
{
	text_add_text(t, c->w->network == NETWORK_ETHEREUM ? "\"0x1\""
	                 : c->w->network == NETWORK_BSC    ? "\"0x38\""
	                                                   : "\"0x2b6653dc\"");
	return NULL;
}

static const char *say_height(struct text *t, struct rpc_call *c)
{
	text_printf(t, "\"0x%" PRIx64 "\"", c->w->tip);
	return NULL;
}

/* --- logs ---------------------------------------------------------------- */

static const char *read_range(int64_t *from, int64_t *to, struct rpc_call *c,
                              const json *filter)
{
	if (!json_is_object(filter) ||
	    !read_height(from, c->w, json_member(filter, "fromBlock")) ||
	    !read_height(to, c->w, json_member(filter, "toBlock")))
		return rpc_refuse(c, BAD_PARAMS, "invalid argument 0");
	if (*from > *to)
		return rpc_refuse(c, BAD_PARAMS, "invalid block range params");
	if (*to > c->w->tip)
		return rpc_refuse(
			c, BAD_PARAMS,
			"block range extends beyond current head block");
	if (*to - *from >= RANGE_MOST)
		return rpc_refuse(c, LIMIT_EXCEEDED,
		                  arena_printf(c->rq->arena,
		                               "range %" PRId64
		                               " exceeds limit of %d",
		                               *to - *from + 1, RANGE_MOST));
	return NULL;
}

static const char *say_logs(struct text *t, struct rpc_call *c)
{
	const json *filter = json_item(c->params, 0);
	struct transfers all;
	int64_t from, to;
	const char *why = read_range(&from, &to, c, filter);

	if (why)
		return why;
	all = transfer_list_blocks(c->rq->db, t->arena, c->w->network, from,
	                           to);
	text_add_text(t, "[");
	for (size_t i = 0; i < all.n; i++) {
		if (!evm_log_is_meant(t->arena, c->w, &all.v[i],
		                      json_member(filter, "address"),
		                      json_member(filter, "topics")))
			continue;
		text_add_text(t, t->len > 1 ? "," : "");
		evm_add_log(t, c->w, &all.v[i]);
	}
	text_add_text(t, "]");
	return NULL;
}

/* --- blocks -------------------------------------------------------------- */

static void add_transactions(struct text *t, struct rpc_call *c, int64_t height,
                             bool whole)
{
	struct transfers all = transfer_list_blocks(
		c->rq->db, t->arena, c->w->network, height, height);
	const char *last = "";

	for (size_t i = 0; i < all.n; i++) {
		if (!strcmp(last, all.v[i].txid))
			continue;
		text_add_text(t, *last ? "," : "");
		last = all.v[i].txid;
		if (whole)
			evm_add_transaction(t, c->w, &all.v[i]);
		else
			text_printf(t, "\"%s\"", evm_hash(t->arena, last));
	}
}

static const char *say_block(struct text *t, struct rpc_call *c)
{
	const struct world *w = c->w;
	bool whole = false;
	int64_t height;

	if (!read_height(&height, w, json_item(c->params, 0)))
		return rpc_refuse(c, BAD_PARAMS, "invalid argument 0");
	(void)json_bool(&whole, json_item(c->params, 1));
	if (height > w->tip) {
		text_add_text(t, "null");
		return NULL;
	}
	text_printf(t, "{\"hash\":\"%s\",\"parentHash\":\"%s\"",
	            evm_hash(t->arena, world_hash(t->arena, w, height)),
	            evm_hash(t->arena, world_hash(t->arena, w, height - 1)));
	evm_add_number(t, "number", height);
	evm_add_number(t, "timestamp", world_time(w, height).ms / 1000);
	text_add_text(t, ",\"gasLimit\":\"0x2255100\",\"gasUsed\":\"0x52f71\","
	                 "\"size\":\"0x455\",\"uncles\":[],"
	                 "\"transactions\":[");
	add_transactions(t, c, height, whole);
	text_add_text(t, "]}");
	return NULL;
}

/* --- transactions -------------------------------------------------------- */

/* What a hash in the parameters names, if it is in a block. */
static struct transfers mined_tx(struct rpc_call *c)
{
	const char *hash = rpc_text(c, 0);
	struct transfers of = {0};

	if (!hash)
		return of;
	if (c->w->network == NETWORK_TRON && !strncmp(hash, "0x", 2))
		hash += 2;
	of = transfer_list_tx(c->rq->db, c->rq->arena, c->w->network, hash);
	return of.n && transfer_is_mined(&of.v[0], c->w)
	               ? of
	               : (struct transfers){0};
}

static const char *say_receipt(struct text *t, struct rpc_call *c)
{
	struct transfers of = mined_tx(c);

	if (of.n)
		evm_add_receipt(t, c->w, &of);
	else
		text_add_text(t, "null");
	return NULL;
}

static const char *say_transaction(struct text *t, struct rpc_call *c)
{
	struct transfers of = mined_tx(c);

	if (of.n)
		evm_add_transaction(t, c->w, &of.v[0]);
	else
		text_add_text(t, "null");
	return NULL;
}

/* Of the network's own coin. */
static const char *say_balance(struct text *t, struct rpc_call *c)
{
	const char *address = rpc_text(c, 0);
	const char *target =
		address ? transfer_target(t->arena, c->w->network, address)
			: NULL;
	struct coin sum = {0};
	struct transfers all;
	int64_t height;

	if (!target || !read_height(&height, c->w, json_item(c->params, 1)))
		return rpc_refuse(c, BAD_PARAMS, "invalid argument 0");
	all = transfer_list_to(c->rq->db, t->arena, c->w->network, target);
	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].coin->contract && all.v[i].height >= 0 &&
		    all.v[i].height <= height)
			sum.units += all.v[i].amount.units;
	evm_add_quantity(t, sum);
	return NULL;
}

static struct reply *say(struct request *rq, const struct world *w)
{
	static const struct rpc_method METHODS[] = {
		{"eth_chainId",               say_chain_id   },
		{"eth_blockNumber",           say_height     },
		{"eth_getLogs",               say_logs       },
		{"eth_getBlockByNumber",      say_block      },
		{"eth_getTransactionReceipt", say_receipt    },
		{"eth_getTransactionByHash",  say_transaction},
		{"eth_getBalance",            say_balance    },
		{NULL,			NULL           },
	};

	return rpc_answer(rq, w, METHODS);
}

struct reply *api_evm_ethereum(struct request *rq)
{
	return service_answer(rq, "evm", "eth", say);
}

struct reply *api_evm_bsc(struct request *rq)
{
	return service_answer(rq, "evm", "bsc", say);
}

struct reply *api_evm_tron(struct request *rq)
{
	return service_answer(rq, "evm", "tron", say);
}
