/* SPDX-License-Identifier: MIT */
#include "sandbox/service.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/form.h"
#include "sandbox/fault.h"

static const char PLAIN[] = "text/plain", JSON[] = "application/json";

static const char PAGE[] =
	"<!DOCTYPE html>\n<html><head><title>Explorer</title></head>"
	"<body><div id=\"app\">Loading...</div></body></html>\n";

static const char TOO_MANY[] =
	"<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n"
	"<body>\r\n<center><h1>429 Too Many Requests</h1></center>\r\n"
	"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/* How each says that it was asked too often. */
static const struct {
	const char *service;
	int status;
	const char *body;
} LIMITS[] = {
	{"blockcypher", 429, "{\"error\":\"Limits reached.\"}"             },
	{"evm",         429,
         "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":429,"
         "\"message\":\"Your app has exceeded its compute units per second "
         "capacity\"}}"						    },
	{"solana",      429,
         "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":429,\"message\":"
         "\"Too many requests for a specific RPC call\"},\"id\":1}"        },
	{"trongrid",    429,
         "{\"success\":false,\"error\":\"request rate exceeded\","
         "\"statusCode\":429}"					     },
	{"ethplorer",   429,
         "{\"error\":{\"code\":429,\"message\":\"Too many requests\"}}"    },
	{"kraken",      200, "{\"error\":[\"EGeneral:Too many requests\"]}"},
	{"coingecko",   429,
         "{\"status\":{\"error_code\":429,\"error_message\":\"You've exceeded "
         "the Rate Limit.\"}}"					     },
	{"coinbase",    429,
         "{\"errors\":[{\"id\":\"rate_limit_exceeded\",\"message\":\"Too many "
         "requests\"}]}"						   },
};

static struct reply *say(struct request *rq, int status, const char *type,
                         const char *body)
{
	rq->status = status;
	return reply_body(rq, type, slice_text(body));
}

struct reply *service_text(struct request *rq, int status, const char *text)
{
	return say(rq, status, PLAIN, text);
}

struct reply *service_error(struct request *rq, int status, const char *json)
{
	return say(rq, status, JSON, json);
}

struct reply *service_json(struct request *rq, const struct text *t)
{
	rq->status = 200;
	return reply_body(rq, JSON, (struct slice){t->p, t->len});
}

static struct reply *too_many(struct request *rq, const char *name)
{
	for (size_t i = 0; i < sizeof(LIMITS) / sizeof(LIMITS[0]); i++)
		if (!strcmp(LIMITS[i].service, name))
			return say(rq, LIMITS[i].status, JSON, LIMITS[i].body);
	return say(rq, 429, "text/html", TOO_MANY);
}

static struct reply *fault_before(struct request *rq, const char *name,
                                  const char *fault)
{
	if (!strcmp(fault, "429"))
		return too_many(rq, name);
	if (!strcmp(fault, "html200"))
		return say(rq, 200, "text/html", PAGE);
	if (!strcmp(fault, "down"))
		return say(rq, 503, PLAIN, "Service Unavailable\n");
	return NULL;
}

static enum network network_of(const char *coin)
{
	static const char *const WORDS[NETWORK_COUNT] = {
		[NETWORK_BITCOIN] = "btc",   [NETWORK_LITECOIN] = "ltc",
		[NETWORK_DOGECOIN] = "doge", [NETWORK_ETHEREUM] = "eth",
		[NETWORK_BSC] = "bsc",       [NETWORK_SOLANA] = "sol",
		[NETWORK_TRON] = "tron",
	};

	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++)
		if (!strcmp(WORDS[i], coin))
			return (enum network)i;
	return NETWORK_NONE;
}

struct reply *service_answer(struct request *rq, const char *name,
                             const char *coin, service_say *answer)
{
	enum network network = coin ? network_of(coin) : NETWORK_NONE;
	struct world w;
	const char *fault;
	struct reply *r;

	if (coin && network == NETWORK_NONE)
		return service_text(rq, 404, "endpoint does not exist");
	fault = fault_take_service(rq->db, rq->arena, name,
	                           coin ? network_code(network) : name);
	r = fault_before(rq, name, fault);
	if (r)
		return r;
	if (coin)
		w = world_look(rq->db, rq->arena, network);
	if (rq->method == GET)
		(void)form_open(rq); /* what is no form has no fields */
	r = answer(rq, coin ? &w : NULL);
	if (!strcmp(fault, "truncated") && !strcmp(r->type, JSON))
		r->body.len = r->body.len * 2 / 3;
	return r;
}

const char *service_field(struct request *rq, const char *name)
{
	const char *value = form_raw(rq, name);

	return value ? value : "";
}

int64_t service_number(struct request *rq, const char *name, int64_t otherwise)
{
	const char *value = service_field(rq, name);
	char *end;
	int64_t n = strtoll(value, &end, 10);

	return *value && !*end ? n : otherwise;
}

int64_t service_whole(const char *text)
{
	char *end;
	int64_t n = strtoll(text, &end, 10);

	return *text >= '0' && *text <= '9' && !*end ? n : -1;
}
