/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "solana-rpc",
	.read = solana_read,
	.watched = {{"SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN},
                    {"USDC_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN},
                    {"USDT_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN}},
	.elsewhere = {"batch.json"                    },
};

Test(solana, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 31);
}

#define OURS   "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define FIRST  "5ZGPSxMzV9xV5s3Wep73r8k5MsPAtLYs11dGDdknznM5"
#define SECOND "DjxdiLYpPaD4TR4vPyEZM4TaNxmjxQCMzCGio2oD5NFV"
#define USDC   "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
#define SIGNATURE                                                             \
	"427thTx2CnB9m689vuNgZ4HRQZtEAwPvSHcMTGbwpTYBz3TodsAKV1L6RWwfGgoPnw7" \
	"UXRqbm3ThGfjRyJSCnTii"
#define KEY(key, signer) "{'pubkey':'" key "','signer':" signer "}"
#define HOLDS(account, amount)                                         \
	"{'accountIndex':" account ",'mint':'" USDC "','owner':'" OURS \
	"','uiTokenAmount':{'amount':'" amount "'}}"
#define TX(keys, meta)                                             \
	"{'jsonrpc':'2.0','id':1,'result':{'slot':7,'meta':{" meta \
	"},'transaction':{'message':{'accountKeys':[" keys         \
	"]},'signatures':['" SIGNATURE "']}}}"
#define TWO KEY(FIRST, "false") "," KEY(SECOND, "false")

static struct asked asked(const char *asset, const char *body)
{
	return ask(solana_read, asset, OURS, 0, body);
}

Test(solana, moving_between_our_own_accounts_is_no_deposit)
{
	struct asked r = asked(
		"USDC_SOL",
		TX(TWO,
	           "'err':null,'preTokenBalances':[" HOLDS("0", "9") "," HOLDS(
			   "1",
			   "0") "],'postTokenBalances':[" HOLDS("0",
	                                                        "4") "," HOLDS("1",
	                                                                       "5") "]"));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_OWN, SIGNATURE));
}

Test(solana, each_token_account_that_grew_is_a_credit)
{
	struct asked r = asked(
		"USDC_SOL",
		TX(TWO,
	           "'err':null,'preTokenBalances':[" HOLDS(
			   "0", "9") "],"
	                             "'postTokenBalances':[" HOLDS(
					     "0", "10") "," HOLDS("1",
	                                                          "5") "]"));

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 2);
	cr_expect_str_eq(r.got.v[0].position, FIRST);
	cr_expect_str_eq(r.got.v[1].position, SECOND);
	cr_expect(coin_cmp(r.got.v[0].amount, (struct coin){1}) == 0);
}

Test(solana, a_failed_transaction_moves_nothing)
{
	struct asked r =
		asked("SOL", TX(KEY(OURS, "false"),
	                        "'err':{'InstructionError':[0,'x']},"
	                        "'preBalances':[0],'postBalances':[5]"));

	cr_expect_null(r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect_eq(r.got.outcome, OUTCOME_FAILED);
}

Test(solana, accounts_and_balances_must_match_in_number)
{
	struct asked r = asked("SOL", TX(KEY(OURS, "false"),
	                                 "'err':null,'preBalances':[0],"
	                                 "'postBalances':[5,6]"));

	cr_expect(r.why);
	cr_expect(r.got.fault.is_of_one);
	cr_expect_eq(r.got.n, 0);
}
