/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "jobs/chained.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "remote/remote.h"
#include "settings.h"
#include "wallet/wallet.h"
/*
 * The job chains on a node that speaks as Dogecoin Core 1.14 does: one wallet
 * without a name, importaddress, lists without heights.
 */
TestSuite(chains_old_node, .timeout = 120);

#define ADDRESS "DPo478A7r6mMDTyxiHuB53EXuxTA91Rkmt"
#define TXID    "00000000000000000000000000000000000000000000000000000000000000aa"
#define RIVAL   "00000000000000000000000000000000000000000000000000000000000000bb"
#define BLOCK   "00000000000000000000000000000000000000000000000000000000000000cc"

enum { TIP = 5400000, DEPTH = 20 };

/* What the node knows: shared with its process. */
static struct {
	int64_t tip, height; /* of the one transfer: 0: unmined; -1: none */
	bool is_replaced;    /* the mempool has a rival of it */
	unsigned imported;
} * node;

static struct buyers *world;

static const char *list(void)
{
	static char text[1024];
	int64_t depth = node->height ? node->tip - node->height + 1 : 0;
	const char *rivals = node->is_replaced ? "\"" RIVAL "\"" : "";

	if (node->height < 0)
		return "{\"transactions\":[],\"lastblock\":\"" BLOCK "\"}";
	snprintf(text, sizeof(text),
	         "{\"transactions\":[{\"involvesWatchonly\":true,"
	         "\"account\":\"\",\"address\":\"" ADDRESS
	         "\",\"category\":\"receive\",\"amount\":0.25000000,"
	         "\"vout\":1,\"confirmations\":%" PRId64 ",\"txid\":\"" TXID
	         "\",\"walletconflicts\":[],"
	         "\"mempoolconflicts\":[%s]}],\"lastblock\":\"" BLOCK "\"}",
	         depth, rivals);
	return text;
}

static bool calls(const char *request, const char *method)
{
	char member[64];

	snprintf(member, sizeof(member), "\"method\":\"%s\"", method);
	return strstr(request, member);
}

/* JSON, or NULL: it knows no such method. */
static const char *result_of(const char *request)
{
	static char text[128];

	if (calls(request, "getwalletinfo"))
		return "{\"walletversion\":130000,\"txcount\":1}";
	if (calls(request, "listsinceblock"))
		return list();
	if (calls(request, "importaddress") && strstr(request, ADDRESS))
		node->imported++;
	if (calls(request, "importaddress"))
		return "null";
	if (calls(request, "getblockheader"))
		snprintf(text, sizeof(text), "{\"height\":%" PRId64 "}",
		         node->tip - 241);
	else if (calls(request, "getblockchaininfo"))
		snprintf(text, sizeof(text),
		         "{\"blocks\":%" PRId64 ",\"headers\":%" PRId64 "}",
		         node->tip, node->tip);
	else if (calls(request, "getblockcount"))
		snprintf(text, sizeof(text), "%" PRId64, node->tip);
	else
		return NULL;
	return text;
}

static const char *answer(const char *request)
{
	static char all[2048], body[1536];
	const char *result = result_of(request);
	bool is_there = !strncmp(request, "POST / ", 7);

	body[0] = '\0';
	if (is_there && result)
		snprintf(body, sizeof(body),
		         "{\"result\":%s,\"error\":null,\"id\":1}", result);
	else if (is_there)
		snprintf(body, sizeof(body),
		         "{\"result\":null,\"error\":{\"code\":-32601,"
		         "\"message\":\"Method not found\"},\"id\":1}");
	snprintf(all, sizeof(all),
	         "HTTP/1.1 %s\r\nContent-Length: %zu\r\n"
	         "Connection: close\r\n\r\n%s",
	         is_there && result ? "200 OK" : "404 Not Found", strlen(body),
	         body);
	return all;
}

static const struct payment *open_world(void)
{
	node = mmap(NULL, sizeof(*node), PROT_READ | PROT_WRITE,
	            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert(node != MAP_FAILED);
	node->tip = TIP;
	node->height = -1;
	world = chained_open();
	remote_allow_loopback(true);
	cr_assert_null(settings_set("sources_dogecoin",
	                            arena_printf(world->arena,
	                                         "bitcoind=http://127.0.0.1:%d",
	                                         stub_start_making(answer))));
	cr_assert_eq(pool_import(world->db, world->arena, "cli:test",
	                         asset_find("DOGE"), slice_text(ADDRESS), false,
	                         (struct pool_watcher){0})
	                     .added,
	             1);
	return chained_own("DOGE", 2500);
}

Test(chains_old_node, a_transfer_is_seen_gets_deeper_and_is_credited)
{
	const struct payment *p = open_world();

	chained_is(p, PAYMENT_OPEN);
	cr_expect_eq(node->imported, 1);
	node->height = 0;
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	node->height = ++node->tip;
	(void)chained_run();
	cr_expect_eq(test_number("SELECT confirmations FROM deposits"), 1);
	cr_expect_eq(test_number("SELECT height FROM deposits"), node->height);
	node->tip += DEPTH - 1;
	(void)chained_run();
	chained_is(p, PAYMENT_PAID);
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}

Test(chains_old_node, replaced_by_one_to_somebody_else_it_is_gone_at_once)
{
	const struct payment *p = open_world();

	cr_assert_null(settings_set("vanish_seconds", "3600"));
	node->height = 0;
	(void)chained_run();
	cr_expect_eq(chained_in(p, "SEEN"), 1);
	node->is_replaced = true;
	(void)chained_run();
	cr_expect_eq(chained_in(p, "GONE"), 1);
	/* It may be mined all the same. */
	node->is_replaced = false;
	node->height = ++node->tip;
	node->tip += DEPTH;
	(void)chained_run();
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	chained_audit();
}
