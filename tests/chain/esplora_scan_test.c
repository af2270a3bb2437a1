/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/scanning.h"

#define ADDRESS "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define SCRIPT  "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2"
#define TXS     "/address/" ADDRESS "/txs"
#define CHAIN   "/address/" ADDRESS "/txs/chain"

/* The id of transaction i. */
static const char *id(int i)
{
	return arena_printf(arena_process(), "%064x", i);
}

/* Transactions first, first - 1, ... last: each is mined at its number (0 and
 * less: in the mempool), and pays us. */
static const char *page(int first, int last)
{
	struct text t = text_open(arena_process(), 4096);

	text_add_text(&t, "[");
	for (int i = first; i >= last; i--) {
		text_printf(&t,
		            "%s{'txid':'%s','vin':[{'is_coinbase':false}],"
		            "'vout':[{'scriptpubkey':'" SCRIPT "','value':%d}],"
		            "'status':",
		            i == first ? "" : ",", id(i < 0 ? 9000 - i : i),
		            1000);
		if (i > 0)
			text_printf(&t, "{'confirmed':true,'block_height':%d}}",
			            i);
		else
			text_add_text(&t, "{'confirmed':false}}");
	}
	text_add_text(&t, "]");
	return ok(t.p);
}

static const char *chain_after(int i)
{
	return arena_printf(arena_process(), CHAIN "/%s", id(i));
}

static const char *status_of(int i)
{
	return arena_printf(arena_process(), "/tx/%s/status", id(i));
}

static struct scan look(const struct stub_page *pages, const char *cursor)
{
	struct scan s = scan_of(serve("bitcoin", "esplora", pages), "BTC",
	                        ADDRESS, cursor);

	scan_alone(&s);
	return s;
}

static bool found(const struct scan *s, int i)
{
	for (size_t k = 0; k < s->found.n; k++)
		if (!strcmp(s->found.v[k].txid, id(i)))
			return true;
	return false;
}

TestSuite(esplora_scan, .timeout = 30);

Test(esplora_scan, the_tip_is_a_plain_number)
{
	struct stub_page pages[] = {
		{.path = "/blocks/tip/height", .answer = ok("823456")},
		{0			   },
	};
	struct tip tip = {serve("bitcoin", "esplora", pages), 0, {0}, false};
	struct scan_limits limits = {.wide = 1, .deadline_ms = INT64_MAX};

	scan_tips(arena_process(), &tip, 1, &limits);
	cr_expect_eq(tip.height, 823456);
	cr_expect_eq(tip.fault.kind, FAULT_NONE);
}

Test(esplora_scan, a_tip_that_is_a_web_page_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = "/blocks/tip/height",
	         .answer = ok("<html>hello</html>")},
		{0			   },
	};
	struct tip tip = {serve("bitcoin", "esplora", pages), 0, {0}, false};
	struct scan_limits limits = {.wide = 1, .deadline_ms = INT64_MAX};

	scan_tips(arena_process(), &tip, 1, &limits);
	cr_expect_eq(tip.height, -1);
	cr_expect_eq(tip.fault.kind, FAULT_MALFORMED);
}

Test(esplora_scan, a_short_page_is_all)
{
	struct stub_page pages[] = {
		{.path = TXS, .answer = page(999, 990)},
		{0      },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 1);
	cr_expect_eq(s.found.n, 10);
	/* 995 is the newest with six blocks. */
	cr_expect_str_eq(s.next, id(995));
}

Test(esplora_scan, nothing_final_leaves_the_cursor_as_it_is)
{
	struct stub_page pages[] = {
		{.path = TXS, .answer = page(999, 998)},
		{0      },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done);
	cr_expect_null(s.next);
}

Test(esplora_scan, pages_are_followed_to_the_end)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(900, 876)},
		{.path = chain_after(876),                    .answer = page(875, 851)},
		{.path = chain_after(851), .answer = page(850, 840)},
		{0		   },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 3);
	cr_expect_eq(s.found.n, 61);
	cr_expect_str_eq(s.next, id(900));
}

Test(esplora_scan, it_stops_at_what_was_final_before)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(999, 975)},
		{.path = chain_after(975),                    .answer = page(974, 950)},
		{0},
	};
	struct scan s = look(pages, id(960));

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 2);
	cr_expect(found(&s, 961));
	cr_expect_str_eq(s.next, id(995));
}

Test(esplora_scan, a_cursor_on_the_first_page_costs_one_question)
{
	struct stub_page pages[] = {
		{.path = TXS, .answer = page(999, 975)},
		{0      },
	};
	struct scan s = look(pages, id(990));

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 1);
}

Test(esplora_scan, behind_a_full_mempool_comes_the_chain)
{
	struct stub_page pages[] = {
		{.path = TXS,   .answer = page(0, -49)},
		{.path = CHAIN,         .answer = page(999, 990)},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 60);
	cr_expect(found(&s, 990));
}

/* Or mined coins would be out of sight before they may move. */
Test(esplora_scan, the_cursor_does_not_pass_what_is_not_mature)
{
	struct stub_page pages[] = {
		{.path = TXS,
	         .answer = ok(arena_printf(
			 arena_process(),
                 "[{'txid':'%s','vin':[{'is_coinbase':false}],'vout':[{"
			 "'scriptpubkey':'" SCRIPT "','value':9}],'status':{"
			 "'confirmed':true,'block_height':960}},"
			 "{'txid':'%s','vin':[{'is_coinbase':true}],'vout':[{"
			 "'scriptpubkey':'" SCRIPT "','value':9}],'status':{"
			 "'confirmed':true,'block_height':%d}}]", id(960), id(902), 902))},
		{0},
	};

	cr_expect_str_eq(look(pages, id(800)).next, id(800));
}

Test(esplora_scan, it_says_how_far_it_has_read)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(999, 975)},
		{.path = chain_after(975),                    .answer = page(974, 960)},
		{0},
	};

	cr_expect_eq(look(pages, NULL).from, 0);
	/* The rest of that block may be on the page behind. */
	cr_expect_eq(look(pages, id(980)).from, 981);
	cr_expect_eq(look(pages, id(970)).from, 0, "its end was reached");
}

Test(esplora_scan, a_full_mempool_may_hold_more_than_is_told)
{
	struct stub_page pages[] = {
		{.path = TXS,   .answer = page(0, -49)},
		{.path = CHAIN,         .answer = page(999, 999)},
		{0},
	};

	cr_expect(look(pages, NULL).found.is_cut);
	pages[0].answer = page(0, -48);
	cr_expect_not(look(pages, NULL).found.is_cut);
}

Test(esplora_scan, an_empty_page_behind_a_mined_anchor_is_the_end)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(900, 876)},
		{.path = chain_after(876),                    .answer = ok("[]")},
		{.path = status_of(876),
	         .answer = ok("{'confirmed':true,'block_height':876}")},
		{0		       },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 25);
	cr_expect_eq(s.asked, 3);
}

Test(esplora_scan, an_anchor_that_a_reorg_took_begins_it_anew)
{
	struct stub_page pages[] = {
		{.path = TXS,            .answer = page(900, 876), .times = 1},
		{.path = chain_after(876),                  .answer = ok("[]")},
		{.path = status_of(876),                      .answer = ok("{'confirmed':false}")},
		{.path = TXS,.answer = page(899, 875)},
		{.path = chain_after(875), .answer = page(874, 870)},
		{0		     },
	};
	struct scan s = look(pages, NULL);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.found.n, 30);
	cr_expect_not(found(&s, 900), "it was read before the reorg");
}

Test(esplora_scan, a_chain_that_never_holds_still_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(900, 876)},
		{.path = chain_after(876),                    .answer = ok("[]")},
		{.path = status_of(876), .answer = ok("{'confirmed':false}")},
		{0		       },
	};
	struct scan s = look(pages, NULL);

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_UNAVAILABLE);
	cr_expect_eq(s.found.n, 0);
	cr_expect(s.asked < 12);
}

Test(esplora_scan, the_first_page_instead_of_the_next_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(900, 876)},
		{.path = chain_after(876),                    .answer = page(900, 876)},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s.found.n, 0, "half of it is nothing");
}

Test(esplora_scan, pages_that_go_round_are_a_fault)
{
	struct stub_page pages[] = {
		{.path = TXS,              .answer = page(900, 876)},
		{.path = chain_after(876),                    .answer = page(800, 776)},
		{.path = chain_after(776), .answer = page(700, 676)},
		{.path = chain_after(676),                    .answer = page(800, 776)},
		{0},
	};
	struct scan s = look(pages, NULL);

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s.asked, 4);
}

Test(esplora_scan, a_web_page_instead_of_a_list_is_a_fault)
{
	struct stub_page pages[] = {
		{.path = TXS, .answer = ok("<!doctype html>")},
		{0          },
	};
	struct scan s = look(pages, id(5));

	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_null(s.next);
}
