/* SPDX-License-Identifier: MIT */
#include "lib/litecoind.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/node_wallet.h"
#include "chain/scan.h"
#include "settings.h"
/*
 * What our own node tells us, from a real one.
 */
enum { FINAL = 8, ROOM = 64 * 1024 * 1024 };

static const struct endpoint *node;
static struct arena *a;

static void set_up(void)
{
	const char *why;

	litecoind_need();
	a = arena_open(ROOM);
	litecoind_start();
	node = node_of(NETWORK_LITECOIN);
	cr_assert(node);
	why = node_wallet_open(a, node, true);
	cr_assert_null(why, "%s", why);
}

TestSuite(litecoind, .init = set_up, .timeout = 120);

static void watch(const char *address)
{
	const char *why = node_wallet_import(a, node, &address, 1);

	cr_assert_null(why, "%s", why);
}

static struct scan run(const char *cursor)
{
	struct scan s = {
		.arena = a,
		.endpoint = node,
		.final = FINAL,
		.cursor = cursor,
	};
	struct scan_limits limits = {
		.wide = 4,
		.deadline_ms = clock_ticks_ms() + 30000,
	};
	struct tip tip = {.endpoint = node};

	scan_tips(a, &tip, 1, &limits);
	cr_assert_eq(tip.height, litecoind_height(), "%s", tip.fault.message);
	s.tip = tip.height;
	scan_run(a, &s, 1, &limits);
	return s;
}

/* It has to end well. */
static struct scan look(const char *cursor)
{
	struct scan s = run(cursor);

	cr_assert(s.is_done, "%s", s.fault.message);
	cr_assert(s.next);
	return s;
}

static const struct chain_credit *find(const struct scan *s, const char *txid)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (!strcmp(s->found.v[i].txid, txid))
			return &s->found.v[i];
	return NULL;
}

static size_t count(const struct scan *s, const char *txid)
{
	size_t n = 0;

	for (size_t i = 0; i < s->found.n; i++)
		n += !strcmp(s->found.v[i].txid, txid);
	return n;
}

static const char *units(const struct chain_credit *c)
{
	char *text = arena_alloc(a, COIN_TEXT, 1);

	coin_print_units(text, c->amount);
	return text;
}

Test(litecoind, a_deposit_is_seen_at_every_depth)
{
	const char *address = litecoind_address("cold"), *txid;
	const struct chain_credit *c;
	struct scan s;

	watch(address);
	s = look(NULL);
	cr_expect_eq(s.found.n, 0);
	txid = litecoind_pay(address, "1.50000001");
	s = look(s.next);
	c = find(&s, txid);
	cr_assert(c);
	cr_expect_str_eq(c->asset->code, "LTC");
	cr_expect_str_eq(c->address, address);
	cr_expect_str_eq(units(c), "150000001");
	cr_expect(!c->is_mined && c->confirmations == 0 && c->height == -1);
	cr_expect_null(c->block_hash);
	for (int depth = 1; depth <= FINAL; depth++) {
		litecoind_mine(1);
		s = look(s.next);
		c = find(&s, txid);
		cr_assert(c, "gone at %d", depth);
		cr_expect_eq(c->confirmations, depth);
		cr_expect_eq(c->height, litecoind_height() - depth + 1);
		cr_expect(c->block_hash);
	}
	/* Mined coins would have to be listed for so long. */
	litecoind_mine((int)network_maturity(NETWORK_LITECOIN));
	s = look(look(s.next).next);
	cr_expect_null(find(&s, txid), "final, and listed for ever");
}

Test(litecoind, blocks_that_came_while_nobody_looked_are_read)
{
	const char *address = litecoind_address("cold"), *first, *last;
	const char *cursor;
	struct scan s;

	watch(address);
	cursor = look(NULL).next;
	first = litecoind_pay(address, "0.1");
	litecoind_mine(40);
	last = litecoind_pay(address, "0.2");
	litecoind_mine(1);
	s = look(cursor);
	cr_assert(find(&s, first) && find(&s, last));
	cr_expect_eq(find(&s, first)->confirmations, 41);
}

Test(litecoind, each_output_of_a_transaction_counts)
{
	const char *one = litecoind_address("cold");
	const char *two = litecoind_address("cold"), *txid;
	struct scan s;

	watch(one);
	watch(two);
	txid = litecoind_ask("miner", "sendmany",
	                     "['',{'%s':0.25,'%s':0.5,'%s':0.75}]", one, two,
	                     litecoind_address("stranger"));
	litecoind_mine(1);
	s = look(NULL);
	cr_assert_eq(s.found.n, 2);
	cr_assert_eq(count(&s, txid), 2);
	cr_expect_str_neq(s.found.v[0].position, s.found.v[1].position);
	cr_expect_eq(s.found.v[0].amount.units + s.found.v[1].amount.units,
	             75000000);
}

Test(litecoind, of_a_replaced_payment_one_is_left)
{
	const char *address = litecoind_address("cold"), *old, *new;
	const json *bumped;
	struct scan s;

	watch(address);
	old = litecoind_ask("miner", "sendtoaddress",
	                    "['%s',0.3,'','',false,true]", address);
	s = look(NULL);
	cr_assert(find(&s, old));
	bumped = litecoind_call("miner", "bumpfee", "['%s',{'fee_rate':200}]",
	                        old);
	cr_assert(json_text(&new, json_member(bumped, "txid")));
	s = look(s.next);
	cr_expect_eq(s.found.n, 0, "either may be mined");
	cr_expect(credits_noted(&s.found, NOTE_CONFLICT, old));
	cr_expect(credits_noted(&s.found, NOTE_CONFLICT, new));
	litecoind_mine(1);
	s = look(s.next);
	cr_expect_eq(s.found.n, 1);
	cr_assert(find(&s, new));
	cr_expect_eq(find(&s, new)->confirmations, 1);
}

static const char *best_block(void)
{
	return litecoind_ask(NULL, "getbestblockhash", "[]");
}

Test(litecoind, a_reorg_moves_a_deposit_to_another_block)
{
	const char *address = litecoind_address("cold"), *txid, *block;
	const struct chain_credit *c;
	struct scan s;

	watch(address);
	txid = litecoind_pay(address, "0.4");
	litecoind_mine(2);
	s = look(NULL);
	cr_assert(find(&s, txid));
	block = arena_text(a, find(&s, txid)->block_hash);
	litecoind_call(NULL, "invalidateblock", "['%s']", block);
	s = look(s.next);
	c = find(&s, txid);
	cr_assert(c, "it is in the mempool again");
	cr_expect_eq(c->confirmations, 0);
	cr_expect_not(c->is_mined);
	litecoind_mine(3);
	s = look(s.next);
	cr_assert_eq(count(&s, txid), 1);
	c = find(&s, txid);
	cr_expect_eq(c->confirmations, 3);
	cr_expect_str_neq(c->block_hash, block);
}

/* The same coins, to a stranger. */
static const char *double_spend(const char *txid)
{
	const json *tx = litecoind_call("miner", "getrawtransaction",
	                                "['%s',true]", txid);
	const json *in = json_first(json_member(tx, "vin")), *is_signed;
	const char *raw, *from;
	int64_t vout;

	cr_assert(json_text(&from, json_member(in, "txid")));
	cr_assert(json_int(&vout, json_member(in, "vout")));
	raw = litecoind_ask("miner", "createrawtransaction",
	                    "[[{'txid':'%s','vout':%" PRId64 "}],"
	                    "[{'%s':49.99}]]",
	                    from, vout, litecoind_address("stranger"));
	is_signed = litecoind_call("miner", "signrawtransactionwithwallet",
	                           "['%s']", raw);
	cr_assert(json_text(&raw, json_member(is_signed, "hex")));
	return raw;
}

Test(litecoind, a_deposit_that_a_reorg_undid_is_not_listed_any_more)
{
	const char *address = litecoind_address("cold"), *txid, *other;
	const char *cursor;
	struct scan s;

	watch(address);
	cursor = look(NULL).next;
	txid = litecoind_pay(address, "0.6");
	other = double_spend(txid);
	litecoind_mine(1);
	s = look(cursor);
	cr_assert(find(&s, txid));
	litecoind_call(NULL, "invalidateblock", "['%s']", best_block());
	for (int i = 0; i < 2; i++)
		litecoind_call(NULL, "generateblock", "['%s',[%s%s%s]]",
		               litecoind_address("miner"), i ? "" : "'",
		               i ? "" : other, i ? "" : "'");
	s = look(s.next);
	cr_expect_null(find(&s, txid));
	cr_expect_eq(s.found.n, 0);
	s = look(NULL);
	cr_expect_null(find(&s, txid));
}

Test(litecoind, a_sweep_does_not_lose_the_deposit)
{
	const char *address = litecoind_address("cold"), *txid;
	struct scan s;

	watch(address);
	txid = litecoind_pay(address, "2");
	litecoind_mine(1);
	litecoind_ask("cold", "sendtoaddress", "['%s',2,'','',true]",
	              litecoind_address("stranger"));
	s = look(NULL);
	cr_assert_eq(s.found.n, 1, "a sweep is no deposit");
	cr_assert(find(&s, txid));
	litecoind_mine(1);
	s = look(s.next);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(find(&s, txid)->confirmations, 2);
	cr_expect_str_eq(units(find(&s, txid)), "200000000");
}

Test(litecoind, it_may_be_started_again_in_the_middle)
{
	const char *address = litecoind_address("cold"), *txid, *cursor;
	struct scan s;

	watch(address);
	cursor = look(NULL).next;
	txid = litecoind_pay(address, "0.7");
	litecoind_mine(1);
	litecoind_stop();
	s = (struct scan){.arena = a, .endpoint = node, .final = FINAL};
	scan_run(a, &s, 1,
	         &(struct scan_limits){.wide = 1, .deadline_ms = INT64_MAX});
	cr_expect_eq(s.fault.kind, FAULT_UNAVAILABLE);
	litecoind_start_again();
	s = look(cursor);
	cr_assert(find(&s, txid));
	/* A node that does not open the wallet by itself is told to. */
	litecoind_call(NULL, "unloadwallet", "['cointill']");
	s = look(s.next);
	cr_expect(find(&s, txid));
}

Test(litecoind, an_address_imported_twice_counts_once)
{
	const char *address = litecoind_address("cold"), *txid, *why;
	struct scan s;

	watch(address);
	txid = litecoind_pay(address, "0.8");
	watch(address);
	why = node_wallet_open(a, node, true);
	cr_assert_null(why, "%s", why);
	litecoind_mine(1);
	watch(address);
	s = look(NULL);
	cr_expect_eq(s.found.n, 1);
	cr_expect_eq(count(&s, txid), 1);
}

static const char **derive(int n)
{
	static const char PLAIN[] =
		"wpkh(tpubD6NzVbkrYhZ4WaWSyoBvQwbpLkojyoTZPRsgXELWz3Popb3qkjcJy"
		"JUGLnL4qHHoQvao8ESaAstxYSnhyswJ76uZPStJRJCTKvosUCJZL5B/*)";
	const char **out = arena_array(a, (size_t)n, const char *);
	const char *descriptor;
	const json *list;
	size_t i = 0;

	list = litecoind_call(NULL, "getdescriptorinfo", "['%s']", PLAIN);
	cr_assert(json_text(&descriptor, json_member(list, "descriptor")));
	list = litecoind_call(NULL, "deriveaddresses", "['%s',%d]", descriptor,
	                      n - 1);
	for (const json *j = json_first(list); j; j = json_next(j))
		cr_assert(json_text(&out[i++], j));
	cr_assert_eq(i, (size_t)n);
	return out;
}

Test(litecoind, many_addresses_are_imported_at_once)
{
	enum { MANY = 250 };
	const char **addresses = derive(MANY);
	const char *why = node_wallet_import(a, node, addresses, MANY);
	struct scan s;

	cr_assert_null(why, "%s", why);
	litecoind_pay(addresses[0], "0.1");
	litecoind_pay(addresses[MANY - 1], "0.2");
	s = look(NULL);
	cr_expect_eq(s.found.n, 2);
}

Test(litecoind, a_wrong_address_is_not_imported_in_silence)
{
	const char *wrong = "rltc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

	cr_expect(node_wallet_import(a, node, &wrong, 1));
}

Test(litecoind, a_cursor_of_another_chain_begins_anew)
{
	const char *address = litecoind_address("cold"), *txid;
	struct scan s;

	watch(address);
	txid = litecoind_pay(address, "0.9");
	litecoind_mine(1);
	s = look("00000000000000000000000000000000000000000000000000000000000"
	         "0dead");
	cr_expect_eq(s.asked, 3);
	cr_expect(find(&s, txid));
	s = look("not a hash \"");
	cr_expect(find(&s, txid));
}

Test(litecoind, a_wallet_with_keys_is_refused)
{
	const char *why;

	cr_assert_null(settings_set("node_wallet", "miner"));
	why = node_wallet_open(a, node, true);
	cr_assert(why);
	cr_expect(strstr(why, "private keys"), "%s", why);
}

/* Only hidden coins: what it pays to others is a peg-out. */
static void fill_hidden_wallet(void)
{
	const char *mweb;

	litecoind_mine(431 - (int)litecoind_height());
	(void)litecoind_address("hidden");
	mweb = litecoind_ask("hidden", "getnewaddress", "['','mweb']");
	litecoind_pay(mweb, "5");
	litecoind_mine(2);
}

Test(litecoind, a_peg_out_of_mweb_counts_once_and_when_it_is_ripe)
{
	const char *address = litecoind_address("cold");
	struct scan s;

	fill_hidden_wallet();
	watch(address);
	litecoind_ask("hidden", "sendtoaddress", "['%s',1.25]", address);
	s = look(NULL);
	cr_expect_eq(s.found.n, 0, "nothing shows before the block");
	litecoind_mine(1);
	s = look(s.next);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.v[0].maturity, PEG_OUT_MATURITY);
	cr_expect_not(credit_is_mature(&s.found.v[0]));
	litecoind_mine(FINAL);
	s = look(s.next);
	cr_assert_eq(s.found.n, 1);
	cr_expect_str_eq(units(&s.found.v[0]), "125000000");
	cr_expect_eq(s.found.v[0].confirmations, FINAL + 1);
}
