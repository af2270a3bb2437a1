/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
/*
 * What every source has in common: a row that cannot be read costs that row,
 * and a right answer to another question is none.
 */
#define BTC    "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define SCRIPT "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2"
#define LTC    "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
#define SOL    "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define PAYER  "HBYC51YrGFAZ8rM7Sj8e9uqKggpSrDYrinQDZzvMtqQp"
#define USDC   "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
#define TRON   "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
#define TRON_B "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"
#define USDT_T "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
#define EVM    "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define EVM_B  "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define USDT_E "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define WORD_E \
	"0x0000000000000000000000009858effd232b4033e47d90003d41ec34ecaeda94"
#define WORD_B \
	"0x0000000000000000000000006fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define MOVE "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define T1   "dd6fb4ed80de9ee1a52283c7861a76fe3c558d0afa8edeadc4bd0e251b4b87b0"
#define T2   "19433994620730c50f33ba4657289c5996a1d8e5c067b7cc88abb83ea48a9f0f"
#define FIVE "0000000000000000000000000000000000000000000000000000000000000005"
#define HUGE_VALUE \
	"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define SIG(n)                                                             \
	"3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqoX2z1jjDdRN8YVbZmMoBRscFDELwfuUko" \
	"aaE4h59Ru5V9he13MTjjX8D" n
#define RPC(result) "{'jsonrpc':'2.0','id':1,'result':" result "}"

#define ESPLORA_TX(txid, value, script)                         \
	"{'txid':'" txid "','vin':[{'prevout':{'scriptpubkey':" \
	"'0014b996fac2869848fb19d5314b3a5c2d4d03b58820'}}],"    \
	"'vout':[{'scriptpubkey':'" script "','value':" value   \
	"}],'status':{'confirmed':true,'block_height':100}}"
#define CYPHER_ROW(txid, value)                     \
	"{'tx_hash':'" txid "','block_height':100," \
	"'tx_input_n':-1,'tx_output_n':0,'value':" value "}"
#define CYPHER(rows) "{'address':'" LTC "','n_tx':2,'txrefs':[" rows "]}"
#define CORE_ROW(txid, amount)                                       \
	"{'address':'" LTC "','category':'receive','amount':" amount \
	",'txid':'" txid "','vout':0,'confirmations':3}"
#define CORE(rows)                                                           \
	"{'result':{'transactions':[" rows "],'removed':[],'lastblock':'" T1 \
	"'},'error':null,'id':1}"
#define TRON_ROW(txid, value, from, to, token)                   \
	"{'transaction_id':'" txid "','token_info':{" token "}," \
	"'block_timestamp':1,'from':'" from "','to':'" to        \
	"','type':'Transfer','value':'" value "'}"
#define TRON_TOKEN      "'address':'" USDT_T "'"
#define TRON_LIST(rows) "{'data':[" rows "],'success':true,'meta':{}}"
#define LOG(txid, i, to, data)                                             \
	"{'address':'" USDT_E "','topics':['0x" MOVE "','" WORD_B "','" to \
	"'],'data':'0x" data "','blockNumber':'0x64','blockHash':'0x" T1   \
	"','transactionHash':'0x" txid "','logIndex':" i ",'removed':false}"
#define OPERATION(txid, value, from, to)                              \
	"{'timestamp':1,'transactionHash':'0x" txid "','tokenInfo':{" \
	"'address':'" USDT_E "'},'type':'transfer','value':'" value   \
	"','from':'" from "','to':'" to "'}"
#define OPERATIONS(rows) "{'operations':[" rows "]}"
#define BLOCK(number)    "{'number':'" number "','transactions':[]}"
#define FM_ROW(amount, to)                                           \
	"{'instructionIndex':0,'innerInstructionIndex':-1,'action':" \
	"'transfer','status':'Successful','source':'" PAYER "',"     \
	"'destination':'" to "','token':'','amount':" amount ",'timestamp':1}"
#define FM(rows)                                                 \
	"{'status':'success','results':[" rows "],'pagination':" \
	"{'currentPage':1,'totalPages':1}}"
#define FM_TX(sig, row) "{'transactionHash':'" sig "','data':[" row "]}"
#define ACCOUNT(owner)                                                     \
	"{'context':{'slot':1},'value':[{'pubkey':'" PAYER "','account':{" \
	"'data':{'parsed':{'info':{'owner':'" owner "','mint':'" USDC      \
	"'}}}}}]}"

struct body {
	enum question_kind kind;
	const char *source, *asset, *address, *body;
};

static struct asked put(const struct body *b)
{
	const struct source *source = source_find(b->source);

	cr_assert(source);
	return ask_for(b->kind, source->read, b->asset, b->address, b->body);
}

/* --- one odd row --------------------------------------------------------- */

/* clang-format off */
/* Each holds one transfer to us that can be read, or asks for it, and one
 * row that cannot. */
static const struct body ODD[] = {
	{ASKED_LIST, "esplora", "BTC", BTC,
         "[" ESPLORA_TX(T1, "'x'", SCRIPT) "," ESPLORA_TX(T2, "5", SCRIPT) "]"},
	{ASKED_LIST, "esplora", "BTC", BTC,
         "[{'txid':'" T1 "'}," ESPLORA_TX(T2, "5", SCRIPT) "]"},
	{ASKED_LIST, "esplora", "BTC", BTC, "[7," ESPLORA_TX(T2, "5", SCRIPT) "]"},
	{ASKED_LIST, "blockcypher", "LTC", LTC,
         CYPHER(CYPHER_ROW(T1, "1.5") "," CYPHER_ROW(T2, "5"))},
	{ASKED_LIST, "blockcypher", "LTC", LTC, CYPHER("null," CYPHER_ROW(T2, "5"))},
	{ASKED_LIST, "bitcoind", "LTC", LTC,
         CORE(CORE_ROW(T1, "'x'") "," CORE_ROW(T2, "5"))},
	{ASKED_LIST, "bitcoind", "LTC", LTC, CORE("[]," CORE_ROW(T2, "5"))},
	{ASKED_LIST, "solanafm", "SOL", SOL,
         FM(FM_TX(SIG("1"), "{}") "," FM_TX(SIG("2"), FM_ROW("5", SOL)))},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON,
         TRON_LIST(TRON_ROW(T1, "9", TRON_B, TRON, "") "," TRON_ROW(
		 T2, "5", TRON_B, TRON, TRON_TOKEN))},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON,
         TRON_LIST("{'token_info':null}," TRON_ROW(T2, "5", TRON_B, TRON,
                                                   TRON_TOKEN))},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON,
         TRON_LIST(TRON_ROW(T1, "1e9", TRON_B, TRON, TRON_TOKEN) "," TRON_ROW(
		 T2, "5", TRON_B, TRON, TRON_TOKEN))},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM,
         RPC("[" LOG(T1, "'0x1'", WORD_E, HUGE_VALUE) "," LOG(
		 T2, "'0x2'", WORD_E, FIVE) "]")},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM,
         RPC("[7," LOG(T2, "'0x2'", WORD_E, FIVE) "]")},
	{ASKED_LIST, "ethplorer", "USDT_ERC20", EVM,
         OPERATIONS(OPERATION(T1, "1e6", EVM_B, EVM) "," OPERATION(
		 T2, "5", EVM_B, EVM))},
};

/* clang-format on */

Test(odd, a_row_that_cannot_be_read_costs_that_row)
{
	for (size_t i = 0; i < sizeof(ODD) / sizeof(*ODD); i++) {
		struct asked r = put(&ODD[i]);

		cr_expect_null(r.why, "%zu %s: %s", i, ODD[i].source, r.why);
		cr_expect_eq(r.got.n, 1, "%zu %s", i, ODD[i].source);
		cr_expect_eq(r.got.passed, 1, "%zu %s", i, ODD[i].source);
		cr_expect_eq(r.got.unread_n, 1, "%zu %s", i, ODD[i].source);
	}
}

Test(odd, a_list_of_signatures_is_read_for_all_that_have_one)
{
	const struct body b = {ASKED_LIST, "solana", "SOL", SOL,
	                       RPC("[{'signature':'" SIG(
				       "1") "','slot':7,'memo':'\\u0000'},"
	                                    "{'signature':'x','slot':6},"
	                                    "{'signature':'" SIG("2") "'}]")};
	struct asked r = put(&b);

	cr_assert_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.fetch_n, 2);
	cr_expect_eq(r.got.fetch_at[1], 7);
	cr_expect_eq(r.got.passed, 1);
}

/* Of two logs in one transaction the second is the second, whether the first
 * can be read or not. */
Test(odd, a_log_keeps_its_place_beside_one_that_cannot_be_read)
{
	const struct body b = {
		ASKED_LIST, "evm", "USDT_ERC20", EVM,
		RPC("[" LOG(T1, "'0x1'", WORD_E, HUGE_VALUE) "," LOG(
			T1, "'0x2'", WORD_E, FIVE) "]")};
	struct asked r = put(&b);

	cr_assert_eq(r.got.n, 1);
	cr_expect_eq(strncmp(r.got.v[0].position, "1/", 2), 0, "%s",
	             r.got.v[0].position);
}

Test(odd, beside_a_log_without_place_no_other_has_one)
{
	const struct body b = {
		ASKED_LIST, "evm", "USDT_ERC20", EVM,
		RPC("[" LOG(T1, "null", WORD_E, FIVE) "," LOG(
			T1, "'0x2'", WORD_E, FIVE) "," LOG(T2, "'0x3'", WORD_E,
	                                                   FIVE) "]")};
	struct asked r = put(&b);

	cr_assert_eq(r.got.n, 1);
	cr_expect_str_eq(r.got.v[0].txid, "0x" T2);
	cr_expect(credits_unread(&r.got, "0x" T1));
}

/* --- another question ---------------------------------------------------- */

/* clang-format off */
static const struct body ELSEWHERE[] = {
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, RPC("null")},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, RPC("'0x16bebfc'")},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, RPC(BLOCK("0x1"))},
	{ASKED_CREDITS, "evm", "USDT_ERC20", EVM, RPC(BLOCK("0x1"))},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, "{'id':2,'result':[]}"},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, "{'result':[]}"},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, "{'id':'1','result':[]}"},
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, "[{'id':1,'result':[]}]"},
	{ASKED_NUMBER, "evm", "USDT_ERC20", EVM, RPC("[]")},
	{ASKED_NUMBER, "evm", "USDT_ERC20", EVM, RPC("null")},
	{ASKED_BLOCKS, "evm", "ETH", EVM, RPC("[]")},
	{ASKED_BLOCKS, "evm", "ETH", EVM, RPC(BLOCK("0x1"))},
	{ASKED_TRANSACTION, "evm", "USDT_ERC20", EVM, RPC("[]")},
	{ASKED_TRANSACTION, "evm", "USDT_ERC20", EVM,
          RPC("{'transactionHash':'0x" T2
              "','status':'0x1','blockNumber':'0x64','blockHash':'0x" T1
              "','logs':[" LOG(T1, "'0x1'", WORD_E, FIVE) "]}")},
	{ASKED_LIST, "solana", "SOL", SOL, RPC("null")},
	{ASKED_LIST, "solana", "SOL", SOL, RPC("7")},
	{ASKED_CREDITS, "solana", "SOL", SOL, RPC("7")},
	{ASKED_LIST, "solana", "SOL", SOL, "{'id':9,'result':[]}"},
	{ASKED_LIST, "solana", "USDC_SOL", SOL, RPC(ACCOUNT(SOL))},
	{ASKED_ACCOUNTS, "solana", "USDC_SOL", SOL, RPC("[]")},
	{ASKED_ACCOUNTS, "solana", "USDC_SOL", SOL, RPC(ACCOUNT(PAYER))},
	{ASKED_ACCOUNTS, "solana", "USDC_SOL", SOL,
          RPC("{'context':{'slot':1},'value':7}")},
	{ASKED_TRANSACTION, "solana", "SOL", SOL, RPC("[]")},
	{ASKED_NUMBER, "solana", "SOL", SOL, RPC("'ok'")},
	{ASKED_LIST, "esplora", "BTC", BTC, "870000"},
	{ASKED_CREDITS, "esplora", "BTC", BTC, "870000"},
	{ASKED_LIST, "esplora", "BTC", BTC, "{'confirmed':true,'block_height':1}"},
	{ASKED_LIST, "esplora", "BTC", BTC,
          "[" ESPLORA_TX(T1, "5",
                         "0014b996fac2869848fb19d5314b3a5c2d4d03b58820") "]"},
	{ASKED_NUMBER, "esplora", "BTC", BTC, "[]"},
	{ASKED_STATE, "esplora", "BTC", BTC, "[]"},
	{ASKED_TRANSACTION, "esplora", "BTC", BTC, "[]"},
	{ASKED_LIST, "blockcypher", "LTC", LTC, "{'height':1,'hash':'" T1 "'}"},
	{ASKED_CREDITS, "blockcypher", "LTC", LTC, "{'height':1,'hash':'" T1 "'}"},
	{ASKED_NUMBER, "blockcypher", "LTC", LTC, CYPHER("")},
	{ASKED_LIST, "blockcypher", "LTC", LTC,
          "{'address':'ltc1qwlezpr3890hcp6vva9twqh27mr6edadreqvhnn',"
          "'n_tx':0}"},
	{ASKED_LIST, "bitcoind", "LTC", LTC, "{'id':1,'result':700}"},
	{ASKED_CREDITS, "bitcoind", "LTC", LTC, "{'id':1,'result':700}"},
	{ASKED_NUMBER, "bitcoind", "LTC", LTC, CORE("")},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON, "{}"},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON,
          "{'block_header':{'raw_data':{'number':7}}}"},
	{ASKED_CREDITS, "trongrid", "USDT_TRC20", TRON,
          "{'block_header':{'raw_data':{'number':7}}}"},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON,
          TRON_LIST(TRON_ROW(T1, "5", TRON_B, TRON_B, TRON_TOKEN))},
	{ASKED_TRANSACTION, "trongrid", "USDT_TRC20", TRON, TRON_LIST("")},
	{ASKED_NUMBER, "trongrid", "USDT_TRC20", TRON, "{}"},
	{ASKED_LIST, "ethplorer", "USDT_ERC20", EVM, "{'lastBlock':7}"},
	{ASKED_CREDITS, "ethplorer", "USDT_ERC20", EVM, "{'lastBlock':7}"},
	{ASKED_NUMBER, "ethplorer", "USDT_ERC20", EVM, OPERATIONS("")},
	{ASKED_TRANSACTION, "ethplorer", "USDT_ERC20", EVM, OPERATIONS("")},
	{ASKED_LIST, "ethplorer", "USDT_ERC20", EVM,
          OPERATIONS(OPERATION(T1, "5", EVM_B, EVM_B))},
	{ASKED_LIST, "solanafm", "SOL", SOL,
          FM(FM_TX(SIG("1"), FM_ROW("5", PAYER)))},
};

/* clang-format on */

Test(odd, a_right_answer_to_another_question_is_none)
{
	for (size_t i = 0; i < sizeof(ELSEWHERE) / sizeof(*ELSEWHERE); i++) {
		const struct body *b = &ELSEWHERE[i];
		struct asked r = put(b);

		cr_expect(r.why, "%zu %s: %s", i, b->source, b->body);
		cr_expect_eq(r.got.fault.kind, FAULT_MALFORMED, "%zu %s", i,
		             b->source);
		cr_expect_eq(r.got.n, 0);
	}
}

/* clang-format off */
static const struct body RIGHT[] = {
	{ASKED_LIST, "evm", "USDT_ERC20", EVM, RPC("[]")},
	{ASKED_NUMBER, "evm", "USDT_ERC20", EVM, RPC("'0x7'")},
	{ASKED_BLOCKS, "evm", "ETH", EVM, RPC(BLOCK("0x0"))},
	{ASKED_BLOCKS, "evm", "ETH", EVM, RPC("null")},
	{ASKED_TRANSACTION, "evm", "USDT_ERC20", EVM, RPC("null")},
	{ASKED_LIST, "solana", "SOL", SOL, RPC("[]")},
	{ASKED_NUMBER, "solana", "SOL", SOL, RPC("7")},
	{ASKED_ACCOUNTS, "solana", "USDC_SOL", SOL, RPC(ACCOUNT(SOL))},
	{ASKED_TRANSACTION, "solana", "SOL", SOL, RPC("null")},
	{ASKED_CREDITS, "solana", "SOL", SOL, RPC("null")},
	{ASKED_LIST, "esplora", "BTC", BTC, "[]"},
	{ASKED_NUMBER, "esplora", "BTC", BTC, "870000"},
	{ASKED_LIST, "blockcypher", "LTC", LTC, CYPHER("")},
	{ASKED_LIST, "bitcoind", "LTC", LTC, CORE("")},
	{ASKED_NOTHING, "bitcoind", "LTC", LTC, "{'id':1,'result':{}}"},
	{ASKED_LIST, "trongrid", "USDT_TRC20", TRON, TRON_LIST("")},
	{ASKED_TRANSACTION, "trongrid", "USDT_TRC20", TRON, "{}"},
	{ASKED_LIST, "ethplorer", "USDT_ERC20", EVM, OPERATIONS("")},
	{ASKED_LIST, "solanafm", "SOL", SOL, FM("")},
};

/* clang-format on */

Test(odd, the_right_answer_is_one)
{
	for (size_t i = 0; i < sizeof(RIGHT) / sizeof(*RIGHT); i++) {
		struct asked r = put(&RIGHT[i]);

		cr_expect_null(r.why, "%zu %s: %s", i, RIGHT[i].source, r.why);
	}
}

/* Two answers about one block leave the other one out. */
Test(odd, a_batch_of_blocks_holds_each_of_them_once)
{
	static const struct {
		const char *body;
		bool is_good;
	} CASES[] = {
		{"[{'id':2,'result':" BLOCK("0x8") "},{'id':1,'result':" BLOCK(
			 "0x7") "}]",
	         true },
		{"[{'id':1,'result':" BLOCK("0x7") "},{'id':2,'result':" BLOCK(
			 "0x7") "}]",
	         false},
		{"[{'id':1,'result':" BLOCK("0x7") "},{'id':2,'result':" BLOCK(
			 "0x9") "}]",
	         false},
		{"[{'id':1,'result':" BLOCK("0x7") "},{'id':3,'result':" BLOCK(
			 "0x8") "}]",
	         false},
	};
	struct question q = {.asked = ASKED_BLOCKS, .parts = 2, .first = 7};
	struct credits got;

	for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++)
		cr_expect_eq(!evm_read(&got, arena_process(), &q, 0,
		                       slice_text(quoted(CASES[i].body))),
		             CASES[i].is_good, "%zu", i);
}
