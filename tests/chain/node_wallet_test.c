/* SPDX-License-Identifier: MIT */
#include "chain/node_wallet.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanning.h"
#include "settings.h"
/*
 * What the node of tests/node cannot play: wallets with descriptors, old
 * nodes, nodes that refuse.
 */
#define ADDRESS "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define WALLET  "/wallet/cointill"

static const char INFO[] = "\"getwalletinfo\"";

static const char *result(const char *json)
{
	return ok(arena_printf(arena_process(),
	                       "{'result':%s,'error':null,'id':1}", json));
}

static const char *refusal(int code, const char *words)
{
	return status(500, arena_printf(arena_process(),
	                                "{'result':null,'error':{'code':%d,"
	                                "'message':'%s'},'id':1}",
	                                code, words));
}

static const char *import(const struct stub_page *pages)
{
	const struct endpoint *node = serve("bitcoin", "bitcoind", pages);
	const char *addresses[] = {ADDRESS};

	return node_wallet_import(arena_process(), node, addresses, 1);
}

static const char *open_wallet(const struct stub_page *pages)
{
	return node_wallet_open(arena_process(),
	                        serve("bitcoin", "bitcoind", pages), true);
}

TestSuite(node_wallet, .timeout = 30);

Test(node_wallet, a_wallet_with_descriptors_takes_descriptors)
{
	struct stub_page pages[] = {
		{.path = WALLET,
	         .holds = INFO,
	         .answer = result("{'descriptors':true}")},
		{.path = "/",
	         .holds = "addr(" ADDRESS ")",
	         .answer = ok("[{'result':{'descriptor':'addr(" ADDRESS
	                      ")#abc'},'error':null,'id':0}]")},
		{.path = WALLET,
	         .holds =
	                 "\"importdescriptors\",\"params\":[[{\"desc\":\"addr(" ADDRESS
	                 ")#abc\",\"timestamp\":\"now\"}]]", .answer = result("[{'success':true}]")},
		{0},
	};
	const char *why = import(pages);

	cr_expect_null(why, "%s", why);
	cr_expect_eq(stub_served(2), 1);
}

Test(node_wallet, an_import_that_fails_inside_a_good_answer_is_told)
{
	struct stub_page pages[] = {
		{.path = WALLET,          .holds = INFO, .answer = result("{}")},
		{.path = WALLET,
	         .holds = "\"importmulti\"",
	         .answer = result("[{'success':false,'error':{'code':-5,"
	                          "'message':'Invalid address'}}]")},
		{0         },
	};
	const char *why = import(pages);

	cr_assert(why);
	cr_expect_str_eq(why, "Invalid address");
}

Test(node_wallet, fewer_answers_than_addresses_are_a_failure)
{
	struct stub_page pages[] = {
		{.path = WALLET,          .holds = INFO, .answer = result("{}")},
		{.path = WALLET, .answer = result("[]")},
		{0         },
	};

	cr_expect(import(pages));
}

Test(node_wallet, a_wrong_login_is_told)
{
	struct stub_page pages[] = {
		{.path = WALLET, .answer = status(401, "")},
		{0          },
	};

	cr_expect(import(pages));
	cr_expect(node_wallet_open(arena_process(), node_of(NETWORK_BITCOIN),
	                           true));
}

Test(node_wallet, an_old_node_is_asked_with_fewer_words)
{
	struct stub_page pages[] = {
		{.path = WALLET,
	         .answer = refusal(-18, "Requested wallet does not exist or is "
	                                "not loaded"),
	         .times = 1},
		{.path = WALLET, .answer = result("{}")},
		{.path = "/",
	         .holds = "\"loadwallet\"",
	         .answer = refusal(-18, "Wallet not found.")},
		{.path = "/",
	         .holds = "[\"cointill\",true,true]",
	         .answer = result("{'name':'cointill'}")},
		{.path = "/",
	         .holds = "\"createwallet\"",
	         .answer = refusal(-1, "createwallet usage")},
		{0				},
	};
	const char *why = open_wallet(pages);

	cr_expect_null(why, "%s", why);
	cr_expect_eq(stub_served(3), 1);
	cr_expect_eq(stub_served(4), 1);
}

Test(node_wallet, a_wallet_that_is_there_is_only_opened)
{
	struct stub_page pages[] = {
		{.path = WALLET,
	         .answer = refusal(-18, "Requested wallet does not exist or is "
	                                "not loaded"),
	         .times = 1},
		{.path = WALLET, .answer = result("{}")},
		{.path = "/",
	         .holds = "\"loadwallet\"",
	         .answer = result("{'name':'cointill'}")},
		{.path = "/",			       .answer = refusal(-4, "it was made anew")},
		{0					  },
	};
	const char *why = open_wallet(pages);

	cr_expect_null(why, "%s", why);
	cr_expect_eq(stub_served(3), 0);
}

Test(node_wallet, a_node_without_names_of_wallets_has_the_one)
{
	struct stub_page pages[] = {
		{.path = "/",             .holds = INFO, .answer = result("{}")},
		{.path = "/",
	         .holds = "\"importmulti\"",
	         .answer = result("[{'success':true}]")},
		{0            },
	};
	const char *why;

	cr_assert_null(settings_set("node_wallet", ""));
	why = import(pages);
	cr_expect_null(why, "%s", why);
}

Test(node_wallet, a_network_without_a_node_has_none)
{
	cr_assert_null(settings_set("sources_bitcoin", "esplora=https://a.b"));
	cr_expect_null(node_of(NETWORK_BITCOIN));
}

/* --- Dogecoin Core 1.14 -------------------------------------------------- */

static const char NOWHERE[] = "HTTP/1.0 404 Not Found\r\n\r\n";

static const char *no_method(void)
{
	return status(404, "{'result':null,'error':{'code':-32601,'message':"
	                   "'Method not found'},'id':1}");
}

Test(node_wallet, a_node_that_has_no_names_for_wallets_is_opened)
{
	struct stub_page pages[] = {
		{.path = WALLET, .answer = NOWHERE},
		{.path = "/",
	         .holds = INFO,
	         .answer = result("{'walletversion':130000,'txcount':0}")},
		{.path = "/",  .answer = no_method()},
		{0             },
	};
	const char *why = open_wallet(pages);

	cr_expect_null(why, "%s", why);
	cr_expect_eq(stub_served(2), 0, "nothing is made or loaded");
}

Test(node_wallet, an_address_is_imported_where_no_more_is_known)
{
	struct stub_page pages[] = {
		{.path = WALLET,            .answer = NOWHERE},
		{.path = "/",
	         .holds = INFO,
	         .answer = result("{'walletversion':130000,'txcount':0}")},
		{.path = "/",
	         .holds = "\"importaddress\",\"params\":[\"" ADDRESS
	                  "\",\"\",false]", .answer = result("null")},
		{.path = "/",                         .answer = no_method()},
		{0},
	};
	const char *why = import(pages);

	cr_expect_null(why, "%s", why);
	cr_expect_eq(stub_served(2), 1);
}

Test(node_wallet, an_address_that_is_refused_there_is_told)
{
	struct stub_page pages[] = {
		{.path = WALLET,               .answer = NOWHERE},
		{.path = "/",                            .holds = INFO, .answer = result("{}")},
		{.path = "/",
	         .holds = "\"importaddress\"",
	         .answer = refusal(-5, "Invalid Dogecoin address or script")},
		{.path = "/",                            .answer = no_method()},
		{0},
	};
	const char *why = import(pages);

	cr_assert(why);
	cr_expect(strstr(why, "Invalid Dogecoin address"), "%s", why);
}

Test(node_wallet, a_node_that_runs_without_a_wallet_says_so)
{
	struct stub_page pages[] = {
		{.path = WALLET,         .answer = NOWHERE},
		{.path = "/",                      .answer = no_method()},
		{0},
	};
	const char *why = open_wallet(pages);

	cr_assert(why);
	cr_expect_str_eq(why, "the node runs without a wallet");
}
