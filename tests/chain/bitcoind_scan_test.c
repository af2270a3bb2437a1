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

/* --- what is recorded and not listed ------------------------------------- */

#define LOST "00000000000000000000000000000000000000000000000000000000000000bb"
#define GET  "\"gettransaction\",\"params\":[\"" LOST "\",true]"

static struct scan look_for(const struct stub_page *pages,
                            struct scan_known known)
{
	struct scan s = {
		.arena = arena_process(),
		.endpoint = serve("litecoin", "bitcoind", pages),
		.tip = 1000,
		.final = 6,
		.known = {1, &known},
	};

	if (!known.source)
		known.source = s.endpoint->name;
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	return s;
}

static struct stub_page *lost(const char *answer)
{
	static struct stub_page pages[4];

	pages[0] = (struct stub_page){.path = "/",
	                              .answer = result("{'blocks':1000}")};
	pages[1] = (struct stub_page){
		.path = WALLET, .holds = GET, .answer = answer};
	pages[2] = (struct stub_page){.path = WALLET, .answer = list()};
	return pages;
}

Test(bitcoind_scan, one_that_lost_says_so_when_it_is_asked_for)
{
	struct scan s =
		look_for(lost(result("{'txid':'" LOST "','confirmations':-1,"
	                             "'details':[]}")),
	                 (struct scan_known){.txid = LOST, .height = -1});

	cr_expect(credits_noted(&s.found, NOTE_REPLACED, LOST));
	cr_expect_eq(s.asked, 3);
	cr_expect_str_eq(s.next, HASH);
}

Test(bitcoind_scan, one_that_the_wallet_does_not_know_is_just_not_there)
{
	struct scan s =
		look_for(lost(refusal(-5, "Invalid or non-wallet transaction")),
	                 (struct scan_known){.txid = LOST, .height = -1});

	cr_expect_eq(s.found.notes_n, 0);
	cr_expect_eq(s.found.n, 0);
}

Test(bitcoind_scan, what_another_source_showed_is_not_asked_for)
{
	struct scan s =
		look_for(lost(refusal(-5, "never asked")),
	                 (struct scan_known){.txid = LOST,
	                                     .source = "litecoin/esplora",
	                                     .height = -1});

	cr_expect_eq(s.asked, 2);
}

/* --- nodes whose one wallet has no name ---------------------------------- */

Test(bitcoind_scan, a_node_without_paths_for_wallets_lists_its_only_one)
{
	struct stub_page pages[] = {
		{.path = WALLET,					   .answer = "HTTP/1.0 404 Not Found\r\n\r\n"},
		{.path = "/",
	         .holds = "\"listsinceblock\",\"params\":[\"\",102,true]",
	         .answer =
	                 result("{'transactions':[],'lastblock':'" HASH "'}")},
		{.path = "/",
	         .holds = "\"getblockchaininfo\"",
	         .answer = result("{'blocks':1000,'headers':1000}")},
		{0						       },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_str_eq(s.next, HASH);
	cr_expect_eq(stub_served(1), 1);
}

Test(bitcoind_scan, a_node_without_any_wallet_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = WALLET,                   .answer = "HTTP/1.0 404 Not Found\r\n\r\n"},
		{.path = "/",
	         .holds = "\"getblockchaininfo\"",
	         .answer = result("{'blocks':1000}")},
		{.path = "/",
	         .answer =
	                 status(404, "{'result':null,'error':{'code':-32601,"
	                             "'message':'Method not found'},'id':1}")},
		{0			       },
	};
	struct scan s = look(pages, NULL);

	cr_expect_eq(s.fault.kind, FAULT_UNSUPPORTED);
	cr_expect_eq(s.asked, 3);
}
