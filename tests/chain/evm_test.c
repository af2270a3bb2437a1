/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "evm-rpc",
	.read = evm_read,
	.watched = {{"ETH", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                     CHAIN_MAIN},
                    {"USDT_ERC20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                     CHAIN_MAIN},
                    {"USDT_BEP20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                     CHAIN_MAIN}},
	.elsewhere = {"batch_out_of_order.json"                    },
};

Test(evm, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 20);
}

#define OURS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define WORD \
	"0x0000000000000000000000009858effd232b4033e47d90003d41ec34ecaeda94"
#define OTHER \
	"0x0000000000000000000000006fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define USDT "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define FAKE "0xdac17f958d2ee523a2206206994597c13d831ec8"
#define HASH \
	"0x72706ebd6d3f61ad8e8ea2c155fbb94d1ae2bcbf2581090b73fc38f07b723c4c"
#define MOVE \
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define FIVE \
	"0x0000000000000000000000000000000000000000000000000000000000000005"
#define NONE \
	"0x0000000000000000000000000000000000000000000000000000000000000000"
#define HUGE_VALUE \
	"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define LOG(token, from, to, data, index)                              \
	"{'address':'" token "','topics':['" MOVE "','" from "','" to  \
	"'],'data':'" data "','blockNumber':'0x64','blockHash':'" HASH \
	"','transactionHash':'" HASH "','logIndex':'" index            \
	"','removed':false}"
#define RESULT(result) "{'jsonrpc':'2.0','id':1,'result':" result "}"

static struct asked asked(const char *body)
{
	return ask(evm_read, "USDT_ERC20", OURS, 100, body);
}

Test(evm, a_fake_token_is_nothing_to_us)
{
	struct asked r = asked(
		RESULT("[" LOG(FAKE, OTHER, WORD, HUGE_VALUE, "0x1") "]"));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(evm, poisoning_with_nothing_is_no_credit)
{
	cr_expect_eq(asked(RESULT("[" LOG(USDT, OTHER, WORD, NONE, "0x1") "]"))
	                     .got.n,
	             0);
}

Test(evm, an_implausible_value_costs_its_own_log)
{
	struct asked r =
		asked(RESULT("[" LOG(USDT, OTHER, WORD, FIVE, "0x1") "," LOG(
			USDT, OTHER, WORD, HUGE_VALUE, "0x2") "]"));

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 1);
	cr_expect(r.got.v[0].amount.units == 5);
	cr_expect_eq(r.got.odd, 1);
	cr_expect(credits_unread(&r.got, HASH));
}

Test(evm, moving_to_ourselves_is_no_deposit)
{
	cr_expect_eq(
		asked(RESULT("[" LOG(USDT, WORD, WORD, FIVE, "0x1") "]")).got.n,
		0);
}

Test(evm, the_position_is_the_ordinal_in_the_transaction)
{
	struct asked one =
		asked(RESULT("[" LOG(USDT, OTHER, WORD, FIVE, "0x9") "," LOG(
			USDT, OTHER, WORD, FIVE, "0x7") "]"));
	struct asked moved =
		asked(RESULT("[" LOG(USDT, OTHER, WORD, FIVE, "0x1f") "," LOG(
			USDT, OTHER, WORD, FIVE, "0x21") "]"));

	cr_assert_eq(one.got.n, 2);
	cr_expect_str_eq(one.got.v[0].index, "9");
	cr_expect_str_eq(one.got.v[0].position, moved.got.v[1].position);
	cr_expect_str_eq(one.got.v[1].position, moved.got.v[0].position);
	cr_expect(strlen(one.got.v[0].position) <= 64);
}

Test(evm, a_coin_in_a_block_waits_for_its_receipt)
{
	struct asked r =
		ask(evm_read, "ETH", OURS, 100,
	            RESULT("{'number':'0x64','transactions':[{'hash':'" HASH
	                   "','to':'" OURS "','from':'" FAKE
	                   "','value':'0xde0b6b3a7640000','blockNumber':'0x64',"
	                   "'blockHash':'" HASH "'},{'hash':'" HASH
	                   "','to':null,'value':'0x1'}]}"));

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 1);
	cr_expect_str_eq(r.got.v[0].index, "-1");
	cr_expect_str_eq(r.got.v[0].position, "native");
	cr_expect(r.got.v[0].needs_look);
	cr_expect_eq(r.got.v[0].confirmations, 1);
}

Test(evm, the_same_address_on_another_chain_is_another_asset)
{
	cr_expect_eq(ask(evm_read, "USDT_BEP20", OURS, 100,
	                 RESULT("[" LOG(USDT, OTHER, WORD, FIVE, "0x1") "]"))
	                     .got.n,
	             0);
}

Test(evm, a_batch_fails_with_any_of_its_parts)
{
	struct asked r = asked("[{'id':2,'result':[" LOG(
		USDT, OTHER, WORD, FIVE,
		"0x1") "]},"
	               "{'id':1,'error':{'code':-32005,'message':'limit exceeded'}}]");

	cr_expect(r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(evm, a_receipt_in_the_same_batch_takes_a_failed_transfer_back)
{
	struct asked r = ask(
		evm_read, "ETH", OURS, 100,
		"[{'id':1,'result':{'number':'0x64','transactions':[{'hash':'" HASH
		"','to':'" OURS "','value':'0x5'}]}},{'id':2,'result':{"
		"'transactionHash':'" HASH "','status':'0x0','logs':[]}}]");

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
}
