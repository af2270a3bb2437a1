/* SPDX-License-Identifier: MIT */
#include "cli/explain.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"

#define BTC  "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define LTC  "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
#define RLTC "rltc1qxu3q47wsrek42lxcw4tl57c08tqytnkngaghke"
#define TXID "7d736f443f2bbc3a50cdc02f8bbe1417fb6c05c4d5252018d130ab0223702517"

struct said {
	int status;
	const char *out, *err;
};

static const char *kept(char *text)
{
	const char *copy = arena_text(arena_process(), text);

	free(text);
	return copy;
}

/* Words up to the first NULL; the body is a fixture. */
static struct said explain(const char *file, const char *const *words)
{
	struct arena *a = arena_open(64 * 1024 * 1024);
	struct slice body = fixture(a, file);
	char *argv[8] = {(char *)"explain"};
	struct said said = {0};
	char *out, *err;
	size_t out_len, err_len;
	struct command_context c = {
		.arena = a,
		.in = fmemopen((void *)body.p, body.len, "r"),
		.out = open_memstream(&out, &out_len),
		.err = open_memstream(&err, &err_len),
	};
	int argc = 1;

	for (; words[argc - 1]; argc++)
		argv[argc] = arena_text(a, words[argc - 1]);
	said.status = cli_explain(&c, argc, argv);
	fclose(c.in);
	fclose(c.out);
	fclose(c.err);
	said.out = kept(out);
	said.err = kept(err);
	arena_close(a);
	return said;
}

#define EXPLAIN(file, ...) \
	explain((file), (const char *const[]){__VA_ARGS__, NULL})

Test(explain, a_credit_is_one_line)
{
	struct said said = EXPLAIN("fixtures/esplora/txs_reorg_step1.json",
	                           "esplora", "BTC", BTC, "--tip", "873514");

	cr_expect_eq(said.status, 0);
	cr_expect_str_eq(said.out, "BTC " TXID " 0 70000 3\n");
}

Test(explain, a_body_not_to_be_trusted_prints_no_credit)
{
	struct said said = EXPLAIN("fixtures/esplora/error_html_with_200.html",
	                           "esplora", "BTC", BTC);

	cr_expect_eq(said.status, 1);
	cr_expect_str_empty(said.out);
	cr_expect(strstr(said.err, "malformed: "));
}

Test(explain, the_network_is_that_of_the_address_unless_told)
{
	const char *file =
		"fixtures/bitcoind-rpc/listsinceblock_one_confirmed.json";

	cr_expect_eq(EXPLAIN(file, "bitcoind", "LTC", RLTC).status, 0);
	cr_expect_eq(
		EXPLAIN(file, "bitcoind", "LTC", RLTC, "--network", "regtest")
			.status,
		0);
	cr_expect_eq(EXPLAIN(file, "bitcoind", "LTC", RLTC, "--network", "main")
	                     .status,
	             2);
}

Test(explain, what_cannot_be_asked_is_called_wrongly)
{
	const char *file = "fixtures/esplora/txs_empty.json";

	cr_expect_eq(EXPLAIN(file, "esplora", "SOL", BTC).status, 2);
	cr_expect_eq(EXPLAIN(file, "esplora", "BTC").status, 2);
	cr_expect_eq(EXPLAIN(file, "nobody", "BTC", BTC).status, 2);
	cr_expect_eq(EXPLAIN(file, "esplora", "BTC", "bc1qinvalid").status, 2);
}

/* --- what came of public bug reports ------------------------------------- */

#define SOL   "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define EVM   "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define TRON  "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
#define FIELD "fixtures/field/"
#define MEMO                                                                \
	"5hJiYpKw4cWMPGZK4wLBVhyizyYhbVeJqzDAWAKgCVfm5EKPLgC4Qh4dTzgqXRqgf" \
	"7duw9fcCBeSULk6hJh373xp"

Test(explain, a_memo_is_nothing_to_us)
{
	struct said list =
		EXPLAIN(FIELD "f02-smallest.json", "solana", "SOL", SOL);
	struct said tx =
		EXPLAIN(FIELD "f02-tx-memo-nul.json", "solana", "SOL", SOL);

	cr_expect_eq(list.status, 0);
	cr_expect_str_empty(list.err);
	cr_expect_eq(tx.status, 0);
	cr_expect_str_eq(tx.out, "SOL " MEMO " 1 1500000000 32\n");
}

Test(explain, what_is_no_answer_to_the_question_is_refused)
{
	static const char *const FILES[] = {
		FIELD "f07-null.json", FIELD "f07-number.json",
		"fixtures/evm-rpc/block_finalized.json"};

	for (size_t i = 0; i < sizeof(FILES) / sizeof(*FILES); i++) {
		struct said said = EXPLAIN(FILES[i], "evm", "USDT_ERC20", EVM,
		                           "--tip", "23850500");

		cr_expect_eq(said.status, 1, "%s", FILES[i]);
		cr_expect_str_empty(said.out);
		cr_expect(strstr(said.err, "malformed: "), "%s", said.err);
	}
}

Test(explain, a_row_that_cannot_be_read_is_counted_beside_the_others)
{
	struct said said =
		EXPLAIN(FIELD "f11-token-info-empty.json", "trongrid",
	                "USDT_TRC20", TRON, "--tip", "77123500");

	cr_expect_eq(said.status, 0);
	cr_expect_str_eq(said.out,
	                 "USDT_TRC20 3ecf001753640fa58a06d5515fa610388a4f1722"
	                 "647d5f9f8abe76e4ed8a61f9 0 25000000 19\n");
	cr_expect(strstr(said.err, "1 passed over"), "%s", said.err);
}

Test(explain, a_version_nobody_can_read_yet_is_asked_for_again)
{
	struct said later =
		EXPLAIN(FIELD "f20-version-1.json", "solana", "SOL", SOL);
	struct said never =
		EXPLAIN("fixtures/solana-rpc/error_unsupported_version.json",
	                "solana", "SOL", SOL);

	cr_expect_eq(later.status, 0);
	cr_expect_str_empty(later.out);
	cr_expect(strstr(later.err, "1 passed over"), "%s", later.err);
	cr_expect_eq(never.status, 1);
}

Test(explain, nothing_but_what_cannot_be_read_is_refused)
{
	struct said said =
		EXPLAIN("fixtures/ethplorer/history_malformed_value.json",
	                "ethplorer", "USDT_ERC20", EVM);

	cr_expect_eq(said.status, 1);
	cr_expect_str_empty(said.out);
}

Test(explain, a_price_is_one_line)
{
	struct said said = EXPLAIN("fixtures/prices/kraken_one.json", "kraken");

	cr_expect_eq(said.status, 0);
	cr_expect_str_eq(said.out, "BTC_USD 83548.90000\n");
}

Test(explain, a_payment_is_shown_field_by_field)
{
	struct said good =
		EXPLAIN("kryptoexpress/payment_get_paid.json", "kryptoexpress");
	struct said bad =
		EXPLAIN("kryptoexpress/error_html.html", "kryptoexpress");

	cr_expect_eq(good.status, 0);
	cr_expect(strstr(good.out, "isPaid true\n"));
	cr_expect(strstr(good.out, "cryptoAmount 0.000012\n"));
	cr_expect_eq(bad.status, 1);
	cr_expect_str_empty(bad.out);
}

/* --- what others were caught by ------------------------------------------ */

#define DOGE "DPo478A7r6mMDTyxiHuB53EXuxTA91Rkmt"

Test(explain, what_waits_need_not_have_a_height)
{
	static const char WAITS[] = "DOGE 9b99cd6cdef6c3a35b5f17ed75e124945fb72"
				    "6b6000b2f96e280b67b21d62d0c 0 1 0\n";
	struct said alone =
		EXPLAIN("fixtures/blockcypher/addr_waiting_without_height.json",
	                "blockcypher", "DOGE", DOGE);
	struct said both =
		EXPLAIN("fixtures/blockcypher/addr_mined_and_waiting.json",
	                "blockcypher", "DOGE", DOGE);

	cr_expect_eq(alone.status, 0, "%s", alone.err);
	cr_expect_str_eq(alone.out, WAITS);
	cr_expect_eq(both.status, 0, "%s", both.err);
	cr_expect(strstr(both.out, " 1 5000000000 40\n"), "%s", both.out);
	cr_expect(strstr(both.out, WAITS), "%s", both.out);
}

/* One rule in all sources: mined coins count once they may move. */
Test(explain, mined_coins_are_credited_when_they_may_move)
{
	const char *esplora = "fixtures/esplora/txs_coinbase_young.json";
	struct said ripe =
		EXPLAIN(esplora, "esplora", "BTC", BTC, "--tip", "873611");
	struct said young =
		EXPLAIN(esplora, "esplora", "BTC", BTC, "--tip", "873610");
	struct said node =
		EXPLAIN("fixtures/bitcoind-rpc/listsinceblock_generate.json",
	                "bitcoind", "LTC", RLTC);
	struct said rows = EXPLAIN("fixtures/blockcypher/addr_coinbase.json",
	                           "blockcypher", "LTC", LTC);

	cr_expect(strstr(ripe.out, " 0 722602 100\n"), "%s", ripe.out);
	cr_expect_str_empty(young.out);
	cr_expect(strstr(young.err, "99 of 100 confirmations"), "%s",
	          young.err);
	cr_expect(strstr(node.out, " 1 50000000 150\n"), "%s", node.out);
	cr_expect(strstr(rows.out, " 0 722602 11\n"), "%s", rows.out);
	cr_expect(strstr(rows.err, "booked once the transaction itself"), "%s",
	          rows.err);
}

#define LISTED "fixtures/bitcoind-rpc/listsinceblock_"

Test(explain, what_was_replaced_is_not_on_its_way)
{
	struct said said = EXPLAIN(LISTED "replaced_elsewhere.json", "bitcoind",
	                           "LTC", RLTC, "--network", "regtest");

	cr_expect_eq(said.status, 0);
	cr_expect_str_empty(said.out);
	cr_expect(strstr(said.err, "replaced by another transaction"), "%s",
	          said.err);
}

Test(explain, a_node_of_old_is_understood)
{
	struct said said =
		EXPLAIN(LISTED "of_old.json", "bitcoind", "LTC", RLTC);

	cr_expect_eq(said.status, 0, "%s", said.err);
	cr_expect(strstr(said.out, " 1 50000000 9\n"), "%s", said.out);
}
