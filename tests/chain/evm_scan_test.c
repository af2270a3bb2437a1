/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanned.h"
#include "chain/scanning.h"

#define OURS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define USDT "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define USDC "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
#define MOVE \
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define FROM \
	"0x0000000000000000000000006fac4d18c912343bf86fa7049364dd4e424ab9c0"

/* --- a node -------------------------------------------------------------- */

enum { ASKED_MOST = 512, LARGE = 9 * 1024 * 1024, PADDING = 1024 * 1024 };

static struct {
	const char *chain;
	int64_t bears;   /* blocks at once; 0: any */
	int64_t head;    /* it has no more; 0: any */
	int64_t large;   /* more blocks than that make a very large answer */
	bool moves;      /* it is one transaction that it has in all of them */
	bool pads;       /* its answers are long */
	const char *to;  /* whom it has a transfer for, 40 digits, */
	int64_t paid[4]; /* in these blocks, */
	int64_t claims;  /* which it says to be this one; 0: as they are */
	/* What it was asked, and whether it answered. */
	struct {
		int64_t from, to;
		bool is_good;
	} asked[ASKED_MOST];
	size_t n;
	const char *body; /* the last */
} node = {.chain = "0x1"};

static int64_t hex_after(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	cr_assert(at, "%s: %s", name, text);
	return strtoll(at + strlen(name), NULL, 16);
}

static void add_log(struct text *t, int64_t block)
{
	text_printf(t,
	            "%s{'address':'" USDT "','topics':['" MOVE "','" FROM
	            "','0x000000000000000000000000%s'],'data':'0x%064x',"
	            "'blockNumber':'0x%" PRIx64 "','blockHash':'0x%064" PRIx64
	            "','transactionHash':'0x%064" PRIx64
	            "','logIndex':'0x%" PRIx64 "','removed':false}",
	            t->p[t->len - 1] == '[' ? "" : ",", node.to, 5,
	            node.claims ? node.claims : block, block,
	            node.moves ? 1 : block, block);
}

static const char *logs(int64_t from, int64_t to, const char *request)
{
	struct text t = text_open(arena_process(), 1024);
	bool is_named = strstr(request, ",null,[") != NULL;

	text_add_text(&t, "{'jsonrpc':'2.0','id':1,'result':[");
	for (size_t i = 0; i < 4; i++)
		if (node.paid[i] && node.paid[i] >= from &&
		    node.paid[i] <= to &&
		    (!is_named || strstr(request, node.to)))
			add_log(&t, node.paid[i]);
	text_add_text(&t, "]}");
	return ok(t.p);
}

static const char *error(const char *code, const char *message)
{
	return ok(arena_printf(
		arena_process(),
		"{'jsonrpc':'2.0','id':1,'error':{'code':%s,'message':'%s'}}",
		code, message));
}

static const char *large_answer(void)
{
	static const char HEAD[] = "HTTP/1.0 200 OK\r\n\r\n";
	static char all[LARGE];

	memset(all, ' ', sizeof(all) - 1);
	memcpy(all, HEAD, sizeof(HEAD) - 1);
	return all;
}

/* Blanks before it make it longer. */
static const char *padded(const char *answer)
{
	static char all[PADDING + 64 * 1024];
	const char *body = strstr(answer, "\r\n\r\n") + 4;
	size_t head = (size_t)(body - answer);

	memcpy(all, answer, head);
	memset(all + head, ' ', PADDING);
	memcpy(all + head + PADDING, body, strlen(body) + 1);
	return all;
}

static const char *answer_logs(const char *request)
{
	int64_t from = hex_after(request, "\"fromBlock\":\"0x");
	int64_t to = hex_after(request, "\"toBlock\":\"0x");

	cr_assert_lt(node.n, ASKED_MOST);
	node.asked[node.n].from = from;
	node.asked[node.n++].to = to;
	if (node.bears && to - from + 1 > node.bears)
		return error("-32005",
		             "query returned more than 10000 results");
	if (node.head && to > node.head)
		return error("-32000", "block range extends beyond current "
		                       "head block");
	if (node.large && to - from + 1 > node.large)
		return large_answer();
	node.asked[node.n - 1].is_good = true;
	return node.pads ? padded(logs(from, to, request))
	                 : logs(from, to, request);
}

static const char *answer(const char *request)
{
	node.body =
		arena_text(arena_process(), strstr(request, "\r\n\r\n") + 4);
	if (strstr(request, "eth_getLogs"))
		return answer_logs(request);
	return ok(arena_printf(
		arena_process(), "{'jsonrpc':'2.0','id':1,'result':'%s'}",
		strstr(request, "eth_chainId") ? node.chain : "0x3e8"));
}

static struct watch ours;

static struct to_scan usual(const char *asset)
{
	ours = watch_of(asset, CHAIN_MAIN, OURS);
	node.to = ours.hex;
	return (struct to_scan){
		.source = "evm",
		.url = url_at(stub_start_making(answer)),
		.network = ours.asset->network,
		.watches = &ours,
		.n = 1,
		.tip = 1000,
		.final = 10,
		.cursor = "990",
	};
}

/* The blocks that were answered, each once and in order. */
static void expect_read(int64_t from, int64_t to)
{
	for (size_t i = 0; i < node.n; i++) {
		if (!node.asked[i].is_good)
			continue;
		cr_expect_eq(node.asked[i].from, from);
		from = node.asked[i].to + 1;
	}
	cr_expect_eq(from, to + 1);
}

/* --- which blocks -------------------------------------------------------- */

Test(evm_scan, young_blocks_are_read_again)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.paid[0] = 981;
	what.tip = -1; /* 0x3e8 */
	s = scanned(&what);
	expect_read(981, 1000);
	cr_expect_str_eq(s->next, "1000");
	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].height, 981);
	cr_expect_eq(s->found.v[0].confirmations, 20);
	cr_expect_str_eq(s->found.v[0].position,
	                 "0/0x9858effd232b4033e47d90003d41ec34ecaeda94");
	cr_expect_eq(s->top, 1000);
	cr_expect_eq(s->from, 981);
}

Test(evm_scan, without_a_cursor_it_begins_a_day_ago)
{
	struct to_scan what = usual("USDT_ERC20");

	what.tip = 100000;
	what.cursor = NULL;
	scanned(&what);
	expect_read(100000 - 7200 + 1, 100000);
	cr_expect_eq(node.asked[0].to - node.asked[0].from + 1, 500);
}

Test(evm_scan, a_day_of_the_other_chain_has_more_blocks)
{
	struct to_scan what = usual("USDT_BEP20");

	node.chain = "0x38";
	what.tip = 100000;
	what.cursor = NULL;
	scanned(&what);
	expect_read(100000 - 28800 + 1, 100000);
}

Test(evm_scan, a_young_chain_is_read_from_its_first_block)
{
	struct to_scan what = usual("USDT_ERC20");

	what.cursor = NULL;
	scanned(&what);
	expect_read(0, 1000);
}

Test(evm_scan, a_node_that_bears_less_is_asked_for_less)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;
	size_t refused = 0;

	node.bears = 60;
	node.paid[0] = 1;
	node.paid[1] = 555;
	node.paid[2] = 1000;
	what.cursor = "9";
	s = scanned(&what);
	expect_read(0, 1000);
	cr_expect_eq(s->found.n, 3);
	cr_expect_eq(node.asked[0].to, 499);
	cr_expect_eq(node.asked[1].to, 249);
	cr_expect_eq(node.asked[2].to, 124);
	for (size_t i = 0; i < node.n; i++)
		refused += !node.asked[i].is_good;
	/* Four to find out; then it tries more, but seldom. */
	cr_expect_geq(refused, 5);
	cr_expect_leq(refused, 8);
}

Test(evm_scan, a_node_that_bears_nothing_ends_it_with_nothing)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.bears = -1;
	node.paid[0] = 1000;
	s = scanned(&what);
	cr_expect_eq(s->fault.kind, FAULT_RANGE_TOO_LARGE);
	cr_expect_eq(s->found.n, 0);
	cr_expect_null(s->next);
	cr_expect_eq(node.asked[node.n - 1].from, node.asked[node.n - 1].to);
}

Test(evm_scan, a_very_large_answer_is_asked_for_in_halves)
{
	struct to_scan what = usual("USDT_ERC20");

	node.large = 10;
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_NONE);
	expect_read(981, 1000);
}

Test(evm_scan, a_node_behind_its_own_tip_is_asked_up_to_where_it_is)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.head = 997;
	s = scanned(&what);
	expect_read(981, 997);
	cr_expect_str_eq(s->next, "997");
}

Test(evm_scan, a_node_far_behind_its_own_tip_is_given_up)
{
	struct to_scan what = usual("USDT_ERC20");

	node.head = 900;
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_BEYOND_HEAD);
}

Test(evm_scan, a_chain_a_little_shorter_is_read_again)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	what.cursor = "1009";
	s = scanned(&what);
	expect_read(1000, 1000);
	cr_expect_str_eq(s->next, "1000");
}

Test(evm_scan, a_chain_much_shorter_than_what_was_read_is_not_believed)
{
	struct to_scan what = usual("USDT_ERC20");

	what.cursor = "1010";
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_UNAVAILABLE);
	cr_expect_eq(node.n, 0);
}

Test(evm_scan, a_long_way_is_gone_in_parts)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	what.tip = 1000000;
	what.cursor = "9";
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE);
	cr_expect_eq(s->top, strtoll(s->next, NULL, 10));
	cr_expect_gt(s->top, 20000);
	cr_expect_lt(s->top, 1000000);
	expect_read(0, s->top);
}

Test(evm_scan, of_long_answers_only_what_was_found_stays)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.pads = true;
	node.paid[0] = 981;
	node.paid[1] = 19000;
	what.tip = 20000;
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(s->found.n, 2);
	cr_expect_str_eq(s->found.v[0].txid + 60, "0003d5");
	cr_expect_gt(s->asked, 30);
	cr_expect_lt(arena_used(s->arena), 1024 * 1024);
}

/* --- what is believed ---------------------------------------------------- */

Test(evm_scan, a_node_of_another_chain_is_refused)
{
	struct to_scan what = usual("USDT_ERC20");

	node.chain = "0x38";
	node.paid[0] = 1000;
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_UNSUPPORTED);
	cr_expect_eq(node.n, 0);
}

Test(evm_scan, of_a_test_network_any_chain_will_do)
{
	struct to_scan what = usual("USDT_ERC20");

	node.chain = "0x7a69";
	ours = watch_of("USDT_ERC20", CHAIN_REGTEST, OURS);
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_NONE);
}

Test(evm_scan, logs_of_other_blocks_spoil_the_answer)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.paid[0] = 1000;
	node.claims = 980;
	s = scanned(&what);
	cr_expect_eq(s->fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s->found.n, 0);
}

Test(evm_scan, a_transfer_that_moved_meanwhile_is_not_found_twice)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	node.moves = true;
	node.paid[0] = 100;
	node.paid[1] = 900;
	what.cursor = "9";
	s = scanned(&what);
	cr_expect_eq(s->fault.kind, FAULT_UNAVAILABLE);
	cr_expect_eq(s->found.n, 0);
	node.paid[0] = 0;
	s = scanned(&what);
	cr_expect_eq(s->fault.kind, FAULT_NONE);
	cr_expect_eq(s->found.n, 1);
}

/* --- whom it asks for ---------------------------------------------------- */

Test(evm_scan, one_question_is_for_all_tokens_and_no_coin)
{
	struct to_scan what = usual("USDT_ERC20");
	struct watch three[] = {watch_of("ETH", CHAIN_MAIN, OURS),
	                        watch_of("USDC_ERC20", CHAIN_MAIN, OURS),
	                        watch_of("USDT_ERC20", CHAIN_MAIN, OURS)};

	what.watches = three;
	what.n = 3;
	scanned(&what);
	cr_expect_eq(node.n, 1);
	cr_expect(strstr(node.body, "\"address\":[\"" USDC "\",\"" USDT "\"]"));
	cr_expect(strstr(node.body, "null,[\"0x000000000000000000000000"
	                            "9858effd232b4033e47d90003d41ec34ecaeda94"
	                            "\"]]"));
}

Test(evm_scan, where_only_coins_are_wanted_no_logs_are_asked_for)
{
	struct to_scan what = usual("ETH");
	const struct scan *s = scanned(&what);

	cr_expect_eq(node.n, 0);
	cr_expect_str_eq(s->next, "1000");
	cr_expect_eq(s->from, SCAN_NOTHING);
}

static struct watch *many(size_t n)
{
	struct watch *w = arena_array(arena_process(), n, struct watch);

	for (size_t i = 0; i < n; i++)
		w[i] = watch_of("USDT_ERC20", CHAIN_MAIN,
		                arena_printf(arena_process(), "0x%040zx",
		                             i + 0xa00000));
	return w;
}

Test(evm_scan, many_addresses_are_asked_for_in_several_lists)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	what.watches = many(401);
	what.n = 401;
	node.to = what.watches[400].hex;
	node.paid[0] = 1000;
	s = scanned(&what);
	cr_assert_eq(node.n, 2);
	cr_expect_eq(node.asked[0].from, node.asked[1].from);
	cr_expect_eq(s->found.n, 1);
	cr_expect_str_eq(s->next, "1000");
}

Test(evm_scan, of_very_many_addresses_none_is_named)
{
	struct to_scan what = usual("USDT_ERC20");
	const struct scan *s;

	what.watches = many(2001);
	what.n = 2001;
	node.to = what.watches[2000].hex;
	node.paid[0] = 1000;
	s = scanned(&what);
	cr_expect(strstr(node.body, "\"topics\":[\"" MOVE "\"]"));
	expect_read(981, 1000);
	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].address, what.watches[2000].address);
}
