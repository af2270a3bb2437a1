/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/address.h"
#include "lib/services.h"
#include "sandbox/chain.h"
#include "sandbox/minted.h"
#include "sandbox/options.h"
#include "sandbox/schema.h"

static const char BTC_ADDRESS[] = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
static const struct seat BTC = {"BTC", "bitcoin", BTC_ADDRESS, esplora_read};
static const struct seat USDT = {"USDT_ERC20", "ethereum",
                                 "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                                 evm_read};

static const char TXS[] =
	"/btc/api/address/bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu/txs";

static enum fault_kind refused(struct side *s, const char *fields)
{
	chain_fault(s, fields);
	return chain_refused(s, &BTC, "GET", TXS, "");
}

Test(sandbox_service, each_fault_of_a_call_is_one_that_the_reader_knows)
{
	struct side s = side_open();

	chain_give(&s, &BTC, "1", false);
	cr_expect_eq(refused(&s, "do=429&network=bitcoin"), FAULT_RATE_LIMITED);
	cr_expect_eq(refused(&s, "do=down&network=bitcoin"), FAULT_UNAVAILABLE);
	cr_expect_eq(refused(&s, "do=html200&network=bitcoin"),
	             FAULT_MALFORMED);
	cr_expect_eq(refused(&s, "do=truncated&network=bitcoin"),
	             FAULT_MALFORMED);
	cr_expect_eq(chain_read(&s, &BTC, "GET", TXS, "", 0).n, 1);
	side_close(&s);
}

Test(sandbox_service, a_fault_lasts_for_so_many_calls_of_its_network_alone)
{
	struct side s = side_open();

	chain_fault(&s, "do=down&network=bitcoin&next=2");
	cr_expect_eq(
		side_ask(&s, "GET", "/ltc/api/blocks/tip/height", "").status,
		200);
	for (int i = 0; i < 2; i++)
		cr_expect_eq(side_ask(&s, "GET", TXS, "").status, 503);
	cr_expect_eq(side_ask(&s, "GET", TXS, "").status, 200);
	side_close(&s);
}

Test(sandbox_service, a_fault_of_a_service_leaves_the_others_of_the_network)
{
	struct side s = side_open();

	chain_fault(&s, "do=down&operation=esplora&next=100");
	cr_expect_eq(side_ask(&s, "GET", TXS, "").status, 503);
	cr_expect_eq(side_ask(&s, "GET", "/blockcypher/btc", "").status, 200);
	chain_fault(&s, "do=heal&operation=esplora");
	cr_expect_eq(side_ask(&s, "GET", TXS, "").status, 200);
	side_close(&s);
}

Test(sandbox_service, each_service_says_too_many_in_its_own_words)
{
	static const struct {
		const char *operation, *method, *uri;
		int status;
	} SERVICES[] = {
		{"evm",         "POST", "/eth",                             429},
		{"solana",      "POST", "/sol",                             429},
		{"trongrid",    "POST", "/tron/wallet/getnowblock",         429},
		{"blockcypher", "GET",  "/blockcypher/ltc",                 429},
		{"ethplorer",   "GET",  "/ethplorer/getLastBlock",          429},
		{"kraken",      "GET",  "/kraken/0/public/Ticker",          200},
		{"coingecko",   "GET",  "/coingecko/api/v3/simple/price",   429},
		{"coinbase",    "GET",  "/coinbase/v2/prices/BTC-USD/spot", 429},
	};
	struct side s = side_open();

	for (size_t i = 0; i < sizeof(SERVICES) / sizeof(SERVICES[0]); i++) {
		struct said said;

		chain_fault(&s, arena_printf(s.arena, "do=429&operation=%s",
		                             SERVICES[i].operation));
		said = side_ask(&s, SERVICES[i].method, SERVICES[i].uri, "{}");
		cr_expect_eq(said.status, SERVICES[i].status, "%s",
		             SERVICES[i].operation);
		cr_expect(json_is_object(said.json), "%s",
		          SERVICES[i].operation);
		cr_expect(strstr(said.body.p, "rror"));
	}
	side_close(&s);
}

/* --- the world ----------------------------------------------------------- */

Test(sandbox_world, it_is_the_same_after_a_restart)
{
	struct side s = side_open(), again;
	const char *txid = chain_give(&s, &USDT, "25", false);
	int64_t height = chain_mine(&s, "ethereum", 2);
	struct slice before, after;
	const char *ask = arena_printf(
		s.arena,
		"[{\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":"
		"[\"0x%llx\",true]},{\"id\":2,\"method\":"
		"\"eth_getTransactionReceipt\",\"params\":[\"%s\"]}]",
		(long long)height, txid);

	chain_fault(&s, "do=reorg&network=ethereum&n=1");
	before = side_ask(&s, "POST", "/eth", ask).body;
	again = side_open();
	options_open(&(struct options){.api_key = "test",
	                               .seed = "another",
	                               .time_scale = 1,
	                               .expiry_scale = 1,
	                               .block_scale = 7});
	schema_make(again.db);
	after = side_ask(&again, "POST", "/eth", ask).body;
	cr_expect(before.len == after.len &&
	                  !memcmp(before.p, after.p, before.len),
	          "%s", after.p);
	side_close(&again);
	side_close(&s);
}

Test(sandbox_world, it_grows_with_the_clock)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "bitcoin", 1);

	test_sql("UPDATE chains SET birth_ms = birth_ms - 3 * interval_ms"
	         " WHERE network = 'bitcoin'");
	cr_expect_eq(chain_mine(&s, "bitcoin", 1), height + 4);
	side_close(&s);
}

Test(sandbox_world, its_coins_are_those_the_shop_knows)
{
	const struct minted *m;

	for (size_t i = 0; (m = minted_at(i)); i++) {
		const struct asset *s = asset_find(m->code);
		struct watch any = {.asset = s};

		cr_assert(s, "%s", m->code);
		cr_expect_eq(s->network, m->network);
		cr_expect_eq(s->decimals, m->decimals);
		cr_expect_eq(!s->contract, !m->contract);
		if (s->contract)
			cr_expect(watch_is_contract(any.asset, m->contract));
	}
}

/* --- sending ------------------------------------------------------------- */

Test(sandbox_send, what_is_no_address_or_amount_is_refused)
{
	struct side s = side_open();
	static const char *const WRONG[] = {
		"asset=BTC&address=nonsense&amount=1",
		"asset=BTC&address=0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
		"&amount=1",
		"asset=BTC&address=bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
		"&amount=0",
		"asset=BTC&address=bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
		"&amount=0.000000001",
		"asset=NOPE&address=bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
		"&amount=1",
		"asset=BTC",
	};

	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		cr_expect_eq(side_ask(&s, "POST", "/send", WRONG[i]).status,
		             409, "%s", WRONG[i]);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM transfers"), 0);
	side_close(&s);
}

Test(sandbox_send, the_truth_log_knows_each_transfer_and_what_became_of_it)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "0.5", false);

	cr_expect_eq(test_number(arena_printf(
			     s.arena,
			     "SELECT COUNT(*) FROM truth"
			     " WHERE what = 'transfer' AND coin = 'BTC'"
			     "   AND amount = '0.5' AND ref = '%s'"
			     "   AND detail = '%s'",
			     txid, BTC_ADDRESS)),
	             1);
	chain_mine(&s, "bitcoin", 1);
	chain_fault(&s, "do=reorg&network=bitcoin&n=1&option=drop");
	cr_expect_eq(test_number(arena_printf(
			     s.arena,
			     "SELECT COUNT(*) FROM truth"
			     " WHERE what = 'dropped' AND ref = '%s'",
			     txid)),
	             1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM truth"
	                         " WHERE what = 'fault' AND ref = 'reorg'"),
	             1);
	side_close(&s);
}

/* What a gateway's payment is paid with moves on its chain, too. */
static void pays_on_chain(const char *coin)
{
	struct side s = side_open();
	const char *hash;
	int64_t id = side_payment(&s, "PAYMENT", coin, 9, &hash);
	struct said said = side_ask(
		&s, "GET", arena_printf(s.arena, "/api/payment?hash=%s", hash),
		"");
	const char *address = said_member(said, "address");

	cr_expect_null(address_fault(asset_find(coin), CHAIN_MAIN, address));
	side_ask(&s, "POST", "/pay",
	         arena_printf(s.arena, "id=%lld", (long long)id));
	cr_expect_eq(test_number(arena_printf(
			     s.arena,
			     "SELECT COUNT(*) FROM transfers t"
			     "  JOIN payments p ON p.address = t.address"
			     "                 AND p.received = t.amount"
			     "                 AND p.coin = t.coin"
			     "  JOIN truth r ON r.ref = t.txid"
			     "              AND r.payment_id = p.id"
			     "              AND r.what = 'paid'"
			     " WHERE p.id = %lld",
			     (long long)id)),
	             1, "%s", coin);
	side_close(&s);
}

Test(sandbox_send, a_payment_of_the_gateway_moves_coins_on_each_network)
{
	pays_on_chain("BTC");
	pays_on_chain("LTC");
	pays_on_chain("DOGE");
	pays_on_chain("ETH");
	pays_on_chain("BNB");
	pays_on_chain("USDT_ERC20");
	pays_on_chain("USDC_BEP20");
	pays_on_chain("SOL");
	pays_on_chain("USDT_SOL");
}

Test(sandbox_send, parts_of_a_payment_are_transfers_of_their_own)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "PAYMENT", "LTC", 9, NULL);

	side_ask(&s, "POST", "/pay",
	         arena_printf(s.arena, "id=%lld&amount=0.01", (long long)id));
	side_ask(&s, "POST", "/pay",
	         arena_printf(s.arena, "id=%lld", (long long)id));
	cr_expect_eq(test_number("SELECT COUNT(DISTINCT txid) FROM transfers"),
	             2);
	cr_expect_eq(test_number("SELECT SUM(amount) = (SELECT asked"
	                         "  FROM payments LIMIT 1) FROM transfers"),
	             1);
	side_close(&s);
}
