/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "bitcoind-rpc",
	.read = bitcoind_read,
	.watched = {{"LTC", "rltc1qxu3q47wsrek42lxcw4tl57c08tqytnkngaghke",
                     CHAIN_REGTEST},
                    {"LTC", "rltc1qge67cxx6mjswu8p9tnxgz8v6f5fpa7duc5xp0w",
                     CHAIN_REGTEST},
                    {"LTC", "rltc1qzzsys7zyw28yc82zauqvnwq3t07ekge672pz7t",
                     CHAIN_REGTEST},
                    {"LTC", "rltc1qjjjsd2xnsguht6r95vgszdnajvmw0vlr2n8rxk",
                     CHAIN_REGTEST},
                    {"LTC", "rltc1quxttzadumfhz77eaf8m2534answnfnzy9qaqfs",
                     CHAIN_REGTEST},
                    {"LTC", "rltc1qjatjanjq4yvv8rc0hyrn36hyzhmgpzsfpycy7p",
                     CHAIN_REGTEST}},
	.elsewhere = {NULL                    },
};

Test(bitcoind, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 47);
}

#define OURS  "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
#define TXID  "dd6fb4ed80de9ee1a52283c7861a76fe3c558d0afa8edeadc4bd0e251b4b87b0"
#define OTHER "19433994620730c50f33ba4657289c5996a1d8e5c067b7cc88abb83ea48a9f0f"
#define ROW(category, amount, more)                                        \
	"{'address':'" OURS "','category':'" category "','amount':" amount \
	",'txid':'" TXID "'" more "}"
#define LIST(rows)                         \
	"{'result':{'transactions':[" rows \
	"],'removed':[],'lastblock':'" OTHER "'},'error':null,'id':1}"

static struct asked asked(const char *body)
{
	return ask(bitcoind_read, "LTC", OURS, 0, body);
}

Test(bitcoind, a_row_without_an_output_number_is_not_booked)
{
	struct asked r =
		asked(LIST(ROW("receive", "1.50000000", ",'confirmations':9")));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(bitcoind, a_matured_peg_out_is_booked)
{
	struct asked r = asked(LIST(
		ROW("hogex", "1.50000000", ",'confirmations':9,'vout':1")));

	cr_assert_eq(r.got.n, 1);
	cr_expect(coin_cmp(r.got.v[0].amount, (struct coin){150000000}) == 0);
}

static int64_t maturity_in(const char *asset, const char *address,
                           const char *category, const char *more)
{
	struct asked r =
		ask(bitcoind_read, asset, address, 0,
	            arena_printf(
			    arena_process(),
			    LIST("{'address':'%s','category':'%s','amount':1.5,"
	                         "'txid':'" TXID "','vout':0,"
	                         "'confirmations':150%s}"),
			    address, category, more));

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 1, "%s", category);
	return r.got.v[0].maturity;
}

Test(bitcoind, mined_coins_and_peg_outs_say_what_they_wait_for)
{
	static const char DOGE[] = "DPo478A7r6mMDTyxiHuB53EXuxTA91Rkmt";
	static const char MINT[] = ",'generated':true";

	cr_expect_eq(maturity_in("LTC", OURS, "receive", ""), 0);
	cr_expect_eq(maturity_in("LTC", OURS, "generate", MINT), 100);
	cr_expect_eq(maturity_in("LTC", OURS, "immature", MINT), 100);
	cr_expect_eq(maturity_in("LTC", OURS, "immature", ""), 6);
	cr_expect_eq(maturity_in("LTC", OURS, "hogex", ""), 6);
	cr_expect_eq(maturity_in("DOGE", DOGE, "immature", ""), 240);
	cr_expect_eq(maturity_in("DOGE", DOGE, "generate", ""), 240);
}

/* An orphan's coins are nobody's. */
Test(bitcoind, of_a_block_that_lost_nothing_is_booked)
{
	struct asked r = asked(
		LIST(ROW("orphan", "1.5",
	                 ",'confirmations':0,'vout':0,'generated':true")));

	cr_expect_null(r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(bitcoind, what_our_own_wallet_sends_is_no_deposit)
{
	struct asked r = asked(LIST(
		ROW("receive", "1.5", ",'confirmations':9,'vout':1") "," ROW(
			"send", "-2.5", ",'confirmations':9,'vout':0")));

	cr_expect_null(r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_OWN, TXID));
}

Test(bitcoind, a_conflicted_or_abandoned_row_is_not_booked)
{
	cr_expect_eq(asked(LIST(ROW("receive", "1.5",
	                            ",'confirmations':-1,'vout':1")))
	                     .got.n,
	             0);
	cr_expect_eq(asked(LIST(ROW("receive", "1.5",
	                            ",'confirmations':0,'vout':1,"
	                            "'abandoned':true")))
	                     .got.n,
	             0);
}

static bool is_noted(const char *more, enum chain_note_kind kind)
{
	struct asked r = asked(
		arena_printf(arena_process(),
	                     LIST(ROW("receive", "1.5", ",'vout':1%s")), more));

	cr_assert_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0, "%s", more);
	return credits_noted(&r.got, kind, TXID);
}

Test(bitcoind, what_its_coins_are_spent_without_is_replaced)
{
	cr_expect(is_noted(",'confirmations':-1", NOTE_REPLACED));
	cr_expect(
		is_noted(",'confirmations':0,'abandoned':true", NOTE_REPLACED));
	cr_expect(is_noted(",'confirmations':0,'walletconflicts':['" OTHER
	                   "'],'mempoolconflicts':['" OTHER "']",
	                   NOTE_REPLACED));
	/* Older nodes do not say which of the two it is. */
	cr_expect(is_noted(",'confirmations':0,'walletconflicts':['" OTHER "']",
	                   NOTE_CONFLICT));
}

Test(bitcoind, the_one_that_replaces_is_on_its_way)
{
	struct asked r = asked(LIST(ROW("receive", "1.5",
	                                ",'confirmations':0,'vout':1,"
	                                "'walletconflicts':['" OTHER
	                                "'],'mempoolconflicts':[]")));

	cr_expect_eq(r.got.n, 1);
}

Test(bitcoind, without_a_height_it_is_counted_from_the_tip)
{
	static const char OLD[] =
		LIST(ROW("receive", "1.5", ",'confirmations':9,'vout':1"));

	cr_expect_eq(ask(bitcoind_read, "LTC", OURS, 100, OLD).got.v[0].height,
	             92);
	cr_expect_eq(asked(OLD).got.v[0].height, -1);
}

Test(bitcoind, a_node_of_old_that_is_behind_its_headers_says_so)
{
	static const char BEHIND[] =
		"{'result':{'blocks':100,'headers':%d},'error':null,'id':1}";
	struct arena *a = arena_process();

	cr_expect(asked(arena_printf(a, BEHIND, 5000)).got.is_unknown);
	cr_expect_not(asked(arena_printf(a, BEHIND, 101)).got.is_unknown);
}

Test(bitcoind, a_mined_transaction_outlives_its_conflicts)
{
	struct asked r = asked(LIST(ROW("receive", "1.5",
	                                ",'confirmations':1,'vout':1,"
	                                "'walletconflicts':['" OTHER "']")));

	cr_expect_eq(r.got.n, 1);
}

Test(bitcoind, more_than_eight_decimals_are_passed_over)
{
	struct asked r = asked(LIST(
		ROW("receive", "1.500000001", ",'confirmations':1,'vout':1")));

	cr_expect_null(r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_unread(&r.got, TXID));
}

Test(bitcoind, a_node_that_warms_up_is_asked_again)
{
	struct asked r = asked("{'result':null,'error':{'code':-28,'message':"
	                       "'Loading block index...'},'id':1}");

	cr_expect_eq(r.got.fault.kind, FAULT_UNAVAILABLE);
	cr_expect(r.got.fault.retry);
}
