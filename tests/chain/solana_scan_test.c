/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scene.h"
#include "chain/sources.h"

#define OWNER     "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define PAYER     "HBYC51YrGFAZ8rM7Sj8e9uqKggpSrDYrinQDZzvMtqQp"
#define USDC      "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
#define USDC_HERE "5ZGPSxMzV9xV5s3Wep73r8k5MsPAtLYs11dGDdknznM5"
#define OTHER     "Aa2d46CBh8M1F2hEagbHB9nBDG4Q5La6V9JsyZzBU4bQ"

/* Signatures by their number. */
#define SIG(n)                                                             \
	"3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqoX2z1jjDdRN8YVbZmMoBRscFDELwfuUko" \
	"aaE4h59Ru5V9he13MTjjX8D" n

#define RESULT(json) "{'jsonrpc':'2.0','result':" json ",'id':1}"
#define ROW(n, slot) "{'signature':'" SIG(n) "','slot':" slot ",'err':null}"
#define FAILED(n, slot)                          \
	"{'signature':'" SIG(n) "','slot':" slot \
				",'err':{'InstructionError':[0,'X']}}"
#define KEY(key, signs) "{'pubkey':'" key "','signer':" signs "}"
#define SOL_TX(n, slot, before, after)                                         \
	RESULT("{'slot':" slot ",'meta':{'err':null,'preBalances':[90," before \
	       "],'postBalances':[50," after "]},'transaction':{"              \
	       "'signatures':['" SIG(n) "'],'message':{'accountKeys':[" KEY(   \
		       PAYER, "true") "," KEY(OWNER, "false") "]}}}")
#define HOLDS(i, amount)                                          \
	"{'accountIndex':" i ",'mint':'" USDC "','owner':'" OWNER \
	"','uiTokenAmount':{'amount':'" amount "','decimals':6}}"
#define TOKEN_TX(n, slot, account, before, after)                                                              \
	RESULT("{'slot':" slot ",'meta':{'err':null,'preBalances':[9,9],"                                      \
	       "'postBalances':[9,9],'preTokenBalances':[" HOLDS("1", before) "],'postTokenBalances':[" HOLDS( \
		       "1",                                                                                    \
		       after) "]},"                                                                            \
	                      "'transaction':{'signatures':['" SIG(                                            \
				      n) "'],'message':{"                                                      \
	                                 "'accountKeys':[" KEY(                                                \
						 PAYER,                                                        \
						 "true") "," KEY(account,                                      \
	                                                         "false") "]}}}")
#define ACCOUNTS(rows) RESULT("{'context':{'slot':1},'value':[" rows "]}")
#define ACCOUNT(key)   "{'pubkey':'" key "','account':{}}"
#define LIST_OF(key)   "'getSignaturesForAddress','params':['" key "'"
#define GET(n, level)                            \
	"'getTransaction','params':['" SIG(      \
		n) "',{'encoding':'jsonParsed'," \
		   "'commitment':'" level        \
		   "','maxSupportedTransactionVersion':0}]"

static struct scene scene(const char *asset, int64_t tip, const char *cursor)
{
	return (struct scene){
		.source = "solana",
		.address = OWNER,
		.assets = {asset},
		.tip = tip,
		.cursor = cursor,
	};
}

static void say(struct scene *c, const char *with, const char *body)
{
	size_t i = 0;

	while (c->lines[i].path)
		i++;
	cr_assert_lt(i, LINES_MOST);
	c->lines[i] = (struct line){"/", with, body, 0};
}

Test(solana_scan, the_tip_is_the_newest_confirmed_slot)
{
	struct scene c = scene("SOL", 0, NULL);

	say(&c, "'getSlot','params':[{'commitment':'confirmed'}]",
	    recorded("solana-rpc/slot.json"));
	cr_expect_eq(scene_tip(&c).height, 381000200);
}

Test(solana_scan, coins_are_looked_for_at_the_wallet_itself)
{
	struct scene c = scene("SOL", 381000200, NULL);
	const struct scan *s;

	say(&c, LIST_OF(OWNER) ",{'limit':1000,'commitment':'confirmed'}]",
	    RESULT("[" ROW("2", "381000050") "," FAILED("1", "381000010") "]"));
	say(&c, GET("2", "finalized"), SOL_TX("2", "381000050", "5", "12"));
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].position, OWNER);
	cr_expect(s->found.v[0].amount.units == 7);
	cr_expect_eq(s->found.v[0].confirmations, 151);
	cr_expect_str_eq(s->next, "381000050");
	cr_expect_eq(s->asked, 2);
}

Test(solana_scan, the_oldest_is_asked_for_first)
{
	struct scene c = scene("SOL", 1000, NULL);
	const struct scan *s;

	say(&c, LIST_OF(OWNER),
	    RESULT("[" ROW("3", "300") "," ROW("2", "200") "," ROW("1",
	                                                           "100") "]"));
	say(&c, GET("1", "finalized"), SOL_TX("1", "100", "0", "1"));
	say(&c, GET("2", "finalized"), SOL_TX("2", "200", "1", "3"));
	say(&c, GET("3", "finalized"), SOL_TX("3", "300", "3", "6"));
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 3);
	for (int i = 0; i < 3; i++)
		cr_expect_eq(s->found.v[i].height, 100 * (i + 1));
	cr_expect_str_eq(s->next, "300");
}

Test(solana_scan, a_null_in_the_middle_stops_the_cursor_and_loses_nothing)
{
	struct scene c = scene("SOL", 1000, NULL);
	const struct scan *s;

	say(&c, LIST_OF(OWNER),
	    RESULT("[" ROW("3", "300") "," ROW("2", "200") "," ROW("1",
	                                                           "100") "]"));
	say(&c, GET("1", "finalized"), SOL_TX("1", "100", "0", "1"));
	say(&c, GET("3", "finalized"), SOL_TX("3", "300", "3", "6"));
	say(&c, "'getTransaction','params':['" SIG("2"), RESULT("null"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 2);
	cr_expect(credits_noted(&s->found, NOTE_PENDING, SIG("2")));
	cr_expect_str_eq(s->next, "100");

	c.cursor = s->next;
	c.lines[3] = (struct line){"/", GET("2", "finalized"),
	                           SOL_TX("2", "200", "1", "3"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 3);
	cr_expect_str_eq(s->next, "300");
}

/* A transfer that is confirmed and, by its node, not finalized. */
static const struct scan *young(int64_t tip)
{
	struct scene c = scene("SOL", tip, "90");

	say(&c, LIST_OF(OWNER), RESULT("[" ROW("1", "100") "]"));
	say(&c, GET("1", "finalized"), RESULT("null"));
	say(&c, GET("1", "confirmed"), SOL_TX("1", "100", "0", "1"));
	return scene_end(&c);
}

Test(solana_scan, a_buyer_sees_confirmations_grow)
{
	cr_expect_eq(young(104)->found.v[0].confirmations, 5);
	cr_expect_str_eq(young(104)->next, "90");
}

Test(solana_scan, what_is_not_finalized_never_reaches_the_depth)
{
	cr_expect_eq(young(9999)->found.v[0].confirmations,
	             asset_depth(asset_find("SOL")) - 1);
	cr_expect_str_eq(young(9999)->next, "90");
}

Test(solana_scan, a_tip_that_went_back_proves_nothing_and_loses_nothing)
{
	cr_expect_eq(young(50)->found.v[0].confirmations, 0);
	cr_expect_str_eq(young(50)->next, "90");
}

Test(solana_scan, two_transfers_to_one_token_account_are_one_credit)
{
	struct scene c = scene("USDC_SOL", 1000, NULL);
	const struct scan *s;

	say(&c,
	    "'getTokenAccountsByOwner','params':['" OWNER "',{'mint':'" USDC
	    "'},{'encoding':'jsonParsed','commitment':'confirmed'}]",
	    recorded("solana-rpc/token_accounts_by_owner.json"));
	say(&c, LIST_OF(USDC_HERE), RESULT("[" ROW("1", "100") "]"));
	say(&c, GET("1", "finalized"),
	    TOKEN_TX("1", "100", USDC_HERE, "10", "40"));
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].position, USDC_HERE);
	cr_expect(s->found.v[0].amount.units == 30);
	cr_expect_eq(s->asked, 3);
}

Test(solana_scan, the_associated_account_is_read_before_it_exists)
{
	struct scene c = scene("USDC_SOL", 1000, NULL);

	say(&c, "'getTokenAccountsByOwner'",
	    recorded("solana-rpc/token_accounts_by_owner_empty.json"));
	say(&c, LIST_OF(USDC_HERE), RESULT("[]"));
	cr_expect_eq(scene_end(&c)->asked, 2);
}

Test(solana_scan, other_accounts_of_the_owner_are_read_too)
{
	struct scene c = scene("USDC_SOL", 1000, NULL);
	const struct scan *s;

	say(&c, "'getTokenAccountsByOwner'",
	    ACCOUNTS(ACCOUNT(OTHER) "," ACCOUNT(USDC_HERE)));
	say(&c, LIST_OF(USDC_HERE), RESULT("[" ROW("1", "100") "]"));
	say(&c, LIST_OF(OTHER),
	    RESULT("[" ROW("2", "200") "," ROW("1", "100") "]"));
	say(&c, GET("1", "finalized"),
	    TOKEN_TX("1", "100", USDC_HERE, "0", "1"));
	say(&c, GET("2", "finalized"), TOKEN_TX("2", "200", OTHER, "0", "2"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 2);
	cr_expect(credit_at(s, USDC_HERE) && credit_at(s, OTHER));
	cr_expect_eq(s->asked, 5);
	cr_expect_leq(strlen(s->next), 128);
}

Test(solana_scan, one_account_with_a_young_transfer_holds_the_cursor_of_all)
{
	struct scene c = scene("SOL", 130, "50");
	const struct scan *s;

	c.assets[1] = "USDC_SOL";
	say(&c, "'getTokenAccountsByOwner'", ACCOUNTS(""));
	say(&c, LIST_OF(OWNER),
	    RESULT("[" ROW("3", "110") "," ROW("1", "60") "]"));
	say(&c, LIST_OF(USDC_HERE), RESULT("[" ROW("2", "95") "]"));
	say(&c, GET("1", "finalized"), SOL_TX("1", "60", "0", "1"));
	say(&c, GET("2", "finalized"),
	    TOKEN_TX("2", "95", USDC_HERE, "0", "2"));
	say(&c, GET("3", "finalized"), SOL_TX("3", "110", "1", "2"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 3);
	cr_expect_str_eq(s->next, "95");
}

Test(solana_scan, what_lies_well_before_the_cursor_is_not_asked_for_again)
{
	struct scene c = scene("SOL", 9999, "2000");
	const struct scan *s;

	say(&c, LIST_OF(OWNER),
	    RESULT("[" ROW("3", "2500") "," ROW("2", "1400") "," ROW(
		    "1", "1399") "]"));
	say(&c, GET("2", "finalized"), SOL_TX("2", "1400", "0", "1"));
	say(&c, GET("3", "finalized"), SOL_TX("3", "2500", "1", "2"));
	s = scene_end(&c);
	cr_expect_eq(s->asked, 3);
	cr_expect_str_eq(s->next, "2500");
	cr_expect_eq(s->from, 1400);
	cr_expect_eq(s->top, 0);
}

#define FLOOD                                          \
	"3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqoX2z1jjDdRN8Y" \
	"VbZmMoBRscFDELwfuUkoaaE4h59Ru5V9he13MTjj"

/* Eighty transfers, of which a scan asks for the oldest. */
static const char *eighty(void)
{
	struct text t = text_open(arena_process(), 32 * 1024);

	text_add_text(&t, "{'jsonrpc':'2.0','id':1,'result':[");
	for (unsigned i = 80; i > 0; i--)
		text_printf(&t,
		            "%s{'signature':'" FLOOD "%u%u','slot':%u,"
		            "'err':null}",
		            i < 80 ? "," : "", 1 + i / 9, 1 + i % 9, 1000 + i);
	text_add_text(&t, "]}");
	return t.p;
}

Test(solana_scan, of_a_flood_it_says_where_it_stopped)
{
	struct scene c = scene("SOL", 9999, NULL);
	const struct scan *s;

	say(&c, LIST_OF(OWNER), eighty());
	say(&c, "'" FLOOD "12'",
	    RESULT("{'slot':1001,'meta':{'err':null,'preBalances':[90,0],"
	           "'postBalances':[50,7]},'transaction':{'signatures':['" FLOOD
	           "12'],'message':{'accountKeys':[" KEY(PAYER, "true") "," KEY(
			   OWNER, "false") "]}}}"));
	say(&c, "'getTransaction'", RESULT("null"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 1);
	cr_expect_eq(s->from, 0);
	cr_expect_eq(s->top, 1001);
}

/* --- pages --------------------------------------------------------------- */

/* A full page of failed ones, its slots going down by one from there. */
static const char *full_page(unsigned slot)
{
	static const char LETTERS[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	struct text t = text_open(arena_process(), 200 * 1024);

	text_add_text(&t, "{'jsonrpc':'2.0','id':1,'result':[");
	for (unsigned i = 0; i < 1000; i++, slot--)
		text_printf(&t,
		            "%s{'signature':'3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqo"
		            "X2z1jjDdRN8YVbZmMoBRscFDELwfuUkoaaE4h59Ru5V9%c%c%c"
		            "','slot':%u,'err':{}}",
		            i ? "," : "", LETTERS[slot % 33],
		            LETTERS[slot / 33 % 33], LETTERS[slot / 1089 % 33],
		            slot);
	text_add_text(&t, "]}");
	return t.p;
}

Test(solana_scan, all_pages_are_read_down_to_the_cursor)
{
	struct scene c = scene("SOL", 9000, "3000");
	const struct scan *s;

	say(&c, "'before'", RESULT("[" ROW("1", "3500") "]"));
	say(&c, LIST_OF(OWNER), full_page(5000));
	say(&c, GET("1", "finalized"), SOL_TX("1", "3500", "0", "1"));
	s = scene_end(&c);
	cr_expect_eq(s->asked, 3);
	cr_expect_eq(s->found.n, 1);
	c.cursor = "4700";
	cr_expect_eq(scene_end(&c)->asked, 1);
}

Test(solana_scan, a_page_that_repeats_is_not_read_for_ever)
{
	struct scene c = scene("SOL", 9000, NULL);
	const struct scan *s;

	say(&c, LIST_OF(OWNER), full_page(5000));
	s = scene_play(&c);
	cr_expect_eq(s->fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s->asked, 2);
}

/* --- faults -------------------------------------------------------------- */

static const struct scan *refused(int http, const char *body)
{
	struct scene c = scene("SOL", 1000, "90");
	const struct scan *s;

	say(&c, LIST_OF(OWNER), RESULT("[" ROW("1", "100") "]"));
	c.lines[1] = (struct line){"/", "getTransaction", body, http};
	s = scene_play(&c);
	cr_expect_not(s->is_done);
	cr_expect_eq(s->found.n, 0);
	cr_expect_null(s->next);
	return s;
}

Test(solana_scan, enough_is_enough_however_it_is_said)
{
	const char *said = recorded("solana-rpc/error_rate_limited.json");

	cr_expect_eq(refused(429, said)->fault.kind, FAULT_RATE_LIMITED);
	cr_expect_eq(refused(200, said)->fault.kind, FAULT_RATE_LIMITED);
	cr_expect_eq(refused(429, "Too many requests")->fault.kind,
	             FAULT_RATE_LIMITED);
}

Test(solana_scan, a_page_of_html_is_no_answer)
{
	cr_expect_eq(refused(200, "<html>sorry</html>")->fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(refused(502, "<html>sorry</html>")->fault.kind,
	             FAULT_UNAVAILABLE);
	cr_expect_eq(refused(200, recorded("solana-rpc/error_node_behind.json"))
	                     ->fault.kind,
	             FAULT_UNAVAILABLE);
}

Test(solana_scan, an_answer_to_another_question_is_none)
{
	struct scene c = scene("USDC_SOL", 1000, NULL);

	cr_expect_eq(refused(200, SOL_TX("9", "100", "0", "1"))->fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(refused(200, RESULT("[]"))->fault.kind, FAULT_MALFORMED);
	say(&c, "'getTokenAccountsByOwner'", RESULT("null"));
	cr_expect_eq(scene_play(&c)->fault.kind, FAULT_MALFORMED);
}
