/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/chain.h"

static const char ADDRESS[] = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
static const char WORD[] =
	"0x0000000000000000000000009858effd232b4033e47d90003d41ec34ecaeda94";
static const char TRANSFER[] =
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

static const struct seat USDT = {"USDT_ERC20", "ethereum", ADDRESS, evm_read};
static const struct seat BEP20 = {"USDC_BEP20", "bsc", ADDRESS, evm_read};
static const struct seat ETH = {"ETH", "ethereum", ADDRESS, evm_read};

static const char *call(struct side *s, const char *method, const char *params)
{
	return arena_printf(s->arena,
	                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\","
	                    "\"params\":[%s]}",
	                    method, params);
}

static struct credits logs(struct side *s, const struct seat *seat,
                           int64_t from, int64_t to)
{
	char *filter = arena_printf(
		s->arena,
		"{\"fromBlock\":\"0x%" PRIx64 "\",\"toBlock\":\"0x%" PRIx64
		"\",\"address\":[\"%s\"],\"topics\":[\"%s\",null,[\"%s\"]]}",
		from, to, asset_find(seat->asset)->contract, TRANSFER, WORD);

	return chain_read(s, seat, "POST",
	                  strcmp(seat->network, "bsc") ? "/eth" : "/bsc",
	                  call(s, "eth_getLogs", filter), to);
}

static int64_t named_height(struct side *s, const char *name)
{
	return chain_read(s, &ETH, "POST", "/eth",
	                  call(s, "eth_getBlockByNumber",
	                       arena_printf(s->arena, "\"%s\",false", name)),
	                  0)
	        .height;
}

Test(sandbox_evm, a_token_is_a_log_with_growing_confirmations)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDT, "25", false);

	for (int n = 1; n <= 3; n++) {
		int64_t height = chain_mine(&s, "ethereum", 1);
		struct credits read = logs(&s, &USDT, height - 10, height);

		chain_expect(&read, txid, "25000000", n);
	}
	side_close(&s);
}

Test(sandbox_evm, tokens_of_bsc_have_18_decimals)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BEP20, "40000000.5", false);
	int64_t height = chain_mine(&s, "bsc", 15);
	struct credits read = logs(&s, &BEP20, height - 20, height);

	chain_expect(&read, txid, "40000000500000000000000000", 15);
	side_close(&s);
}

Test(sandbox_evm, nothing_is_told_before_it_is_mined)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "ethereum", 1);
	const char *txid = chain_give(&s, &USDT, "25", false);
	struct credits read;

	cr_expect_eq(logs(&s, &USDT, height - 5, height).n, 0);
	read = chain_read(&s, &USDT, "POST", "/eth",
	                  call(&s, "eth_getTransactionReceipt",
	                       arena_printf(s.arena, "\"%s\"", txid)),
	                  height);
	cr_expect(read.is_unknown);
	side_close(&s);
}

Test(sandbox_evm, another_contract_or_address_is_not_meant)
{
	struct side s = side_open();
	int64_t height;

	chain_send(&s, "USDC_ERC20", arena_printf(s.arena, "%s%%3D5", ADDRESS));
	chain_send(&s, "USDT_ERC20",
	           "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0%3D5");
	height = chain_mine(&s, "ethereum", 1);
	cr_expect_eq(logs(&s, &USDT, height - 5, height).rows, 0);
	side_close(&s);
}

Test(sandbox_evm, two_logs_of_one_transaction_are_in_its_receipt)
{
	struct side s = side_open();
	const char *txid = chain_send(
		&s, "USDT_ERC20",
		arena_printf(s.arena, "%s%%3D5 %s%%3D6", ADDRESS, ADDRESS));
	int64_t height = chain_mine(&s, "ethereum", 1);
	struct credits read =
		chain_read(&s, &USDT, "POST", "/eth",
	                   call(&s, "eth_getTransactionReceipt",
	                        arena_printf(s.arena, "\"%s\"", txid)),
	                   height);

	cr_assert_eq(read.n, 2);
	cr_expect_eq(read.outcome, OUTCOME_DONE);
	cr_expect_str_neq(read.v[0].position, read.v[1].position);
	side_close(&s);
}

Test(sandbox_evm, the_own_coin_is_in_its_block)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &ETH, "1.5", false);
	int64_t height = chain_mine(&s, "ethereum", 1);
	struct credits read = chain_read(
		&s, &ETH, "POST", "/eth",
		call(&s, "eth_getBlockByNumber",
	             arena_printf(s.arena, "\"0x%" PRIx64 "\",true", height)),
		height);

	chain_expect(&read, txid, "1500000000000000000", 1);
	read = chain_read(&s, &ETH, "POST", "/eth",
	                  call(&s, "eth_getTransactionReceipt",
	                       arena_printf(s.arena, "\"%s\"", txid)),
	                  height);
	cr_expect_eq(read.outcome, OUTCOME_DONE);
	side_close(&s);
}

Test(sandbox_evm, heights_have_names)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "ethereum", 1);

	cr_expect_eq(named_height(&s, "latest"), height);
	cr_expect_eq(named_height(&s, "finalized"), height - 31);
	cr_expect_eq(chain_read(&s, &ETH, "POST", "/eth",
	                        call(&s, "eth_blockNumber", ""), 0)
	                     .height,
	             height);
	side_close(&s);
}

Test(sandbox_evm, it_refuses_what_real_nodes_refuse)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "ethereum", 1);
	const char *far = arena_printf(
		s.arena,
		"{\"fromBlock\":\"0x1\",\"toBlock\":\"0x%" PRIx64 "\"}",
		height);
	const char *beyond = arena_printf(s.arena,
	                                  "{\"fromBlock\":\"0x%" PRIx64
	                                  "\",\"toBlock\":\"0x%" PRIx64 "\"}",
	                                  height, height + 5);

	cr_expect_eq(chain_refused(&s, &USDT, "POST", "/eth",
	                           call(&s, "eth_getLogs", far)),
	             FAULT_RANGE_TOO_LARGE);
	cr_expect_eq(chain_refused(&s, &USDT, "POST", "/eth",
	                           call(&s, "eth_getLogs", beyond)),
	             FAULT_BEYOND_HEAD);
	cr_expect_eq(chain_refused(&s, &USDT, "POST", "/eth",
	                           call(&s, "eth_mine", "")),
	             FAULT_UNSUPPORTED);
	side_close(&s);
}

Test(sandbox_evm, a_batch_is_answered_part_by_part)
{
	struct side s = side_open();
	struct said said = side_ask(
		&s, "POST", "/eth",
		"[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"eth_chainId\","
		"\"params\":[]},{\"jsonrpc\":\"2.0\",\"id\":\"x\","
		"\"method\":\"none\"}]");
	const char *id;

	cr_assert_eq(json_array_length(said.json), 2);
	cr_expect(json_number(&id, json_member(json_item(said.json, 0), "id")));
	cr_expect_str_eq(id, "7");
	cr_expect(json_member(json_item(said.json, 1), "error"));
	side_close(&s);
}

Test(sandbox_evm, a_reorganisation_moves_the_log)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDT, "25", false);
	int64_t height = chain_mine(&s, "ethereum", 1);
	struct credits before = logs(&s, &USDT, height, height), after;

	chain_fault(&s, "do=reorg&network=ethereum&n=1&option=move");
	cr_expect_eq(logs(&s, &USDT, height, height).n, 0);
	height = chain_mine(&s, "ethereum", 2);
	after = logs(&s, &USDT, height - 5, height);
	chain_expect(&after, txid, "25000000", 1);
	cr_expect_str_neq(after.v[0].index, before.v[0].index);
	cr_expect_str_eq(after.v[0].position, before.v[0].position);
	side_close(&s);
}
