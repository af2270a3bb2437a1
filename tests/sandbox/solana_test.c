/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/chain.h"

static const char OWNER[] = "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN";
static const char USDC_ACCOUNT[] =
	"5ZGPSxMzV9xV5s3Wep73r8k5MsPAtLYs11dGDdknznM5";

static const struct seat SOL = {"SOL", "solana", OWNER, solana_read};
static const struct seat USDC = {"USDC_SOL", "solana", OWNER, solana_read};

static const char *call(struct side *s, const char *method, const char *params)
{
	return arena_printf(s->arena,
	                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\","
	                    "\"params\":[%s]}",
	                    method, params);
}

static struct credits ask(struct side *s, const struct seat *seat,
                          const char *method, const char *params, int64_t tip)
{
	return chain_read(s, seat, "POST", "/sol", call(s, method, params),
	                  tip);
}

static struct credits signatures(struct side *s, const char *account,
                                 const char *commitment)
{
	return ask(s, &SOL, "getSignaturesForAddress",
	           arena_printf(s->arena,
	                        "\"%s\",{\"limit\":1000,\"commitment\":"
	                        "\"%s\"}",
	                        account, commitment),
	           0);
}

static struct credits transaction(struct side *s, const struct seat *seat,
                                  const char *txid, int64_t tip)
{
	return ask(s, seat, "getTransaction",
	           arena_printf(s->arena,
	                        "\"%s\",{\"encoding\":\"jsonParsed\","
	                        "\"commitment\":\"confirmed\","
	                        "\"maxSupportedTransactionVersion\":0}",
	                        txid),
	           tip);
}

Test(sandbox_solana, a_transfer_is_confirmed_first_and_final_later)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &SOL, "1.5", false);
	int64_t slot = chain_mine(&s, "solana", 1);
	struct credits read = transaction(&s, &SOL, txid, slot);

	chain_expect(&read, txid, "1500000000", 1);
	cr_expect_eq(signatures(&s, OWNER, "confirmed").fetch_n, 1);
	cr_expect_eq(signatures(&s, OWNER, "finalized").fetch_n, 0);
	slot = chain_mine(&s, "solana", 31);
	read = transaction(&s, &SOL, txid, slot);
	chain_expect(&read, txid, "1500000000", 32);
	cr_expect_str_eq(signatures(&s, OWNER, "finalized").fetch[0], txid);
	side_close(&s);
}

Test(sandbox_solana, tokens_come_to_their_own_account)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDC, "2.5", false);
	int64_t slot = chain_mine(&s, "solana", 1);
	struct credits read = transaction(&s, &USDC, txid, slot);

	chain_expect(&read, txid, "2500000", 1);
	cr_expect_str_eq(read.v[0].position, USDC_ACCOUNT);
	cr_expect_eq(signatures(&s, OWNER, "confirmed").fetch_n, 0);
	cr_expect_eq(signatures(&s, USDC_ACCOUNT, "confirmed").fetch_n, 1);
	side_close(&s);
}

Test(sandbox_solana, an_owners_accounts_are_listed_once_they_hold_something)
{
	struct side s = side_open();
	const char *body =
		call(&s, "getTokenAccountsByOwner",
	             arena_printf(s.arena,
	                          "\"%s\",{\"mint\":\"EPjFWdd5AufqSSqeM2qN1xzyb"
	                          "apC8G4wEGGkZwyTDt1v\"},{\"commitment\":"
	                          "\"confirmed\"}",
	                          OWNER));
	const json *list;
	const char *key;

	list = json_member(
		json_member(side_ask(&s, "POST", "/sol", body).json, "result"),
		"value");
	cr_expect_eq(json_array_length(list), 0);
	chain_give(&s, &USDC, "1", false);
	chain_give(&s, &USDC, "2", false);
	chain_mine(&s, "solana", 1);
	list = json_member(
		json_member(side_ask(&s, "POST", "/sol", body).json, "result"),
		"value");
	cr_assert_eq(json_array_length(list), 1);
	cr_assert(json_text(&key, json_member(json_item(list, 0), "pubkey")));
	cr_expect_str_eq(key, USDC_ACCOUNT);
	side_close(&s);
}

Test(sandbox_solana, a_second_transfer_adds_to_the_balance)
{
	struct side s = side_open();
	const char *txid;
	struct credits read;

	chain_give(&s, &SOL, "1", false);
	txid = chain_give(&s, &SOL, "2", false);
	read = transaction(&s, &SOL, txid, chain_mine(&s, "solana", 1));
	chain_expect(&read, txid, "2000000000", 1);
	side_close(&s);
}

Test(sandbox_solana, signatures_are_paged)
{
	struct side s = side_open();
	const char *first = chain_give(&s, &SOL, "1", false);
	const char *second = chain_give(&s, &SOL, "1", false);
	struct credits read;

	chain_mine(&s, "solana", 1);
	read = ask(&s, &SOL, "getSignaturesForAddress",
	           arena_printf(s.arena,
	                        "\"%s\",{\"commitment\":\"confirmed\","
	                        "\"before\":\"%s\"}",
	                        OWNER, second),
	           0);
	cr_assert_eq(read.fetch_n, 1);
	cr_expect_str_eq(read.fetch[0], first);
	read = ask(&s, &SOL, "getSignaturesForAddress",
	           arena_printf(s.arena,
	                        "\"%s\",{\"commitment\":\"confirmed\","
	                        "\"until\":\"%s\"}",
	                        OWNER, first),
	           0);
	cr_assert_eq(read.fetch_n, 1);
	cr_expect_str_eq(read.fetch[0], second);
	side_close(&s);
}

Test(sandbox_solana, slots_and_statuses_are_told)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &SOL, "1", false);
	int64_t slot = chain_mine(&s, "solana", 3);
	struct said said;
	const json *status;

	cr_expect_eq(
		ask(&s, &SOL, "getSlot", "{\"commitment\":\"confirmed\"}", 0)
			.height,
		slot);
	cr_expect_eq(ask(&s, &SOL, "getSlot", "", 0).height, slot - 31);
	said = side_ask(&s, "POST", "/sol",
	                call(&s, "getSignatureStatuses",
	                     arena_printf(s.arena, "[\"%s\",\"x\"]", txid)));
	status = json_item(
		json_member(json_member(said.json, "result"), "value"), 0);
	cr_assert(json_is_object(status), "%.*s", (int)said.body.len,
	          said.body.p);
	side_close(&s);
}
