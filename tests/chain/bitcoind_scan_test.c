/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanning.h"
/*
 * What a node does that tests/node cannot bring about in time.
 */
#define HASH   "00000000000000000000000000000000000000000000000000000000000000aa"
#define WALLET "/wallet/cointill"

static const char *result(const char *json)
{
	return ok(arena_printf(arena_process(),
	                       "{'result':%s,'error':null,'id':1}", json));
}

static const char *refusal(int code, const char *words)
{
	return status(500, arena_printf(arena_process(),
	                                "{'result':null,'error':{'code':%d,"
	                                "'message':'%s'},'id':1}",
	                                code, words));
}

static struct scan look(const struct stub_page *pages, const char *cursor)
{
	struct scan s = {
		.arena = arena_process(),
		.endpoint = serve("litecoin", "bitcoind", pages),
		.tip = 1000,
		.final = 6,
		.cursor = cursor,
	};

	scan_alone(&s);
	return s;
}

static const char *list(void)
{
	return result("{'transactions':[],'removed':[],'lastblock':'" HASH
	              "'}");
}

TestSuite(bitcoind_scan, .timeout = 30);

/* Mined coins of Litecoin wait for 100 blocks. */
Test(bitcoind_scan, the_list_goes_back_further_than_rows_are_young)
{
	struct stub_page pages[] = {
		{.path = "/",       .answer = result("{'blocks':1000}")},
		{.path = WALLET,                 .answer = list()},
		{0},
	};
	struct scan s = look(pages, HASH);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_str_eq(s.next, HASH);
	cr_expect(strstr(stub_latest(), "\"listsinceblock\",\"params\":[\"" HASH
	                                "\",102,true]"),
	          "%s", stub_latest());
}

Test(bitcoind_scan, the_height_of_its_cursor_is_how_far_it_goes_back)
{
	struct stub_page pages[] = {
		{.path = "/",
	         .holds = "\"getblockheader\",\"params\":[\"" HASH "\"]",
	         .answer = result("{'hash':'" HASH "','height':990}")},
		{.path = "/", .answer = result("{'blocks':1000}")},
		{.path = WALLET,					  .answer = list()},
		{0						   },
	};

	cr_expect_eq(look(pages, HASH).from, 991);
	cr_expect_eq(look(pages, NULL).from, 0);
}

Test(bitcoind_scan, a_node_that_does_not_say_how_far_misses_nothing)
{
	struct stub_page pages[] = {
		{.path = "/",
	         .holds = "\"getblockheader\"",
	         .answer = refusal(-32601, "Method not found")},
		{.path = "/",             .answer = result("{'blocks':1000}")},
		{.path = WALLET,				    .answer = list()},
		{0},
	};
	struct scan s = look(pages, HASH);

	cr_expect(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.from, SCAN_NOTHING);
}

Test(bitcoind_scan, a_node_that_reads_its_chain_anew_is_not_believed)
{
	struct stub_page pages[] = {
		{.path = "/",
	         .answer = result("{'blocks':7,'initialblockdownload':true}")},
		{.path = WALLET,                 .answer = list()},
		{0},
	};
	struct scan s = look(pages, HASH);

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_UNAVAILABLE);
	cr_expect_eq(stub_served(1), 0);
}

Test(bitcoind_scan, a_node_that_does_not_say_is_believed)
{
	struct stub_page pages[] = {
		{.path = "/",          .answer = refusal(-32601, "Method not found")},
		{.path = WALLET, .answer = list()},
		{0      },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
}

Test(bitcoind_scan, a_node_that_warms_up_is_asked_again)
{
	struct stub_page pages[] = {
		{.path = "/",                .answer = refusal(-28, "Loading block index...")},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_expect_eq(s.fault.kind, FAULT_UNAVAILABLE);
	cr_expect(s.fault.retry);
	cr_expect_str_eq(s.fault.message, "Loading block index...");
}

Test(bitcoind_scan, a_wallet_that_is_gone_is_a_fault_and_not_an_empty_list)
{
	struct stub_page pages[] = {
		{.path = "/",
	         .holds = "getblockchaininfo",
	         .answer = result("{'blocks':1000}")},
		{.path = "/",
	         .holds = "getblockheader",
	         .answer = result("{'height':990}")},
		{.path = "/",
	         .holds = "\"loadwallet\"",
	         .answer = refusal(-18, "Wallet not found.")},
		{.path = WALLET,
	         .answer = refusal(-18, "Requested wallet does not exist or is "
	                                "not loaded")},
		{0			},
	};
	struct scan s = look(pages, HASH);

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_BAD_REQUEST);
	cr_expect_eq(stub_served(2), 1);
	cr_expect_eq(s.asked, 5);
}

Test(bitcoind_scan, a_cursor_unknown_for_ever_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = "/",           .answer = result("{'blocks':1000}")},
		{.path = WALLET,                     .answer = refusal(-5, "Block not found")},
		{0},
	};
	struct scan s = look(pages, HASH);

	cr_expect_eq(s.fault.kind, FAULT_UNKNOWN_CURSOR);
	cr_expect_eq(s.asked, 4);
}
