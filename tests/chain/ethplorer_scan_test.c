/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/scanned.h"
#include "chain/scanning.h"

#define OURS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define WORD \
	"0x0000000000000000000000009858effd232b4033e47d90003d41ec34ecaeda94"
#define FROM "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define FROM_WORD \
	"0x0000000000000000000000006fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define USDT "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define USDC "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
#define MOVE \
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define FIVE \
	"0x0000000000000000000000000000000000000000000000000000000000000005"
#define HASH(digit) \
	"0x3687c4461047bf711b95a86b366dce3a4f093a60bc3805f957e8ca30eb062d0" digit
#define ROW(hash, token, value)                                  \
	"{'timestamp':1763800000,'transactionHash':'" hash       \
	"','tokenInfo':{'address':'" token                       \
	"'},'type':'transfer','value':'" value "','from':'" FROM \
	"','to':'" OURS "'}"
#define HISTORY(rows) "{'operations':[" rows "]}"
#define INFO(hash, success, rows)               \
	"{'hash':'" hash "','success':" success \
	",'blockNumber':990,'confirmations':3,'operations':[" rows "]}"

/* --- the service --------------------------------------------------------- */

static const char *history[2]; /* of USDT, and of USDC */
static const char *info;
static bool is_full; /* its pages never end */
static char heard[4096];

static const char *full_page(const char *request)
{
	struct text t = text_open(arena_process(), 4096);
	const char *at = strstr(request, "timestamp=");
	long before = at ? strtol(at + strlen("timestamp="), NULL, 10) : 200000;

	text_add_text(&t, "{'operations':[");
	for (int i = 0; i < 100; i++)
		text_printf(&t,
		            "%s{'timestamp':%ld,'transactionHash':'0x%064lx',"
		            "'type':'approve'}",
		            i ? "," : "", before - i, before - i);
	text_add_text(&t, "]}");
	return ok(t.p);
}

static const char *answer(const char *request)
{
	size_t len = strlen(heard);

	snprintf(heard + len, sizeof(heard) - len, "%.*s\n",
	         (int)strcspn(request, "\r"), request);
	if (strstr(request, "/getAddressHistory/") && is_full)
		return full_page(request);
	if (strstr(request, "/getAddressHistory/"))
		return ok(strstr(request, USDT) ? history[0] : history[1]);
	if (strstr(request, "/getTxInfo/"))
		return ok(info);
	return ok("{'lastBlock':1000}");
}

static struct watch ours[2];

static const struct scan *look(size_t n)
{
	ours[0] = watch_of("USDT_ERC20", CHAIN_MAIN, OURS);
	ours[1] = watch_of("USDC_ERC20", CHAIN_MAIN, OURS);
	return scanned(&(struct to_scan){
		.source = "ethplorer",
		.url = url_at(stub_start_making(answer)),
		.network = NETWORK_ETHEREUM,
		.watches = ours,
		.n = n,
		.tip = -1,
		.final = 96,
	});
}

/* --- tests --------------------------------------------------------------- */

Test(ethplorer_scan, a_transfer_is_looked_up_for_its_block)
{
	const struct scan *s;

	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	info = INFO(HASH("2"), "true", ROW(HASH("2"), USDT, "5"));
	s = look(1);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].height, 990);
	cr_expect_eq(s->found.v[0].confirmations, 11);
	cr_expect_not(s->found.v[0].needs_look);
	cr_expect(strstr(heard, "GET /getLastBlock?apiKey=freekey HTTP"));
	cr_expect(strstr(heard, "GET /getAddressHistory/" OURS
	                        "?type=transfer&limit=100&token=" USDT
	                        "&apiKey=freekey HTTP"));
	cr_expect(strstr(heard, "GET /getTxInfo/" HASH("2") "?apiKey=freekey "
	                                                    "HTTP"));
}

Test(ethplorer_scan, a_transfer_is_named_as_a_node_names_it)
{
	struct asked node =
		ask(evm_read, "USDT_ERC20", OURS, 1000,
	            "{'jsonrpc':'2.0','id':1,'result':[{'address':'" USDT
	            "','topics':['" MOVE "','" FROM_WORD "','" WORD
	            "'],'data':'" FIVE "','blockNumber':'0x3de',"
	            "'blockHash':'" HASH("3") "','transactionHash':'" HASH(
			    "2") "','logIndex':'0x2f','removed':false}]}");
	const struct scan *s;

	cr_assert_null(node.why, "%s", node.why);
	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	info = INFO(HASH("2"), "true", ROW(HASH("2"), USDT, "5"));
	s = look(1);
	cr_assert_eq(s->found.n, 1);
	cr_assert_eq(node.got.n, 1);
	cr_expect_str_eq(s->found.v[0].txid, node.got.v[0].txid);
	cr_expect_str_eq(s->found.v[0].position, node.got.v[0].position);
}

Test(ethplorer_scan, of_two_equal_transfers_it_cannot_tell)
{
	const struct scan *s;

	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	info = INFO(HASH("2"), "true",
	            ROW(HASH("2"), USDT, "5") "," ROW(HASH("2"), USDT, "5"));
	s = look(1);
	cr_expect_eq(s->fault.kind, FAULT_UNSUPPORTED);
	cr_expect_eq(s->found.n, 0);
}

Test(ethplorer_scan, nor_which_of_two_transfers_comes_first)
{
	const struct scan *s;

	history[0] = HISTORY(
		ROW(HASH("2"), USDT, "5") "," ROW(HASH("2"), USDT, "6"));
	info = INFO(HASH("2"), "true",
	            ROW(HASH("2"), USDT, "6") "," ROW(HASH("2"), USDT, "5"));
	s = look(1);
	cr_expect_eq(s->fault.kind, FAULT_UNSUPPORTED);
	cr_expect_eq(s->found.n, 0);
}

Test(ethplorer_scan, two_tokens_in_one_transaction_are_two_credits)
{
	const struct scan *s;

	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	history[1] = HISTORY(ROW(HASH("2"), USDC, "5"));
	info = INFO(HASH("2"), "true",
	            ROW(HASH("2"), USDT, "5") "," ROW(HASH("2"), USDC, "5"));
	s = look(2);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_assert_eq(s->found.n, 2);
	cr_expect_str_eq(s->found.v[0].position, s->found.v[1].position);
	cr_expect_neq(s->found.v[0].asset, s->found.v[1].asset);
	cr_expect_eq(s->asked, 3);
}

Test(ethplorer_scan, what_failed_moved_nothing)
{
	const struct scan *s;

	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	info = INFO(HASH("2"), "false", "");
	s = look(1);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(s->found.n, 0);
}

Test(ethplorer_scan, another_transaction_than_asked_for_is_no_answer)
{
	history[0] = HISTORY(ROW(HASH("2"), USDT, "5"));
	info = INFO(HASH("3"), "true", ROW(HASH("3"), USDT, "5"));
	cr_expect_eq(look(1)->fault.kind, FAULT_MALFORMED);
}

Test(ethplorer_scan, nothing_came_is_an_answer)
{
	const struct scan *s;

	history[0] = HISTORY("");
	s = look(1);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(s->found.n, 0);
	cr_expect_eq(s->asked, 1);
}

Test(ethplorer_scan, pages_without_end_are_given_up)
{
	const struct scan *s;

	is_full = true;
	s = look(1);
	cr_expect_eq(s->fault.kind, FAULT_UNSUPPORTED);
	cr_expect_eq(s->asked, 5);
	cr_expect(strstr(heard, "&timestamp=199901&"));
}

Test(ethplorer_scan, it_knows_tokens_and_no_coin)
{
	const struct source *s = source_find("ethplorer");

	cr_expect(source_knows(s, asset_find("USDC_ERC20")));
	cr_expect_not(source_knows(s, asset_find("ETH")));
	cr_expect_not(source_knows(s, asset_find("USDT_BEP20")));
}
