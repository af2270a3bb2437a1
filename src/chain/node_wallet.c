/* SPDX-License-Identifier: MIT */
#include "chain/node_wallet.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "chain/jsonrpc.h"
#include "chain/node.h"
#include "chain/send.h"
#include "chain/sources.h"
#include "settings.h"

enum {
	CHUNK = 200,     /* addresses in one call */
	PATIENCE_S = 60, /* a wallet writes each to its disk */
	ERROR_ARGUMENTS = -1,
	ERROR_WALLET = -4,
	ERROR_NOT_FOUND = -18,
	ERROR_NO_METHOD = -32601,
	LIMIT_BYTES = 2 * 1024 * 1024,
	DEPTH = 12
};

/* --- what is said to a node ---------------------------------------------- */

struct slice node_body(struct arena *a, const char *method, const char *params)
{
	return slice_text(arena_printf(
		a,
		"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
		method, params));
}

const char *node_wallet_json(struct arena *a)
{
	struct text t = text_open(a, 64);

	json_add_text(&t, setting_text(SET_NODE_WALLET));
	return t.p;
}

const char *node_wallet_path(struct arena *a)
{
	const char *name = setting_text(SET_NODE_WALLET);

	return *name ? arena_printf(a, "/wallet/%s", name) : "";
}

/* --- one call ------------------------------------------------------------ */

struct said {
	struct rpc rpc;
	const json *all;
	const char *why; /* no answer, or an error */
	bool is_nowhere; /* nothing answers at that path */
};

static struct said judge(struct arena *a, const struct endpoint *node,
                         const struct remote_call *call)
{
	struct said said = {0};
	const char *why;

	if (call->status != REMOTE_OK) {
		said.why = send_mask(a, node, call->why);
		return said;
	}
	said.all = json_read(a, call->answer, DEPTH, &why);
	said.rpc = rpc_open(said.all);
	said.is_nowhere = call->http == 404 && said.rpc.kind != RPC_ERROR;
	if (json_is_array(said.all))
		return said;
	if (said.rpc.kind == RPC_ERROR)
		said.why = arena_printf(
			a, "error %" PRId64 ": %s", said.rpc.error.code,
			fault_quote(a, said.rpc.error.message, "refused"));
	else if (call->http != 200)
		said.why = fault_of_http(a, call->http).message;
	else if (said.rpc.kind == RPC_MALFORMED)
		said.why = "it does not answer as a node does";
	return said;
}

/* n: how much there is to do. */
static struct said call(struct arena *a, const struct endpoint *node,
                        const char *path, struct slice body, size_t n)
{
	struct ask ask = {
		.method = "POST",
		.path = path,
		.body = body,
		.limit_bytes = LIMIT_BYTES,
	};
	struct remote_call call = send_call(a, node, &ask);

	if (n > 1)
		call.timeout_s = PATIENCE_S;
	remote_perform(a, &call, 1, 1);
	return judge(a, node, &call);
}

static struct said tell(struct arena *a, const struct endpoint *node,
                        const char *path, const char *method,
                        const char *params)
{
	return call(a, node, path, node_body(a, method, params), 1);
}

const struct endpoint *node_of(enum network network)
{
	struct endpoints all = endpoints_of(network);

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].source->is_wallet)
			return &all.v[i];
	return NULL;
}

/* --- the wallet ---------------------------------------------------------- */

static bool is_code(const struct said *s, int64_t code)
{
	return s->rpc.kind == RPC_ERROR && s->rpc.error.code == code;
}

/* The wallet of that name; of a node that has no names for wallets, such as
 * Dogecoin Core, the one it has. */
static struct said ask_info(const char **path, struct arena *a,
                            const struct endpoint *node)
{
	struct said info;

	*path = node_wallet_path(a);
	info = tell(a, node, *path, "getwalletinfo", "[]");
	if (info.is_nowhere && **path) {
		*path = "";
		info = tell(a, node, *path, "getwalletinfo", "[]");
	}
	if (is_code(&info, ERROR_NO_METHOD))
		info.why = "the node runs without a wallet";
	return info;
}

/* Watch-only, blank, opened again whenever the node starts; of the kind that
 * the node makes by itself.  Older nodes do not know the last of it. */
static struct said create(struct arena *a, const struct endpoint *node)
{
	const char *name = node_wallet_json(a);
	struct said said = tell(
		a, node, "", "createwallet",
		arena_printf(a, "[%s,true,true,\"\",false,null,true]", name));

	if (is_code(&said, ERROR_ARGUMENTS))
		said = tell(a, node, "", "createwallet",
		            arena_printf(a, "[%s,true,true]", name));
	return said;
}

/* Another worker may do the same at the same time, so that what counts is
 * whether it is there in the end. */
static void load_or_create(struct arena *a, const struct endpoint *node,
                           bool may_make)
{
	struct said said = tell(a, node, "", "loadwallet",
	                        arena_printf(a, "[%s]", node_wallet_json(a)));

	if (!is_code(&said, ERROR_NOT_FOUND) && !is_code(&said, ERROR_WALLET))
		return;
	if (!may_make) {
		log_error("%s: the wallet %s, which knows our addresses, is "
		          "gone; bring it back",
		          node->name, node_wallet_json(a));
		return;
	}
	said = create(a, node);
	if (!said.why)
		log_warn("%s: made the wallet %s; it knows no address yet",
		         node->name, node_wallet_json(a));
}

const char *node_wallet_open(struct arena *a, const struct endpoint *node,
                             bool may_make)
{
	const char *path;
	bool has_keys = false;
	struct said info;

	endpoint_renew(node);
	info = ask_info(&path, a, node);
	if (is_code(&info, ERROR_NOT_FOUND)) {
		load_or_create(a, node, may_make);
		info = tell(a, node, path, "getwalletinfo", "[]");
	}
	if (info.why)
		return info.why;
	(void)json_bool(&has_keys,
	                json_member(info.rpc.result, "private_keys_enabled"));
	return has_keys ? "the wallet holds private keys; name one that only "
	                  "watches (node_wallet)"
	                : NULL;
}

/* --- importing ----------------------------------------------------------- */

/* One object for each, all of which must say success. */
static const char *check_import(struct arena *a, const struct said *said,
                                size_t n)
{
	const json *list = said->rpc.result;
	size_t good = 0;

	if (said->why)
		return said->why;
	for (const json *one = json_first(list); one; one = json_next(one)) {
		const char *words = "";
		bool success = false;

		(void)json_bool(&success, json_member(one, "success"));
		(void)json_text(&words, json_member(json_member(one, "error"),
		                                    "message"));
		if (!success)
			return fault_quote(a, words, "it imports not all");
		good++;
	}
	return good == n ? NULL : "it imports not all";
}

/* Nodes of old, one by one; nothing is said when it is done. */
static const char *import_addresses(struct arena *a,
                                    const struct endpoint *node,
                                    const char *path,
                                    const char *const *addresses, size_t n)
{
	struct said said = {0};

	for (size_t i = 0; i < n && !said.why; i++) {
		struct text t = text_open(a, 128);

		text_add_text(&t, "[");
		json_add_text(&t, addresses[i]);
		text_add_text(&t, ",\"\",false]");
		said = tell(a, node, path, "importaddress", t.p);
	}
	return said.why;
}

static const char *import_scripts(struct arena *a, const struct endpoint *node,
                                  const char *path,
                                  const char *const *addresses, size_t n)
{
	struct text t = text_open(a, n * 160 + 64);
	struct said said;

	text_add_text(&t, "[[");
	for (size_t i = 0; i < n; i++) {
		text_add_text(&t, i ? "," : "");
		text_add_text(&t, "{\"scriptPubKey\":{\"address\":");
		json_add_text(&t, addresses[i]);
		text_add_text(&t, "},\"timestamp\":\"now\","
		                  "\"watchonly\":true}");
	}
	text_add_text(&t, "],{\"rescan\":false}]");
	said = call(a, node, path, node_body(a, "importmulti", t.p), n);
	if (is_code(&said, ERROR_NO_METHOD))
		return import_addresses(a, node, path, addresses, n);
	return check_import(a, &said, n);
}

/* The node knows the checksum of each; all are asked for in one batch. */
static struct said ask_descriptors(struct arena *a, const struct endpoint *node,
                                   const char *const *addresses, size_t n)
{
	struct text t = text_open(a, n * 160 + 64);

	text_add_text(&t, "[");
	for (size_t i = 0; i < n; i++) {
		const char *d = arena_printf(a, "addr(%s)", addresses[i]);

		text_printf(&t,
		            "%s{\"jsonrpc\":\"1.0\",\"id\":%zu,\"method\":"
		            "\"getdescriptorinfo\",\"params\":[",
		            i ? "," : "", i);
		json_add_text(&t, d);
		text_add_text(&t, "]}");
	}
	text_add_text(&t, "]");
	return call(a, node, "", (struct slice){t.p, t.len}, n);
}

static const char *import_descriptors(struct arena *a,
                                      const struct endpoint *node,
                                      const char *path,
                                      const char *const *addresses, size_t n)
{
	struct said said = ask_descriptors(a, node, addresses, n);
	struct text t = text_open(a, n * 160 + 64);

	if (said.why)
		return said.why;
	text_add_text(&t, "[[");
	for (size_t i = 0; i < n; i++) {
		struct rpc one = rpc_open(rpc_part(said.all, (int64_t)i));
		const char *descriptor;

		if (!json_text(&descriptor,
		               json_member(one.result, "descriptor")))
			return "it makes no descriptor of an address";
		text_add_text(&t, i ? ",{\"desc\":" : "{\"desc\":");
		json_add_text(&t, descriptor);
		text_add_text(&t, ",\"timestamp\":\"now\"}");
	}
	text_add_text(&t, "]]");
	said = call(a, node, path, node_body(a, "importdescriptors", t.p), n);
	return check_import(a, &said, n);
}

const char *node_wallet_import(struct arena *a, const struct endpoint *node,
                               const char *const *addresses, size_t n)
{
	const char *why = NULL, *path;
	bool has_descriptors = false;
	struct said info;

	endpoint_renew(node);
	info = ask_info(&path, a, node);
	if (info.why)
		return info.why;
	(void)json_bool(&has_descriptors,
	                json_member(info.rpc.result, "descriptors"));
	for (size_t i = 0; i < n && !why; i += CHUNK) {
		size_t some = n - i < CHUNK ? n - i : CHUNK;

		why = has_descriptors ? import_descriptors(a, node, path,
		                                           &addresses[i], some)
		                      : import_scripts(a, node, path,
		                                       &addresses[i], some);
	}
	return why;
}
