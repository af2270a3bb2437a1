/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scanning.h"

#define ADDRESS "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"
#define ADDRS   "/addrs/" ADDRESS "?limit=2000"

static const char *row(int i, int input, int output)
{
	return arena_printf(arena_process(),
	                    "{'tx_hash':'%064x','block_height':%d,"
	                    "'tx_input_n':%d,'tx_output_n':%d,'value':700,"
	                    "'confirmations':1}",
	                    i, i, input, output);
}

static const char *account(const char *rows, const char *more)
{
	return ok(arena_printf(arena_process(),
	                       "{'address':'" ADDRESS
	                       "','n_tx':3,'txrefs':[%s]%s}",
	                       rows, more));
}

static const char *two(const char *a, const char *b)
{
	return arena_printf(arena_process(), "%s,%s", a, b);
}

/* Where the coins of the deep ones come from is known. */
static struct scan look(const struct stub_page *pages, const char *cursor)
{
	enum { FIRST = 970, LAST = 980 };
	static struct scan_known known[LAST - FIRST + 1];
	struct scan s = scan_of(serve("litecoin", "blockcypher", pages), "LTC",
	                        ADDRESS, cursor);

	for (int i = FIRST; i <= LAST; i++)
		known[i - FIRST].txid =
			arena_printf(arena_process(), "%064x", i);
	s.known = (struct scan_knowns){LAST - FIRST + 1, known};
	scan_alone(&s);
	return s;
}

TestSuite(blockcypher_scan, .timeout = 30);

Test(blockcypher_scan, the_tip_is_of_the_chain_itself)
{
	struct stub_page pages[] = {
		{.path = "/",
	         .answer = ok(
			 "{'name':'LTC.main','height':2500000,'hash':'"
			 "00000000000000000000000000000000000000000000000000000000000000"
			 "aa'}")},
		{0          },
	};
	struct tip tip = {
		serve("litecoin", "blockcypher", pages), 0, {0}, false};
	struct scan_limits limits = {.wide = 1, .deadline_ms = INT64_MAX};

	scan_tips(arena_process(), &tip, 1, &limits);
	cr_expect_eq(tip.height, 2500000, "%s", tip.fault.message);
}

Test(blockcypher_scan, an_address_without_history_is_no_fault)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = ok("{'address':'" ADDRESS "','n_tx':0}")},
		{0            },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 0);
	cr_expect_null(s.next);
}

Test(blockcypher_scan, it_goes_on_before_the_last_height)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = account(two(row(999, -1, 0), row(980, -1, 1)),
                 ",'hasMore':true")},
		{.path = ADDRS "&before=980",
	         .answer = account(row(970, -1, 0), "")},
		{0     },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 3);
	cr_expect_eq(s.asked, 2);
	cr_expect(strstr(s.next, "3d4"), "980 has six blocks: %s", s.next);
}

Test(blockcypher_scan, it_stops_at_what_was_final_before)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = account(two(row(999, -1, 0), row(980, -1, 1)),
                 ",'hasMore':true")},
		{0          },
	};
	const char *cursor = arena_printf(arena_process(), "%064x", 980);
	struct scan s = look(pages, cursor);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 1);
	cr_expect_str_eq(s.next, cursor);
	cr_expect_eq(s.from, 981);
}

/* --- where the coins come from ------------------------------------------- */

/* In block 985: 16 confirmations, of which Litecoin asks for 6. */
static struct stub_page *deep(const char *origin)
{
	static struct stub_page pages[4];
	struct arena *a = arena_process();

	pages[0] = (struct stub_page){.path = ADDRS,
	                              .answer = account(row(985, -1, 0), "")};
	pages[1] = (struct stub_page){
		.path = arena_printf(a, "/txs/%064x?limit=1", 985),
		.answer = origin};
	pages[2] = (struct stub_page){0};
	return pages;
}

static const char *transaction(const char *input, const char *script)
{
	return ok(arena_printf(arena_process(),
	                       "{'hash':'%064x','inputs':[%s],'outputs':["
	                       "{'value':7,'script':'%s'}]}",
	                       985, input, script));
}

#define SPENDS "{'prev_hash':'" PLAIN PLAIN PLAIN PLAIN "','output_index':0}"
#define MINTS  "{'output_index':-1,'script_type':'empty'}"
#define PLAIN  "0014aaaaaaaaaaaa"
#define HOGEX  "5820" PLAIN PLAIN PLAIN PLAIN

static int64_t origin(const char *answer)
{
	struct scan s = look(deep(answer), NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_assert_eq(s.found.n, 1);
	cr_expect_not(s.found.v[0].needs_look);
	cr_expect_eq(s.asked, 2);
	return s.found.v[0].maturity;
}

Test(blockcypher_scan, the_transaction_says_whether_its_coins_were_mined)
{
	cr_expect_eq(origin(transaction(SPENDS, PLAIN)), 0);
	cr_expect_eq(origin(transaction(MINTS, PLAIN)), 100);
	cr_expect_eq(origin(transaction(SPENDS, HOGEX)), 6);
}

Test(blockcypher_scan, one_that_it_cannot_tell_of_waits)
{
	cr_expect_eq(origin(status(404, "{'error':'Transaction not found.'}")),
	             MATURITY_UNKNOWN);
	cr_expect_eq(origin(ok("{'hash':1,'inputs':[]}")), MATURITY_UNKNOWN);
}

Test(blockcypher_scan, of_many_only_some_are_asked_for_in_one_scan)
{
	enum { MANY = 30, MOST = 8 };
	struct arena *a = arena_process();
	struct text rows = text_open(a, 8192);
	struct stub_page pages[MANY + 2] = {{.path = ADDRS}};
	struct scan s;

	for (int i = 0; i < MANY; i++) {
		text_printf(&rows, "%s%s", i ? "," : "", row(950 - i, -1, 0));
		pages[i + 1] = (struct stub_page){
			.path = arena_printf(a, "/txs/%064x", 950 - i),
			.answer = status(404, "{'error':'Not found.'}")};
	}
	pages[0].answer = account(rows.p, "");
	s = scan_of(serve("litecoin", "blockcypher", pages), "LTC", ADDRESS,
	            NULL);
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, MANY);
	cr_expect_eq(s.asked, 1 + MOST);
}

Test(blockcypher_scan, what_was_told_once_is_not_asked_for_again)
{
	struct scan_known known = {
		.txid = arena_printf(arena_process(), "%064x", 985)};
	struct scan s =
		scan_of(serve("litecoin", "blockcypher", deep(ok("{}"))), "LTC",
	                ADDRESS, NULL);

	s.known = (struct scan_knowns){1, &known};
	scan_alone(&s);
	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 1);
	cr_expect_eq(s.found.v[0].maturity, 0);
}

Test(blockcypher_scan, enough_said_in_the_middle_is_a_fault)
{
	struct scan s =
		look(deep(status(429, "{'error':'Limits reached.'}")), NULL);

	cr_expect_eq(s.fault.kind, FAULT_RATE_LIMITED);
	cr_expect_eq(s.found.n, 0);
}

Test(blockcypher_scan, a_spend_on_another_page_makes_it_change)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = account(two(row(980, -1, 0), row(979, -1, 0)),
                 ",'hasMore':true")},
		{.path = ADDRS "&before=979",
	         .answer = account(row(979, 0, -1), "")},
		{0     },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.v[0].height, 980);
}

Test(blockcypher_scan, pages_that_do_not_fall_are_a_fault)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = account(row(980, -1, 0), ",'hasMore':true")},
		{.path = ADDRS "&before=980",
	         .answer = account(row(980, -1, 0), ",'hasMore':true")},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s.found.n, 0);
	cr_expect_eq(s.asked, 2);
}

Test(blockcypher_scan, limits_reached_is_said_by_its_kind)
{
	struct stub_page pages[] = {
		{.path = ADDRS,
	         .answer = status(429, "{'error':'Limits reached.'}")},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_expect_eq(s.fault.kind, FAULT_RATE_LIMITED);
	cr_expect(s.fault.wait_s > 0);
}
