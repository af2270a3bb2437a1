/* SPDX-License-Identifier: MIT */
#include "lib/anvil.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanned.h"

/*
 * What the scans make of a real node: what it accepts, and what its chain
 * does when it is reorganised.
 */
#define OURS  "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define OTHER "0x6Fac4D18c912343BF86fa7049364dd4E424Ab9C0"
#define USDT  "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define FAKE  "0xdac17f958d2ee523a2206206994597c13d831ec8"

/*
 * A token that believes everybody: its calldata are records of three words
 * (from, to, value), and of each it says Transfer; without any it reverts.
 */
static const char TOKEN[] =
	"0x"
	"36"   /* 00 CALLDATASIZE */
	"6008" /* 01 PUSH1 08 */
	"57"   /* 03 JUMPI            any: go on */
	"6000" /* 04 PUSH1 00 */
	"80"   /* 06 DUP1 */
	"fd"   /* 07 REVERT */
	"5b"   /* 08 JUMPDEST */
	"6000" /* 09 PUSH1 00         at */
	"5b"   /* 0b JUMPDEST         at */
	"6020" /* 0c PUSH1 20         at 32 */
	"81"   /* 0e DUP2             at 32 at */
	"6040" /* 0f PUSH1 40         at 32 at 64 */
	"01"   /* 11 ADD              at 32 at+64 */
	"6000" /* 12 PUSH1 00         at 32 at+64 0 */
	"37"   /* 14 CALLDATACOPY     at, the value in memory */
	"80"   /* 15 DUP1             at at */
	"6020" /* 16 PUSH1 20         at at 32 */
	"01"   /* 18 ADD              at at+32 */
	"35"   /* 19 CALLDATALOAD     at to */
	"81"   /* 1a DUP2             at to at */
	"35"   /* 1b CALLDATALOAD     at to from */
	"7f"   /* 1c PUSH32           at to from Transfer */
	"ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
	"6020" /* 3d PUSH1 20 */
	"6000" /* 3f PUSH1 00         at to from Transfer 32 0 */
	"a3"   /* 41 LOG3             at */
	"6060" /* 42 PUSH1 60 */
	"01"   /* 44 ADD              next */
	"80"   /* 45 DUP1             next next */
	"36"   /* 46 CALLDATASIZE     next next size */
	"11"   /* 47 GT               next, size > next */
	"600b" /* 48 PUSH1 0b */
	"57"   /* 4a JUMPI            once more */
	"00";  /* 4b STOP */

static const char *url;

static const char *put(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
static const char *put(const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return arena_text(arena_process(), text);
}

static void install(const char *contract)
{
	anvil_call("anvil_setCode", put("['%s','%s']", contract, TOKEN));
}

/* A chain with a tether. */
static void begin(void)
{
	url = anvil_start(1);
	install(USDT);
}

/* --- sending ------------------------------------------------------------- */

/* One of the accounts that the node has the keys of. */
static const char *sender(size_t i)
{
	const char *text = NULL;

	json_text(&text, json_item(anvil_call("eth_accounts", "[]"), i));
	cr_assert(text);
	return text;
}

static const char *record(const char *to, int64_t value)
{
	return put("000000000000000000000000%s"
	           "000000000000000000000000%s%064" PRIx64,
	           OTHER + 2, to + 2, (uint64_t)value);
}

/* Gives the hash.  What pays more gas comes earlier in its block. */
static const char *send_from(size_t account, const char *to, const char *value,
                             const char *data, int gas_price)
{
	return anvil_text("eth_sendTransaction",
	                  put("[{'from':'%s','to':'%s','value':'%s','data':"
	                      "'0x%s','gas':'0x30000','gasPrice':'0x%x'}]",
	                      sender(account), to, value, data, gas_price));
}

static const char *send_tokens(const char *contract, const char *records)
{
	return send_from(0, contract, "0x0", records, 2000000000);
}

static const char *send_coins(const char *to)
{
	return send_from(0, to, "0xde0b6b3a7640000", "", 2000000000);
}

/* --- looking ------------------------------------------------------------- */

static const struct scan *look_for(const char *source, const char *asset,
                                   const char *cursor)
{
	struct watch *w = arena_new(arena_process(), struct watch);
	const struct scan *s;

	*w = watch_of(asset, CHAIN_MAIN, OURS);
	s = scanned(&(struct to_scan){
		.source = source,
		.url = url,
		.network = NETWORK_ETHEREUM,
		.watches = w,
		.n = 1,
		.tip = -1,
		.final = 10,
		.cursor = cursor,
	});
	cr_assert_eq(s->fault.kind, FAULT_NONE, "%s", s->fault.message);
	return s;
}

static const struct scan *look(void)
{
	return look_for("evm", "USDT_ERC20", NULL);
}

static void expect_credit(const struct chain_credit *c, const char *txid,
                          const char *position, const char *amount)
{
	char units[COIN_TEXT];

	coin_print_units(units, c->amount);
	cr_expect_str_eq(units, amount);
	cr_expect_str_eq(c->txid, txid);
	cr_expect_str_eq(c->position, position);
	cr_expect_not(c->needs_look);
	cr_expect(c->is_mined);
}

#define FIRST  "0/0x9858effd232b4033e47d90003d41ec34ecaeda94"
#define SECOND "1/0x9858effd232b4033e47d90003d41ec34ecaeda94"

/* --- tokens -------------------------------------------------------------- */

Test(anvil, a_transfer_is_found_and_gets_deeper)
{
	const struct scan *s;
	const char *txid;

	begin();
	txid = send_tokens(USDT, record(OURS, 25000000));
	cr_expect_eq(look()->found.n, 0);
	anvil_mine(1);
	s = look();
	cr_assert_eq(s->found.n, 1);
	expect_credit(&s->found.v[0], txid, FIRST, "25000000");
	cr_expect_eq(s->found.v[0].height, 1);
	cr_expect_eq(s->found.v[0].confirmations, 1);
	cr_expect_str_eq(s->next, "1");
	anvil_mine(4);
	s = look_for("evm", "USDT_ERC20", "1");
	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].confirmations, 5);
	cr_expect_str_eq(s->next, "5");
	cr_expect_eq(look_for("evm", "USDT_ERC20", "11")->found.n, 0);
}

Test(anvil, a_transfer_that_failed_is_none)
{
	begin();
	send_tokens(USDT, "");
	anvil_mine(1);
	cr_expect_eq(look()->found.n, 0);
	cr_expect_str_eq(look()->next, "1");
}

Test(anvil, two_transfers_in_one_transaction_are_two_credits)
{
	const struct scan *s;
	const char *txid;

	begin();
	txid = send_tokens(USDT, put("%s%s%s", record(OURS, 5),
	                             record(OTHER, 5), record(OURS, 5)));
	anvil_mine(1);
	s = look();
	cr_assert_eq(s->found.n, 2);
	expect_credit(&s->found.v[0], txid, FIRST, "5");
	expect_credit(&s->found.v[1], txid, SECOND, "5");
}

Test(anvil, a_token_of_somebody_else_is_none)
{
	begin();
	install(FAKE);
	send_tokens(FAKE, record(OURS, 25000000));
	anvil_mine(1);
	cr_expect_eq(look()->found.n, 0);
}

Test(anvil, a_transfer_to_somebody_else_is_none)
{
	begin();
	send_tokens(USDT, record(OTHER, 25000000));
	anvil_mine(1);
	cr_expect_eq(look()->found.n, 0);
}

/* --- reorganisations ----------------------------------------------------- */

Test(anvil, a_credit_keeps_its_position_where_its_log_moves)
{
	const char *both = NULL, *before, *txid, *records;
	const struct scan *was, *is;

	begin();
	both = put("%s%s", record(OURS, 5), record(OURS, 6));
	records = put("%s%s", record(OTHER, 1), record(OTHER, 2));
	before = anvil_text("evm_snapshot", "[]");
	txid = send_tokens(USDT, both);
	anvil_mine(1);
	was = look();

	anvil_call("evm_revert", put("['%s']", before));
	anvil_mine(1);
	send_from(1, USDT, "0x0", records, 2000000001);
	cr_assert_str_eq(send_tokens(USDT, both), txid);
	anvil_mine(1);
	is = look();

	cr_assert_eq(was->found.n, 2);
	cr_assert_eq(is->found.n, 2);
	cr_expect_str_eq(was->found.v[0].index, "0");
	cr_expect_str_eq(is->found.v[0].index, "2");
	cr_expect_neq(was->found.v[0].height, is->found.v[0].height);
	cr_expect_str_neq(was->found.v[0].block_hash,
	                  is->found.v[0].block_hash);
	for (size_t i = 0; i < 2; i++) {
		expect_credit(&was->found.v[i], txid, i ? SECOND : FIRST,
		              i ? "6" : "5");
		expect_credit(&is->found.v[i], txid, i ? SECOND : FIRST,
		              i ? "6" : "5");
	}
}

Test(anvil, a_credit_is_gone_with_its_block)
{
	begin();
	anvil_mine(5);
	send_tokens(USDT, record(OURS, 5));
	anvil_mine(3);
	cr_assert_eq(look()->found.n, 1);
	anvil_call("anvil_reorg", "[4,[]]");
	cr_expect_eq(look_for("evm", "USDT_ERC20", "8")->found.n, 0);
	cr_expect_str_eq(look_for("evm", "USDT_ERC20", "8")->next, "8");
}

Test(anvil, a_chain_that_went_back_is_read_where_it_is)
{
	const char *before;
	const struct scan *s;

	begin();
	anvil_mine(5);
	before = anvil_text("evm_snapshot", "[]");
	send_tokens(USDT, record(OURS, 5));
	anvil_mine(3);
	cr_assert_eq(look()->found.n, 1);
	anvil_call("evm_revert", put("['%s']", before));
	s = look_for("evm", "USDT_ERC20", "8");
	cr_expect_eq(s->found.n, 0);
	cr_expect_str_eq(s->next, "5");
}

/* --- the coin ------------------------------------------------------------ */

Test(anvil, a_coin_is_found_in_its_block)
{
	const struct scan *s;
	const char *txid;

	begin();
	anvil_mine(12);
	txid = send_coins(OURS);
	send_coins(OTHER);
	anvil_mine(2);
	s = look_for("evm-native", "ETH", NULL);
	cr_assert_eq(s->found.n, 1);
	expect_credit(&s->found.v[0], txid, "native", "1000000000000000000");
	cr_expect_eq(s->found.v[0].height, 13);
	cr_expect_eq(s->found.v[0].confirmations, 2);
	cr_expect_str_eq(s->next, "14");
}

Test(anvil, a_coin_whose_transaction_failed_is_none)
{
	const struct scan *s;

	begin();
	install(OURS); /* refuses what comes without records */
	send_coins(OURS);
	anvil_mine(1);
	s = look_for("evm-native", "ETH", NULL);
	cr_expect_eq(s->found.n, 0);
	cr_expect_eq(s->found.notes_n, 1);
	cr_expect_eq(s->found.notes[0].kind, NOTE_FAILED);
}

/* --- the node ------------------------------------------------------------ */

Test(anvil, a_node_of_another_chain_is_refused)
{
	struct watch w = watch_of("USDT_ERC20", CHAIN_MAIN, OURS);
	const struct scan *s;

	url = anvil_start(56);
	s = scanned(&(struct to_scan){
		.source = "evm",
		.url = url,
		.network = NETWORK_ETHEREUM,
		.watches = &w,
		.n = 1,
		.tip = -1,
		.final = 10,
	});
	cr_expect_eq(s->fault.kind, FAULT_UNSUPPORTED);
}
