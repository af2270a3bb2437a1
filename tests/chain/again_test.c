/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/scanning.h"
#include "lib/fixture.h"
/*
 * A transaction that cannot be read: what lies behind it is read all the
 * same, and it is asked for again.
 */
TestSuite(again, .timeout = 30);

static const char *recorded_in(const char *name)
{
	struct arena *a = arena_process();
	struct slice s = fixture(a, arena_printf(a, "fixtures/%s", name));

	return arena_bytes(a, s.p, s.len);
}

static bool has(const struct scan *s, const char *txid)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (!strcmp(s->found.v[i].txid, txid))
			return true;
	return false;
}

static void ask_again(struct scan *s, const char *txid, int64_t at)
{
	struct chain_unread *u =
		arena_new(arena_process(), struct chain_unread);

	*u = (struct chain_unread){txid, "odd", at, NULL};
	s->again = u;
	s->again_n = 1;
}

/* --- Solana -------------------------------------------------------------- */

#define OWNER "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define PAYER "HBYC51YrGFAZ8rM7Sj8e9uqKggpSrDYrinQDZzvMtqQp"
#define SIG(n)                                                             \
	"3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqoX2z1jjDdRN8YVbZmMoBRscFDELwfuUko" \
	"aaE4h59Ru5V9he13MTjjX8D" n
#define ROW(n, slot) "{'signature':'" SIG(n) "','slot':" slot ",'err':null}"
#define RPC(result)  "{'jsonrpc':'2.0','id':1,'result':" result "}"
#define PAID(n, slot)                                                     \
	RPC("{'slot':" slot ",'meta':{'err':null,'preBalances':[90,0],"   \
	    "'postBalances':[50,7]},'transaction':{'signatures':['" SIG(  \
		    n) "'],'message':{'accountKeys':[{'pubkey':'" PAYER   \
	               "','signer':true},{'pubkey':'" OWNER "','signer':" \
	               "false}]}}}")
/* Not one balance for each account. */
#define ODD(n, slot)                                                    \
	RPC("{'slot':" slot ",'meta':{'err':null,'preBalances':[],"     \
	    "'postBalances':[]},'transaction':{'signatures':['" SIG(    \
		    n) "'],'message':{'accountKeys':[{'pubkey':'" PAYER \
	               "','signer':true}]}}}")

static struct scan solana(const struct stub_page *pages, const char *cursor)
{
	return scan_of(serve("solana", "solana", pages), "SOL", OWNER, cursor);
}

Test(again, on_solana_one_of_another_version_costs_itself)
{
	const struct stub_page pages[] = {
		{.path = "/",
	         .holds = "getSignaturesForAddress",
	         .answer = ok(RPC("[" ROW("3", "300") "," ROW(
			 "2", "200") "," ROW("1", "100") "]"))},
		{.path = "/",
	         .holds = SIG("1"),
	         .answer = ok(PAID("1", "100"))},
		{.path = "/",
	         .holds = SIG("2"),
	         .answer = ok(recorded_in("field/f20-version-1.json"))},
		{.path = "/",
	         .holds = SIG("3"),
	         .answer = ok(PAID("3", "300"))},
		{0           },
	};
	struct scan s = solana(pages, NULL);

	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 2);
	cr_expect_str_eq(s.next, "300");
	cr_assert_eq(s.found.unread_n, 1);
	cr_expect_str_eq(s.found.unread[0].txid, SIG("2"));
	cr_expect_eq(s.found.unread[0].at, 200);
	cr_expect_eq(s.found.passed, 1);
}

Test(again, on_solana_it_is_read_once_it_can_be)
{
	const struct stub_page pages[] = {
		{.path = "/",
	         .holds = "getSignaturesForAddress",
	         .answer = ok(RPC("[]"))},
		{.path = "/",
	         .holds = SIG("2"),
	         .answer = ok(PAID("2", "200"))},
		{0            },
	};
	struct scan s = solana(pages, "900");

	ask_again(&s, SIG("2"), 200);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, SIG("2")));
	cr_expect_eq(s.found.unread_n, 0);
	cr_expect_str_eq(s.next, "900");
}

/* Then the source is to be doubted, and not its transactions. */
Test(again, where_none_of_several_can_be_read_nothing_is_passed_over)
{
	const struct stub_page pages[] = {
		{.path = "/",
	         .holds = "getSignaturesForAddress",
	         .answer =
	                 ok(RPC("[" ROW("5", "500") "," ROW("4", "400") "," ROW(
				 "3", "300") "," ROW("2", "200") "]"))},
		{.path = "/",           .holds = SIG("2"), .answer = ok(ODD("2", "200"))},
		{.path = "/", .holds = SIG("3"), .answer = ok(ODD("3", "300"))},
		{.path = "/",                        .holds = SIG("4"), .answer = ok(ODD("4", "400"))},
		{.path = "/",                          .holds = SIG("5"), .answer = ok(ODD("5", "500"))},
		{0               },
	};
	struct scan s = solana(pages, NULL);

	scan_alone(&s);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_null(s.next);
}

Test(again, on_solana_the_answer_to_another_question_is_none)
{
	const struct stub_page pages[] = {
		{.path = "/", .answer = ok("{'id':2,'result':[]}")},
		{0          },
	};
	struct scan s = solana(pages, NULL);

	scan_alone(&s);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
}

/* --- TRON ---------------------------------------------------------------- */

#define TRON "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
#define LIST "/v1/accounts/" TRON "/transactions/trc20"
#define INFO "/walletsolidity/gettransactioninfobyid"
#define T1   "0a7aacae9b43f934498185566d2a865ef93d4f4c4488c60d085f5b268c949825"
#define T2   "3ecf001753640fa58a06d5515fa610388a4f1722647d5f9f8abe76e4ed8a61f9"
#define LOGS_OF(txid, value)                                                   \
	"{'id':'" txid "','blockNumber':100,'receipt':{'result':'SUCCESS'},"   \
	"'log':[{'address':'a614f803b6fd780986a42c78ec9c7f77e6ded13c',"        \
	"'topics':["                                                           \
	"'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',"  \
	"'0000000000000000000000007e5f4552091a69125d5dfcb7b8c2659029395bdf',"  \
	"'000000000000000000000000c8599111f29c1e1e061265b4af93ea1f274ad78a']," \
	"'data':'" value "'}]}"
#define FIVE "0000000000000000000000000000000000000000000000000000000000000005"

/* What the list does not tell, the transaction does. */
Test(again, on_tron_a_row_that_cannot_be_read_is_looked_up)
{
	const struct stub_page pages[] = {
		{.path = LIST,
	         .answer = ok(recorded_in("field/f11-token-info-empty.json"))},
		{.path = INFO,            .holds = T1, .answer = ok(LOGS_OF(T1, FIVE))},
		{.path = INFO,.holds = T2, .answer = ok(LOGS_OF(T2, FIVE))},
		{0     },
	};
	struct scan s = scan_of(serve("tron", "trongrid", pages), "USDT_TRC20",
	                        TRON, NULL);

	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, T1) && has(&s, T2));
	cr_expect_eq(s.found.passed, 0);
	cr_expect_str_eq(s.next, "1763500002000");
}

Test(again, on_tron_a_transaction_is_passed_over)
{
	const struct stub_page pages[] = {
		{.path = LIST,
	         .answer = ok(recorded_in("field/f11-token-info-empty.json"))},
		{.path = INFO,            .holds = T1, .answer = ok("{'id':'" T1 "'}")},
		{.path = INFO,.holds = T2, .answer = ok(LOGS_OF(T2, "x"))},
		{0           },
	};
	struct scan s = scan_of(serve("tron", "trongrid", pages), "USDT_TRC20",
	                        TRON, NULL);

	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 0);
	cr_expect(credits_unread(&s.found, T1) && credits_unread(&s.found, T2));
	cr_expect_str_eq(s.next, "1763500002000");
}

/* --- Esplora ------------------------------------------------------------- */

#define BTC    "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define SCRIPT "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2"
#define TXS    "/address/" BTC "/txs"
#define TX(txid, value)                                           \
	"{'txid':'" txid "','vin':[{'is_coinbase':false}],'vout'" \
	":[{'scriptpubkey':'" SCRIPT "','value':" value           \
	"}],'status':{'confirmed':true,'block_height':10}}"

static struct scan esplora(const struct stub_page *pages)
{
	return scan_of(serve("bitcoin", "esplora", pages), "BTC", BTC, NULL);
}

Test(again, in_a_history_it_is_asked_for_by_itself)
{
	const struct stub_page pages[] = {
		{.path = TXS,       .answer = ok("[" TX(T1, "5") "]")},
		{.path = "/tx/" T2,        .answer = ok(TX(T2, "6"))},
		{0},
	};
	struct scan s = esplora(pages);

	ask_again(&s, T2, 0);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, T1) && has(&s, T2));
	cr_expect_str_eq(s.next, T1);
	cr_expect_eq(s.found.unread_n, 0);
}

Test(again, one_that_is_not_known_any_more_is_not_forgotten)
{
	const struct stub_page pages[] = {
		{.path = TXS,       .answer = ok("[" TX(T1, "'x'") "]")},
		{.path = "/tx/" T2,
	         .answer = status(404, "Transaction not found")},
		{0},
	};
	struct scan s = esplora(pages);

	ask_again(&s, T2, 0);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 0);
	cr_expect(credits_unread(&s.found, T1));
	cr_expect(credits_unread(&s.found, T2));
}

Test(again, on_solana_one_that_is_not_known_any_more_is_not_forgotten)
{
	const struct stub_page pages[] = {
		{.path = "/",
	         .holds = "getSignaturesForAddress",
	         .answer = ok(RPC("[]"))},
		{.path = "/", .holds = SIG("2"), .answer = ok(RPC("null"))},
		{0            },
	};
	struct scan s = solana(pages, "900");

	ask_again(&s, SIG("2"), 200);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(credits_unread(&s.found, SIG("2")));
	cr_expect_str_eq(s.next, "900");
}

/* A page of 25 is full, whatever stands in it. */
Test(again, a_row_that_cannot_be_read_is_no_end_of_a_history)
{
	struct text first = text_open(arena_process(), 8192);
	struct scan s;

	text_add_text(&first, "[{'txid':'" T1 "'}");
	for (int i = 0; i < 24; i++)
		text_printf(&first,
		            ",{'txid':'%064x','vin':[{'is_coinbase':false}],"
		            "'vout':[{'scriptpubkey':'" SCRIPT
		            "','value':5}],'status':{'confirmed':true,"
		            "'block_height':%d}}",
		            i + 1, 900 - i);
	text_add_text(&first, "]");
	s = esplora((const struct stub_page[]){
		{.path = TXS,         .answer = ok(first.p)},
		{.path = arena_printf(arena_process(),                   TXS "/chain/%064x", 24),
	         .answer = ok("[" TX(T2, "5") "]")},
		{0},
	});
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, T2));
}

/* Nobody can ask it for one transaction, so its cursor waits. */
Test(again, where_only_the_list_tells_the_cursor_stays)
{
	const struct stub_page pages[] = {
		{.path = "/addrs/ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
	         .answer = ok("{'address':'ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5"
	                      "c2rkk4wh','n_tx':2,'txrefs':[{'tx_hash':'" T1
	                      "','block_height':10,'tx_input_n':-1,"
	                      "'tx_output_n':0,'value':5},{'tx_hash':'" T2
	                      "','block_height':9,'tx_input_n':-1,"
	                      "'tx_output_n':0,'value':'x'}]}")},
		{0							   },
	};
	struct scan s = scan_of(serve("litecoin", "blockcypher", pages), "LTC",
	                        "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
	                        "before");

	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, T1));
	cr_expect_str_eq(s.next, "before");
}

/* --- EVM ----------------------------------------------------------------- */

#define EVM  "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define MOVE "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define LOG(txid, data)                                                      \
	"{'address':'0xdac17f958d2ee523a2206206994597c13d831ec7','topics':[" \
	"'0x" MOVE "','0x0000000000000000000000006fac4d18c912343bf86fa704"   \
	"9364dd4e424ab9c0','0x0000000000000000000000009858effd232b4033e47d"  \
	"90003d41ec34ecaeda94'],'data':'0x" data "','blockNumber':'0x3e0',"  \
	"'blockHash':'0x" T1 "','transactionHash':'0x" txid                  \
	"','logIndex':'0x1','removed':false}"

Test(again, a_log_is_passed_over_and_its_receipt_asked_for)
{
	const struct stub_page pages[] = {
		{.path = "/",
	         .holds = "eth_chainId",
	         .answer = ok(RPC("'0x1'"))},
		{.path = "/",
	         .holds = "eth_getLogs",
	         .answer = ok(RPC("[" LOG(T1, FIVE) "]"))},
		{.path = "/",
	         .holds = "eth_getTransactionReceipt",
	         .answer = ok(RPC("{'transactionHash':'0x" T2
	                          "','status':'0x1','blockNumber':'0x3e0',"
	                          "'blockHash':'0x" T1
	                          "','logs':[" LOG(T2, FIVE) "]}"))},
		{0},
	};
	struct scan s = scan_of(serve("ethereum", "evm", pages), "USDT_ERC20",
	                        EVM, "990");

	ask_again(&s, "0x" T2, 0);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect(has(&s, "0x" T1) && has(&s, "0x" T2));
	cr_expect_str_eq(s.next, "1000");
	cr_expect_eq(s.asked, 3);
}
