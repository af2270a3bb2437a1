/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/arena.h"
#include "jobs/chained.h"
#include "lib/anvil.h"
#include "lib/services.h"
#include "settings.h"
#include "wallet/wallets.h"
/*
 * The job chains on a real node of Ethereum.
 */
TestSuite(chains_evm, .timeout = 120);

#define USDT     "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define USDC     "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
#define SOMEBODY "0x1111111111111111111111111111111111111111"
#define FAKE     "0xdac17f958d2ee523a2206206994597c13d831ec8"

enum { DEPTH = 3 };

/* Says Transfer of each three words (from, to, value) that it is called with;
 * without any it reverts.  Explained in tests/node/anvil_test.c. */
static const char TOKEN[] =
	"0x366008576000"
	"80fd5b60005b60208160400160003780602001358135"
	"7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
	"60206000a36060018036"
	"11600b5700";

static struct buyers *world;

static const char *put(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
static const char *put(const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return arena_text(world->arena, text);
}

static void open_world(void)
{
	static const char *const CONTRACTS[] = {USDT, USDC, FAKE};

	cr_assert_null(settings_set("confirmations", "ethereum=3"));
	world = chained_open();
	cr_assert_null(settings_set("sources_ethereum",
	                            put("evm=%s", anvil_start(1))));
	cr_assert_null(settings_set("watch_native", "yes"));
	for (size_t i = 0; i < 3; i++)
		anvil_call("anvil_setCode",
		           put("['%s','%s']", CONTRACTS[i], TOKEN));
	wallets_use(NETWORK_ETHEREUM, ETH_XPUB, ETH_0);
}

static const char *sender(size_t i)
{
	const char *text = NULL;

	json_text(&text, json_item(anvil_call("eth_accounts", "[]"), i));
	cr_assert(text);
	return text;
}

static const char *record(const struct payment *p, int64_t value)
{
	return put("000000000000000000000000%s"
	           "000000000000000000000000%s%064" PRIx64,
	           SOMEBODY + 2, p->address + 2, (uint64_t)value);
}

static const char *send(size_t account, const char *to, const char *value,
                        const char *data, int gas_price)
{
	return anvil_text("eth_sendTransaction",
	                  put("[{'from':'%s','to':'%s','value':'%s','data':"
	                      "'0x%s','gas':'0x30000','gasPrice':'0x%x'}]",
	                      sender(account), to, value, data, gas_price));
}

static const char *send_tokens(const char *contract, const char *records)
{
	return send(0, contract, "0x0", records, 2000000000);
}

static void mine_and_run(unsigned blocks)
{
	anvil_mine(blocks);
	(void)chained_run();
}

Test(chains_evm, tokens_are_credited_log_by_log_and_only_the_real_ones)
{
	const struct payment *p;

	open_world();
	p = chained_own("USDT_ERC20", 2500);
	(void)chained_run();
	send_tokens(USDT, put("%s%s", record(p, 200000), record(p, 50000)));
	send_tokens(FAKE, record(p, 250000));
	send_tokens(USDT, ""); /* it fails */
	mine_and_run(1);
	chained_is(p, PAYMENT_CONFIRMING);
	cr_expect_eq(chained_in(p, "SEEN"), 2);
	mine_and_run(DEPTH - 1);
	chained_is(p, PAYMENT_PAID);
	cr_expect_eq(chained_in(p, "CREDITED"), 2);
	cr_expect_eq(chained_balance(p), 2500);
	for (int i = 0; i < 5; i++)
		mine_and_run(20);
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(chained_number("SELECT MIN(is_final) FROM deposits"), 1);
	chained_audit();
}

Test(chains_evm, a_log_that_moves_in_a_reorg_is_credited_once)
{
	const struct payment *p, *q;
	const char *before, *txid;

	open_world();
	p = chained_own("USDT_ERC20", 2500);
	q = chained_own("USDT_ERC20", 0);
	before = anvil_text("evm_snapshot", "[]");
	txid = send_tokens(USDT, record(p, 250000));
	mine_and_run(DEPTH);
	cr_expect_eq(chained_balance(p), 2500);

	anvil_call("evm_revert", put("['%s']", before));
	anvil_mine(1);
	send(1, USDT, "0x0", record(q, 10000), 2000000001);
	cr_assert_str_eq(send_tokens(USDT, record(p, 250000)), txid);
	for (int i = 0; i < 6; i++)
		mine_and_run(1);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(chained_balance(q), 100);
	chained_audit();
}

Test(chains_evm, one_that_the_winning_chain_does_not_have_is_taken_back)
{
	const struct payment *p;

	open_world();
	p = chained_own("USDT_ERC20", 2500);
	anvil_mine(5);
	send_tokens(USDT, record(p, 250000));
	mine_and_run(DEPTH);
	cr_expect_eq(chained_balance(p), 2500);
	anvil_call("anvil_reorg", put("[%d,[]]", DEPTH + 1));
	for (int i = 0; i < 6; i++)
		mine_and_run(1);
	cr_expect_eq(chained_in(p, "REVERSED"), 1);
	cr_expect_eq(chained_balance(p), 0);
	chained_audit();
}

Test(chains_evm, another_token_than_was_asked_for_waits_for_a_person)
{
	const struct payment *p;

	open_world();
	p = chained_own("USDT_ERC20", 2500);
	(void)chained_run();
	send_tokens(USDC, record(p, 250000));
	mine_and_run(DEPTH);
	chained_is(p, PAYMENT_REVIEW);
	cr_expect_eq(chained_in(p, "HELD"), 1);
	/* And the right one, after it, waits with it. */
	send_tokens(USDT, record(p, 250000));
	mine_and_run(DEPTH);
	cr_expect_eq(chained_in(p, "HELD"), 2);
	cr_expect_eq(chained_balance(p), 0);
	chained_audit();
}

Test(chains_evm, the_coin_itself_is_found_in_its_blocks)
{
	const struct payment *p;

	open_world();
	p = chained_own("ETH", 0);
	(void)chained_run();
	send(0, p->address, "0x38d7ea4c68000", "", 2000000000); /* 0.001 */
	mine_and_run(1);
	chained_is(p, PAYMENT_CONFIRMING);
	mine_and_run(DEPTH - 1);
	cr_expect_eq(chained_balance(p), 10);
	for (int i = 0; i < 4; i++)
		mine_and_run(1);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	chained_audit();
}

/* Deeper than anything that a scan goes back to. */
static void bury(void)
{
	for (int i = 0; i < 6; i++)
		mine_and_run(40);
}

Test(chains_evm, too_little_for_the_gateway_stays_there_however_deep)
{
	const struct payment *p;

	open_world();
	p = chained_gateway("USDT_ERC20",
	                    "0x2222222222222222222222222222222222222222");
	(void)chained_run();
	send_tokens(USDT, record(p, 290000));
	mine_and_run(DEPTH);
	cr_expect_eq(chained_in(p, "CONFIRMED"), 1);
	bury();
	cr_expect_eq(chained_in(p, "CONFIRMED"), 1);
	cr_expect_eq(chained_number("SELECT MAX(missed) FROM deposits"), 0);
	chained_audit();
}

Test(chains_evm, what_waits_for_a_price_is_credited_however_deep)
{
	const struct payment *p;

	open_world();
	p = chained_own("USDT_ERC20", 0);
	(void)chained_run();
	chained_sql("UPDATE rates SET paused = 'test'");
	send_tokens(USDT, record(p, 250000));
	mine_and_run(DEPTH);
	bury();
	chained_sql("UPDATE rates SET paused = NULL");
	(void)chained_run();
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}
