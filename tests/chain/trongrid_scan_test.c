/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scene.h"
#include "chain/sources.h"

#define OURS  "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
#define FROM  "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"
#define USDT  "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
#define LISTS "/v1/accounts/" OURS "/transactions/trc20"
#define SOLID "/walletsolidity/gettransactioninfobyid"
#define INFO  "/wallet/gettransactioninfobyid"

/* The transaction recorded with two logs to us, its block and its time. */
#define TWO   "2d35673d7b7a946394e61d4ea2257f6ce24860835ce4608bb6d3b1b89ce5224c"
#define LATE  "29519d472948b2d9ff76540214b805849a2c8d8e920ace5d8c1778829ee269ca"
#define BLOCK 77123400

#define ROW_OF(txid, at, from, value, more)                                    \
	"{'transaction_id':'" txid "','token_info':{'symbol':'USDT',"          \
	"'address':'" USDT "','decimals':6},'block_timestamp':" at             \
	",'from':'" from "','to':'" OURS "','type':'Transfer','value':'" value \
	"'" more "}"
#define ROW(txid, at) ROW_OF(txid, at, FROM, "1000000", "")
#define LIST(rows)    "{'data':[" rows "],'success':true,'meta':{}}"
#define PAGE(rows, next) \
	"{'data':[" rows "],'success':true,'meta':{'fingerprint':'" next "'}}"
#define INFO_OF(txid, block)                                                   \
	"{'id':'" txid "','blockNumber':" block ",'receipt':{'result':"        \
	"'SUCCESS'},'log':[{'address':"                                        \
	"'a614f803b6fd780986a42c78ec9c7f77e6ded13c','topics':["                \
	"'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',"  \
	"'0000000000000000000000007e5f4552091a69125d5dfcb7b8c2659029395bdf',"  \
	"'000000000000000000000000c8599111f29c1e1e061265b4af93ea1f274ad78a']," \
	"'data':"                                                              \
	"'00000000000000000000000000000000000000000000000000000000000f4240'}]}"

static struct scene scene(int64_t tip, const char *cursor)
{
	return (struct scene){
		.source = "trongrid",
		.address = OURS,
		.assets = {"USDT_TRC20"},
		.tip = tip,
		.cursor = cursor,
	};
}

static bool noted(const struct scan *s, enum chain_note_kind kind,
                  const char *txid)
{
	return credits_noted(&s->found, kind, txid);
}

Test(trongrid_scan, the_tip_is_the_block_of_now)
{
	struct scene c = scene(0, NULL);

	c.lines[0] = (struct line){"/wallet/getnowblock", "POST ",
	                           recorded("trongrid/nowblock.json"), 0};
	cr_expect_eq(scene_tip(&c).height, 77123456);
}

Test(trongrid_scan, what_is_new_to_an_empty_account_is_nothing)
{
	struct scene c = scene(BLOCK, NULL);
	const struct scan *s;

	c.lines[0] = (struct line){LISTS, "min_timestamp=0 ", LIST(""), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 0);
	cr_expect_null(s->next);
	cr_expect_eq(s->asked, 1);
}

Test(trongrid_scan, two_equal_transfers_in_one_transaction_are_two_credits)
{
	struct scene c = scene(BLOCK + 56, NULL);
	const struct scan *s;

	c.lines[0] = (struct line){
		LISTS,
		"?contract_address=" USDT "&only_to=true&limit=200"
		"&order_by=block_timestamp,asc&min_timestamp=0 HTTP",
		recorded("trongrid/trc20_two_equal_transfers_same_tx.json"), 0};
	c.lines[1] =
		(struct line){SOLID, "{'value':'" TWO "'}",
	                      recorded("trongrid/txinfo_two_logs.json"), 0};
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 2);
	cr_expect(credit_at(s, "0") && credit_at(s, "2"));
	for (size_t i = 0; i < 2; i++) {
		cr_expect_eq(s->found.v[i].height, BLOCK);
		cr_expect_eq(s->found.v[i].confirmations, 57);
		cr_expect_not(s->found.v[i].needs_look);
	}
	cr_expect_str_eq(s->next, "1763500002000");
}

/* A transfer of which the solidified side says nothing. */
static const struct scan *young(int64_t tip)
{
	struct scene c = scene(tip, "1763500000000");

	c.lines[0] =
		(struct line){LISTS, "min_timestamp=1763496400000",
	                      LIST(ROW_OF(LATE, "1763500002000", FROM,
	                                  "1000000", ",'_unconfirmed':true")),
	                      0};
	c.lines[1] = (struct line){SOLID, LATE, "{}", 0};
	c.lines[2] = (struct line){INFO, LATE, INFO_OF(LATE, "77123400"), 0};
	return scene_end(&c);
}

Test(trongrid_scan, it_has_read_from_the_first_transfer_that_it_found)
{
	const struct scan *s = young(BLOCK + 4);

	cr_expect_eq(s->from, BLOCK);
	cr_expect_eq(s->top, 0);
}

Test(trongrid_scan, a_buyer_sees_confirmations_grow)
{
	const struct scan *s = young(BLOCK + 4);

	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].position, "0");
	cr_expect_eq(s->found.v[0].confirmations, 5);
	cr_expect_str_eq(s->next, "1763500000000");
}

Test(trongrid_scan, what_is_not_solid_never_reaches_the_depth)
{
	const struct scan *s = young(BLOCK + 500);

	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].confirmations,
	             asset_depth(asset_find("USDT_TRC20")) - 1);
	cr_expect_str_eq(s->next, "1763500000000");
}

Test(trongrid_scan, a_tip_that_went_back_proves_nothing_and_loses_nothing)
{
	const struct scan *s = young(BLOCK - 7);

	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].confirmations, 0);
	cr_expect_str_eq(s->next, "1763500000000");
}

Test(trongrid_scan, what_is_solid_but_young_holds_the_cursor)
{
	struct scene c = scene(BLOCK + 20, NULL);
	const struct scan *s;

	c.lines[0] =
		(struct line){LISTS, NULL, LIST(ROW(LATE, "1763500002000")), 0};
	c.lines[1] = (struct line){SOLID, LATE, INFO_OF(LATE, "77123400"), 0};
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 1);
	cr_expect_eq(s->found.v[0].confirmations, 21);
	cr_expect_null(s->next);
}

Test(trongrid_scan, the_cursor_does_not_pass_an_unknown_transaction)
{
	struct scene c = scene(BLOCK + 500, "1763400000000");
	const struct scan *s;

	c.lines[0] = (struct line){
		LISTS, NULL,
		LIST(ROW(LATE, "1763500001000") "," ROW(TWO, "1763500002000")),
		0};
	c.lines[1] = (struct line){SOLID, LATE, "{}", 0};
	c.lines[2] = (struct line){INFO, LATE, "{}", 0};
	c.lines[3] = (struct line){SOLID, TWO, INFO_OF(TWO, "77123400"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 1);
	cr_expect(noted(s, NOTE_PENDING, LATE));
	cr_expect_str_eq(s->next, "1763400000000");
}

Test(trongrid_scan, a_failed_transaction_and_one_of_ours_bring_nothing)
{
	struct scene c = scene(BLOCK + 500, NULL);
	const struct scan *s;
	static const char FAILED[] =
		"f886ccdac29ce78209d1a0e1e3cb7615e525c84eda90c8784940db85dd7f"
		"22cd";

	c.lines[0] = (struct line){
		LISTS, NULL,
		LIST(ROW("f886ccdac29ce78209d1a0e1e3cb7615e525c84eda90c8784940"
	                 "db85dd7f22cd",
	                 "1763500005000") "," ROW_OF(TWO, "1", OURS, "7", "")),
		0};
	c.lines[1] = (struct line){SOLID, FAILED,
	                           recorded("trongrid/txinfo_failed.json"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 0);
	cr_expect(noted(s, NOTE_FAILED, FAILED));
	cr_expect_str_eq(s->next, "1763500005000");
}

Test(trongrid_scan, all_pages_are_read_and_the_rest_of_the_query_stays)
{
	struct scene c = scene(BLOCK + 500, NULL);
	const struct scan *s;

	c.lines[0] = (struct line){
		LISTS, "min_timestamp=0&fingerprint=a%2Fb%20c%26d HTTP",
		LIST(ROW(TWO, "1763500002000")), 0};
	c.lines[1] =
		(struct line){LISTS, "min_timestamp=0 HTTP",
	                      PAGE(ROW(LATE, "1763500001000"), "a/b c&d"), 0};
	c.lines[2] = (struct line){SOLID, LATE, INFO_OF(LATE, "77123400"), 0};
	c.lines[3] = (struct line){SOLID, TWO, INFO_OF(TWO, "77123400"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 2);
	cr_expect_eq(s->asked, 4);
	cr_expect_str_eq(s->next, "1763500002000");
}

Test(trongrid_scan, a_fingerprint_after_an_empty_page_leads_nowhere)
{
	struct scene c = scene(BLOCK + 500, NULL);
	const struct scan *s;

	c.lines[0] =
		(struct line){LISTS, "fingerprint=next", PAGE("", "more"), 0};
	c.lines[1] = (struct line){LISTS, NULL,
	                           PAGE(ROW(LATE, "1763500001000"), "next"), 0};
	c.lines[2] = (struct line){SOLID, LATE, INFO_OF(LATE, "77123400"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 1);
	cr_expect_eq(s->asked, 3);
}

Test(trongrid_scan, a_page_that_repeats_is_not_read_for_ever)
{
	struct scene c = scene(BLOCK + 500, NULL);
	const struct scan *s;

	c.lines[0] = (struct line){LISTS, "fingerprint=one",
	                           PAGE(ROW(LATE, "1763500001000"), "two"), 0};
	c.lines[1] = (struct line){LISTS, NULL,
	                           PAGE(ROW(LATE, "1763500001000"), "one"), 0};
	s = scene_play(&c);
	cr_expect_not(s->is_done);
	cr_expect_eq(s->fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s->asked, 2);
}

Test(trongrid_scan, a_row_listed_twice_is_one_credit)
{
	struct scene c = scene(BLOCK + 500, NULL);

	c.lines[0] = (struct line){
		LISTS, NULL,
		LIST(ROW_OF(LATE, "1763500001000", FROM, "1000000",
	                    ",'_unconfirmed':true") "," ROW(LATE,
	                                                    "1763500001000")),
		0};
	c.lines[1] = (struct line){SOLID, LATE, INFO_OF(LATE, "77123400"), 0};
	cr_expect_eq(scene_end(&c)->found.n, 1);
}

Test(trongrid_scan, an_answer_about_another_transaction_is_none)
{
	struct scene c = scene(BLOCK + 500, NULL);
	const struct scan *s;

	c.lines[0] =
		(struct line){LISTS, NULL, LIST(ROW(LATE, "1763500001000")), 0};
	c.lines[1] = (struct line){SOLID, LATE, INFO_OF(TWO, "77123400"), 0};
	s = scene_play(&c);
	cr_expect_eq(s->fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s->found.n, 0);
}

Test(trongrid_scan, a_flood_is_read_bit_by_bit_from_its_beginning)
{
	struct scene c = scene(BLOCK + 500, NULL);
	struct text rows = text_open(arena_process(), 4096);
	const struct scan *s;

	for (unsigned i = 0; i < 100; i++)
		text_printf(&rows,
		            "%s{'transaction_id':'%064x','token_info':{"
		            "'address':'" USDT "'},'block_timestamp':%u,"
		            "'from':'" FROM "','to':'" OURS "',"
		            "'type':'Transfer','value':'1'}",
		            i ? "," : "", i, 5000 + i);
	c.lines[0] = (struct line){
		LISTS, NULL, arena_printf(arena_process(), LIST("%s"), rows.p),
		0};
	c.lines[1] = (struct line){SOLID, NULL, "{}", 0};
	c.lines[2] = (struct line){INFO, NULL, "{}", 0};
	s = scene_end(&c);
	cr_expect_eq(s->asked, 1 + 2 * 64);
	cr_expect_null(s->next);
	cr_expect_eq(s->from, SCAN_NOTHING, "the rest was not asked for");
}

/* --- faults -------------------------------------------------------------- */

static const struct scan *refused(int http, const char *body)
{
	struct scene c = scene(BLOCK + 500, "1763500000000");
	const struct scan *s;

	c.lines[0] =
		(struct line){LISTS, NULL, LIST(ROW(LATE, "1763500002000")), 0};
	c.lines[1] = (struct line){SOLID, NULL, body, http};
	s = scene_play(&c);
	cr_expect_not(s->is_done);
	cr_expect_eq(s->found.n, 0);
	cr_expect_null(s->next);
	return s;
}

Test(trongrid_scan, enough_is_enough_however_it_is_said)
{
	const struct scan *s = refused(
		403, recorded("trongrid/error_fullnode_rate_limited.json"));

	cr_expect_eq(s->fault.kind, FAULT_RATE_LIMITED);
	cr_expect_geq(s->fault.wait_s, 30);
	s = refused(200, recorded("trongrid/error_fullnode_rate_limited.json"));
	cr_expect_eq(s->fault.kind, FAULT_RATE_LIMITED);
	s = refused(429, recorded("trongrid/error_rate_limited_429.json"));
	cr_expect_eq(s->fault.kind, FAULT_RATE_LIMITED);
	s = refused(429, "Too Many Requests");
	cr_expect_eq(s->fault.kind, FAULT_RATE_LIMITED);
}

Test(trongrid_scan, a_page_of_html_is_no_answer)
{
	cr_expect_eq(refused(200, "<html>sorry</html>")->fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(refused(503, "<html>sorry</html>")->fault.kind,
	             FAULT_UNAVAILABLE);
	cr_expect_eq(refused(200, "{'Error':'class X'}")->fault.kind,
	             FAULT_BAD_REQUEST);
}

Test(trongrid_scan, a_list_that_is_none_is_not_an_empty_one)
{
	struct scene c = scene(BLOCK, NULL);

	c.lines[0] = (struct line){LISTS, NULL, "{}", 0};
	cr_expect_eq(scene_play(&c)->fault.kind, FAULT_MALFORMED);
	c.lines[0].body = "{'data':null,'success':true,'meta':{}}";
	cr_expect_eq(scene_play(&c)->fault.kind, FAULT_MALFORMED);
}

Test(trongrid_scan, trx_itself_is_in_no_list)
{
	struct scene c = scene(BLOCK, NULL);
	const struct scan *s;

	cr_expect_not(source_knows(source_find("trongrid"), asset_find("TRX")));
	cr_expect(source_knows(source_find("trongrid"),
	                       asset_find("USDT_TRC20")));
	c.assets[0] = "TRX";
	c.lines[0] = (struct line){"/wallet/getnowblock", NULL,
	                           recorded("trongrid/nowblock.json"), 0};
	s = scene_end(&c);
	cr_expect_eq(s->from, SCAN_NOTHING);
	cr_expect_eq(s->found.n, 0);
}
