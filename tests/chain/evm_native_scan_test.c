/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanned.h"
#include "chain/scanning.h"

#define OURS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define FROM "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0"

/* --- a node -------------------------------------------------------------- */

static struct {
	bool refuses_batches;
	int64_t head;           /* it has no more blocks; 0: any */
	int64_t leaves_out;     /* this block in its answers */
	int64_t paid;           /* in this block */
	const char *status;     /* of the receipt; NULL: there is none yet */
	int64_t receipt_height; /* 0: as it should be */
	/* What it was asked. */
	size_t batches, blocks, receipts;
	int64_t first, last;
} node = {.status = "'0x1'"};

static const char *transaction(void)
{
	return arena_printf(arena_process(),
	                    "{'hash':'0x%064x','to':'" OURS "','from':'" FROM
	                    "','value':'0xde0b6b3a7640000','blockNumber':"
	                    "'0x%" PRIx64 "','blockHash':'0x%064x'}",
	                    0xabc, (uint64_t)node.paid, 0xb);
}

static void add_block(struct text *t, int64_t n, long id)
{
	text_printf(t, "{'jsonrpc':'2.0','id':%ld,'result':", id);
	if (node.head && n > node.head)
		text_add_text(t, "null}");
	else
		text_printf(t,
		            "{'number':'0x%" PRIx64 "','transactions':[%s]}}",
		            (uint64_t)n, n == node.paid ? transaction() : "");
	node.blocks++;
	node.first = node.first ? node.first : n;
	node.last = n;
}

static const char *blocks(const char *body)
{
	struct text t = text_open(arena_process(), 1024);
	bool is_batch = body[0] == '[';
	const char *sign = is_batch ? "[" : "";
	long id = 1;

	node.batches++;
	if (is_batch && node.refuses_batches)
		return ok("{'jsonrpc':'2.0','id':null,'error':{'code':"
		          "-32600,'message':'batch is not allowed'}}");
	for (const char *p = body; (p = strstr(p, "[\"0x")); p++, id++) {
		int64_t n = strtoll(p + 4, NULL, 16);

		if (n == node.leaves_out)
			continue;
		text_add_text(&t, sign);
		add_block(&t, n, id);
		sign = ",";
	}
	text_add_text(&t, is_batch ? "]" : "");
	return ok(t.p);
}

static const char *receipt(void)
{
	int64_t height = node.receipt_height ? node.receipt_height : node.paid;

	node.receipts++;
	if (!node.status)
		return ok("{'jsonrpc':'2.0','id':1,'result':null}");
	return ok(arena_printf(
		arena_process(),
		"{'jsonrpc':'2.0','id':1,'result':{'transactionHash':'0x%064x',"
		"'blockNumber':'0x%" PRIx64 "','blockHash':'0x%064x','status':"
		"%s,'logs':[]}}",
		0xabc, (uint64_t)height, 0xb, node.status));
}

static const char *answer(const char *request)
{
	const char *body = strstr(request, "\r\n\r\n") + 4;

	if (strstr(body, "eth_getBlockByNumber"))
		return blocks(body);
	if (strstr(body, "eth_getTransactionReceipt"))
		return receipt();
	return ok("{'jsonrpc':'2.0','id':1,'result':'0x1'}");
}

static struct watch ours;

static struct to_scan usual(void)
{
	ours = watch_of("ETH", CHAIN_MAIN, OURS);
	return (struct to_scan){
		.source = "evm-native",
		.url = url_at(stub_start_making(answer)),
		.network = NETWORK_ETHEREUM,
		.watches = &ours,
		.n = 1,
		.tip = 1000,
		.final = 10,
		.cursor = "994",
	};
}

/* --- tests --------------------------------------------------------------- */

Test(evm_native_scan, a_coin_that_its_receipt_confirms_is_a_credit)
{
	struct to_scan what = usual();
	const struct scan *s;
	char units[COIN_TEXT];

	node.paid = 990;
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(node.batches, 2);
	cr_expect_eq(node.blocks, 16);
	cr_expect_eq(node.first, 985);
	cr_expect_eq(node.last, 1000);
	cr_expect_str_eq(s->next, "1000");
	cr_assert_eq(s->found.n, 1);
	cr_expect_not(s->found.v[0].needs_look);
	cr_expect_str_eq(s->found.v[0].position, "native");
	cr_expect_eq(s->found.v[0].height, 990);
	cr_expect_eq(s->found.v[0].confirmations, 11);
	coin_print_units(units, s->found.v[0].amount);
	cr_expect_str_eq(units, "1000000000000000000");
}

Test(evm_native_scan, what_failed_moved_nothing)
{
	struct to_scan what = usual();
	const struct scan *s;

	node.paid = 1000;
	node.status = "'0x0'";
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(s->found.n, 0);
	cr_expect_eq(s->found.notes_n, 1);
	cr_expect_eq(s->found.notes[0].kind, NOTE_FAILED);
}

Test(evm_native_scan, a_receipt_without_a_status_is_no_success)
{
	struct to_scan what = usual();
	const struct scan *s;

	node.paid = 1000;
	node.status = "null";
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(s->found.n, 0);
}

Test(evm_native_scan, without_its_receipt_nothing_is_known)
{
	struct to_scan what = usual();
	const struct scan *s;

	node.paid = 1000;
	node.status = NULL;
	s = scanned(&what);
	cr_expect_eq(s->fault.kind, FAULT_UNAVAILABLE);
	cr_expect_eq(s->found.n, 0);
	cr_expect_null(s->next);
}

Test(evm_native_scan, a_receipt_of_another_block_is_of_another_chain)
{
	struct to_scan what = usual();

	node.paid = 1000;
	node.receipt_height = 999;
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_UNAVAILABLE);
}

Test(evm_native_scan, a_node_without_batches_is_asked_block_by_block)
{
	struct to_scan what = usual();
	const struct scan *s;

	node.refuses_batches = true;
	node.paid = 1000;
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_eq(node.batches, 1 + 16);
	cr_expect_eq(s->found.n, 1);
	cr_expect_str_eq(s->next, "1000");
}

Test(evm_native_scan, blocks_it_has_not_yet_are_left_for_the_next)
{
	struct to_scan what = usual();
	const struct scan *s;

	node.head = 998;
	s = scanned(&what);
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	cr_expect_str_eq(s->next, "998");
	cr_expect_eq(s->top, 998);
}

Test(evm_native_scan, an_answer_without_one_of_the_blocks_is_none)
{
	struct to_scan what = usual();

	node.leaves_out = 990;
	cr_expect_eq(scanned(&what)->fault.kind, FAULT_MALFORMED);
}

Test(evm_native_scan, a_long_way_is_gone_in_parts)
{
	struct to_scan what = usual();
	const struct scan *s;

	what.tip = 100000;
	s = scanned(&what);
	cr_expect_str_eq(s->next, "1294");
	cr_expect_eq(s->top, 1294);
	cr_expect_eq(node.blocks, 310);
}

Test(evm_native_scan, where_no_coin_is_wanted_no_block_is_asked_for)
{
	struct to_scan what = usual();

	ours = watch_of("USDT_ERC20", CHAIN_MAIN, OURS);
	cr_expect_str_eq(scanned(&what)->next, "1000");
	cr_expect_eq(node.blocks, 0);
}
