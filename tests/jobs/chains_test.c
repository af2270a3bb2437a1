/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "jobs/chained.h"
#include "lib/litecoind.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "settings.h"
#include "wallet/wallet.h"
#include "watch/watched.h"
/*
 * The job chains on a real node of Litecoin, from the address to the credit.
 */
TestSuite(chains, .timeout = 300);

enum { DEPTH = 6, FINAL = 24 };

static struct buyers *world;

static void open_world(void)
{
	litecoind_need();
	world = chained_open();
	litecoind_start();
}

static void open_with_key(void)
{
	open_world();
	chained_key();
}

static void run_times(int n)
{
	for (int i = 0; i < n; i++)
		(void)chained_run();
}

/* --- from the address to the credit -------------------------------------- */

Test(chains, a_transfer_is_seen_gets_deeper_and_is_credited_once)
{
	const struct payment *p;

	open_with_key();
	p = chained_own("LTC", 2500);
	chained_is(p, PAYMENT_OPEN);
	cr_assert(!strncmp(p->address, "rltc1", 5), "%s", p->address);
	(void)chained_run();
	chained_is(p, PAYMENT_OPEN);
	litecoind_pay(p->address, "0.25");
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	cr_expect_eq(chained_in(p, "SEEN"), 1);
	/* The price moves; its own was kept. */
	test_sql("UPDATE rates SET price = '1'");
	for (int depth = 1; depth < DEPTH; depth++) {
		litecoind_mine(1);
		(void)chained_run();
		cr_expect_eq(chained_number("SELECT confirmations"
		                            " FROM deposits"),
		             depth);
		cr_expect_eq(chained_balance(p), 0);
	}
	litecoind_mine(1);
	(void)chained_run();
	chained_is(p, PAYMENT_PAID);
	cr_expect_eq(chained_balance(p), 2500);
	for (int depth = DEPTH; depth < FINAL + 3; depth++) {
		litecoind_mine(1);
		(void)chained_run();
	}
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(test_number("SELECT is_final FROM deposits"), 1);
	chained_audit();
}

Test(chains, an_address_of_the_pool_is_watched_as_well)
{
	const struct payment *p;
	const char *address;

	open_world();
	address = litecoind_address("cold");
	cr_assert_eq(pool_import(world->db, world->arena, "cli:test",
	                         asset_find("LTC"), slice_text(address), false,
	                         (struct pool_watcher){0})
	                     .added,
	             1);
	p = chained_own("LTC", 0);
	cr_assert_str_eq(p->address, address);
	litecoind_pay(address, "0.1");
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_balance(p), 1000);
	/* The operator sweeps it: nothing happens to the buyer. */
	litecoind_call("cold", "sendtoaddress", "['%s',0.05]",
	               litecoind_address("miner"));
	litecoind_mine(1);
	run_times(5);
	litecoind_mine(FINAL);
	run_times(5);
	cr_expect_eq(chained_balance(p), 1000);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	chained_audit();
}

Test(chains, several_outputs_and_transfers_are_each_credited)
{
	const struct payment *p, *q;

	open_with_key();
	p = chained_own("LTC", 2500);
	q = chained_own("LTC", 0);
	litecoind_call("miner", "sendmany", "['',{'%s':0.1,'%s':0.2}]",
	               p->address, q->address);
	litecoind_pay(p->address, "0.15");
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "CREDITED"), 2);
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(chained_balance(q), 2000);
	chained_audit();
}

Test(chains, a_replaced_transfer_is_gone_and_the_new_one_credited)
{
	const struct payment *p;
	const char *old;

	open_with_key();
	p = chained_own("LTC", 2500);
	old = litecoind_ask("miner", "sendtoaddress",
	                    "['%s',0.25,'','',false,true]", p->address);
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	litecoind_call("miner", "bumpfee", "['%s']", old);
	/* Which of the two will be mined is not known yet. */
	run_times(4);
	cr_expect_eq(chained_in(p, "SEEN"), 1);
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "GONE"), 1);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}

/* The sender's coins, to himself; the node drops what it replaces. */
static void take_back(const char *txid)
{
	const json *input =
		json_item(json_member(litecoind_call(NULL, "getrawtransaction",
	                                             "['%s',true]", txid),
	                              "vin"),
	                  0);
	const char *spent, *raw, *whole;
	int64_t vout;

	cr_assert(json_text(&spent, json_member(input, "txid")));
	cr_assert(json_int(&vout, json_member(input, "vout")));
	raw = litecoind_ask(NULL, "createrawtransaction",
	                    "[[{'txid':'%s','vout':%" PRId64
	                    ",'sequence':0}],{'%s':0.1}]",
	                    spent, vout, litecoind_address("miner"));
	cr_assert(json_text(
		&whole,
		json_member(litecoind_call("miner",
	                                   "signrawtransactionwithwallet",
	                                   "['%s']", raw),
	                    "hex")));
	litecoind_call(NULL, "sendrawtransaction", "['%s',0]", whole);
}

Test(chains, replaced_by_one_to_somebody_else_it_is_gone_when_that_is_mined)
{
	const struct payment *p;
	const char *old;

	open_with_key();
	cr_assert_null(settings_set("vanish_seconds", "3600"));
	p = chained_own("LTC", 2500);
	old = litecoind_ask("miner", "sendtoaddress",
	                    "['%s',0.25,'','',false,true]", p->address);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "SEEN"), 1);
	take_back(old);
	litecoind_mine(1);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "GONE"), 1);
	cr_expect_eq(chained_balance(p), 0);
	chained_audit();
}

Test(chains, mined_coins_are_on_their_way_until_they_may_move)
{
	enum { MATURITY = 100 };
	const struct payment *p;

	open_with_key();
	cr_assert_null(settings_set("review_above", "1000000.00"));
	p = chained_own("LTC", 0);
	(void)chained_run();
	litecoind_call(NULL, "generatetoaddress", "[1,'%s']", p->address);
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	litecoind_mine(MATURITY / 2);
	(void)chained_run();
	litecoind_mine(MATURITY / 2 - 2);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "SEEN"), 1);
	cr_expect_eq(chained_number("SELECT confirmations FROM deposits"),
	             MATURITY - 1);
	litecoind_mine(1);
	(void)chained_run();
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	chained_is(p, PAYMENT_PAID);
	chained_audit();
}

/* --- reorganisations ----------------------------------------------------- */

static const char *block_at(int64_t height)
{
	return litecoind_ask(NULL, "getblockhash", "[%" PRId64 "]", height);
}

Test(chains, mined_again_after_a_reorg_it_is_credited_once)
{
	const struct payment *p;
	int64_t from;

	open_with_key();
	p = chained_own("LTC", 2500);
	litecoind_pay(p->address, "0.25");
	from = litecoind_height() + 1;
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_balance(p), 2500);
	litecoind_call(NULL, "invalidateblock", "['%s']", block_at(from));
	run_times(2);
	litecoind_mine(DEPTH + 2);
	run_times(5);
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	chained_audit();
}

static const char *hash_of(const char *txid)
{
	const char *hash;

	cr_assert(json_text(
		&hash, json_member(litecoind_call("miner", "gettransaction",
	                                          "['%s',true]", txid),
	                           "blockhash")));
	return hash;
}

/* Its inputs are spent otherwise on the chain that wins. */
static void lose(const char *txid, int64_t from)
{
	const json *input =
		json_item(json_member(litecoind_call(NULL, "getrawtransaction",
	                                             "['%s',true,'%s']", txid,
	                                             hash_of(txid)),
	                              "vin"),
	                  0);
	const char *spent, *raw, *signed_;
	int64_t vout;

	cr_assert(json_text(&spent, json_member(input, "txid")));
	cr_assert(json_int(&vout, json_member(input, "vout")));
	litecoind_call(NULL, "invalidateblock", "['%s']", block_at(from));
	raw = litecoind_ask(NULL, "createrawtransaction",
	                    "[[{'txid':'%s','vout':%" PRId64 "}],{'%s':0.1}]",
	                    spent, vout, litecoind_address("miner"));
	cr_assert(json_text(
		&signed_,
		json_member(litecoind_call("miner",
	                                   "signrawtransactionwithwallet",
	                                   "['%s']", raw),
	                    "hex")));
	litecoind_call(NULL, "generateblock", "['%s',['%s']]",
	               litecoind_address("miner"), signed_);
}

Test(chains, spent_otherwise_after_its_credit_it_is_taken_back_once)
{
	const struct payment *p;
	const char *txid;
	int64_t from;

	open_with_key();
	p = chained_own("LTC", 2500);
	txid = litecoind_pay(p->address, "0.25");
	from = litecoind_height() + 1;
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_balance(p), 2500);
	lose(txid, from);
	litecoind_mine(DEPTH + 2);
	run_times(2);
	cr_expect_eq(chained_balance(p), 2500, "after two looks");
	run_times(4);
	cr_expect_eq(chained_in(p, "REVERSED"), 1);
	cr_expect_eq(chained_balance(p), 0);
	chained_audit();
}

/* --- a node that comes and goes ------------------------------------------ */

Test(chains, a_node_started_again_goes_on)
{
	const struct payment *p;

	open_with_key();
	p = chained_own("LTC", 2500);
	litecoind_pay(p->address, "0.25");
	litecoind_mine(2);
	(void)chained_run();
	litecoind_stop();
	run_times(3);
	chained_is(p, PAYMENT_CONFIRMING);
	litecoind_start_again();
	test_sql("UPDATE sources SET retry_at = NULL");
	litecoind_mine(DEPTH);
	run_times(2);
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}

/* --- killed -------------------------------------------------------------- */

/* What one round leaves for the worker to do. */
struct round {
	const struct payment *again; /* credited; its transfer became another */
	const struct payment *deep;  /* deep enough now */
	const struct payment *fresh; /* just sent */
};

static struct round prepare(void)
{
	struct round r = {NULL, NULL, NULL};

	/* Rounds before are no work any more. */
	test_sql("UPDATE deposits SET is_final = 1 WHERE state = 'CREDITED'");
	litecoind_mine(7);
	r.again = chained_own("LTC", 2500);
	litecoind_pay(r.again->address, "0.25");
	litecoind_mine(1);
	(void)chained_run();
	cr_assert_eq(chained_in(r.again, "CREDITED"), 1);
	chained_sql("UPDATE deposits SET txid = REVERSE(txid)"
	            " WHERE payment_id = %" PRId64,
	            r.again->id.v);
	r.deep = chained_own("LTC", 2500);
	litecoind_pay(r.deep->address, "0.25");
	litecoind_mine(1);
	r.fresh = chained_own("LTC", 0);
	litecoind_pay(r.fresh->address, "0.25");
	return r;
}

static void expect_done(const struct round *r, unsigned n)
{
	cr_assert_eq(chained_in(r->again, "CREDITED"), 1, "at %u", n);
	cr_assert_eq(chained_in(r->again, "REVERSED"), 1, "at %u", n);
	cr_assert_eq(chained_balance(r->again), 2500, "at %u", n);
	cr_assert_eq(chained_in(r->deep, "CREDITED"), 1, "at %u", n);
	cr_assert_eq(chained_balance(r->deep), 2500, "at %u", n);
	cr_assert_eq(chained_in(r->fresh, "SEEN"), 1, "at %u", n);
	chained_is(r->fresh, PAYMENT_CONFIRMING);
}

Test(chains, a_worker_killed_after_any_statement_loses_and_doubles_nothing)
{
	/* Each of them takes minutes: COINTILL_TEST_EVERY=1 does. */
	const char *every = getenv("COINTILL_TEST_EVERY");
	unsigned n = 1, step = every ? (unsigned)strtoul(every, NULL, 10) : 7;
	bool was_killed = true;

	cr_assert(step > 0);

	cr_assert_null(settings_set("confirmations", "litecoin=1"));
	open_with_key();
	cr_assert_null(settings_set("vanish_looks", "1"));
	for (; was_killed; n += step) {
		struct round r = prepare();

		was_killed = chained_run_killed(n);
		chained_forget_leases();
		(void)chained_run();
		expect_done(&r, n);
	}
	cr_assert_gt(n, 40);
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE state <> 'PAID'"),
	             0);
	chained_audit();
}

Test(chains, two_workers_at_once_double_nothing)
{
	enum { ROUNDS = 8, EACH = 6 };
	const struct payment *p[EACH];

	open_with_key();
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < EACH; i++)
			p[i] = chained_own("LTC", 2500);
		for (int i = 0; i < EACH; i++)
			litecoind_pay(p[i]->address, "0.25");
		litecoind_mine(round % 2 ? DEPTH : DEPTH - 1);
		chained_run_twice();
		litecoind_mine(1);
		chained_run_twice();
		for (int i = 0; i < EACH; i++) {
			cr_assert_eq(chained_in(p[i], "CREDITED"), 1);
			cr_assert_eq(chained_balance(p[i]), 2500);
		}
	}
	chained_audit();
}

/* --- another source, while the node is away ------------------------------ */

/* What the other source knows: shared with its process. */
static struct {
	int64_t tip, height; /* of the one transfer; 0: there is none */
	unsigned asked;      /* for addresses */
} * other;

static const char TXID[] =
	"00000000000000000000000000000000000000000000000000000000000000aa";

static const char *page_of(const char *request)
{
	static char body[1024];
	const char *at = strstr(request, "/address/");
	int len;

	if (!at) {
		snprintf(body, sizeof(body), "%" PRId64, other->tip);
		return body;
	}
	at += strlen("/address/");
	len = (int)strcspn(at, "/");
	other->asked++;
	if (!other->height || strstr(request, "/txs/chain"))
		return "[]";
	snprintf(body, sizeof(body),
	         "[{\"txid\":\"%s\",\"vin\":[],\"vout\":["
	         "{\"scriptpubkey_address\":\"%.*s\",\"value\":25000000}],"
	         "\"status\":{\"confirmed\":true,\"block_height\":%" PRId64
	         ",\"block_hash\":\"%s\",\"block_time\":1}}]",
	         TXID, len, at, other->height, TXID);
	return body;
}

static const char *answer(const char *request)
{
	static char all[2048];
	const char *body = page_of(request);

	snprintf(all, sizeof(all),
	         "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
	         "Connection: close\r\n\r\n%s",
	         strlen(body), body);
	return all;
}

/* The node first, and an Esplora for when it is away. */
static void open_with_other(void)
{
	litecoind_need();
	world = chained_open();
	other = mmap(NULL, sizeof(*other), PROT_READ | PROT_WRITE,
	             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert(other != MAP_FAILED);
	litecoind_start();
	other->tip = litecoind_height();
	cr_assert_null(settings_set("sources_litecoin",
	                            arena_printf(world->arena,
	                                         "bitcoind=http://127.0.0.1:%d"
	                                         " esplora=http://127.0.0.1:%d",
	                                         litecoind_port(),
	                                         stub_start_making(answer))));
	chained_key();
}

/* All may be asked again at once. */
static void rested(void)
{
	test_sql("UPDATE sources SET retry_at = NULL");
}

/* It is seen by the other source, just mined, and then the node is back. */
static const struct payment *seen_elsewhere(void)
{
	const struct payment *p = chained_own("LTC", 2500);

	(void)chained_run();
	litecoind_stop();
	other->tip++;
	other->height = other->tip;
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	cr_assert_eq(chained_number("SELECT COUNT(*) FROM deposits WHERE source"
	                            " LIKE 'litecoin/esplora%%'"),
	             1);
	litecoind_start_again();
	rested();
	return p;
}

Test(chains, without_the_node_another_source_is_asked)
{
	const struct payment *p;

	open_with_other();
	p = seen_elsewhere();
	litecoind_stop();
	rested();
	other->tip += DEPTH;
	test_sql("UPDATE watches SET next_look_at = UTC_TIMESTAMP(3)");
	(void)chained_run();
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}

Test(chains, what_the_node_does_not_know_gets_deeper_elsewhere)
{
	const struct payment *p;
	unsigned asked;

	open_with_other();
	p = seen_elsewhere();
	(void)chained_run();
	chained_is(p, PAYMENT_CONFIRMING);
	other->tip += DEPTH - 1;
	(void)chained_run();
	chained_is(p, PAYMENT_PAID);
	cr_expect_eq(chained_balance(p), 2500);
	asked = other->asked;
	run_times(3);
	cr_expect_eq(other->asked, asked, "it was settled");
	chained_audit();
}

Test(chains, what_vanished_elsewhere_does_not_wait_for_ever)
{
	const struct payment *p;

	open_with_other();
	p = seen_elsewhere();
	other->height = 0;
	run_times(4);
	cr_expect_eq(chained_in(p, "GONE"), 1);
	test_sql("UPDATE payments SET expires_at = UTC_TIMESTAMP(3)");
	(void)chained_run();
	chained_is(p, PAYMENT_EXPIRED);
	chained_audit();
}

Test(chains, a_node_that_lost_its_wallet_takes_nothing_back)
{
	const struct payment *p;

	open_with_key();
	p = chained_own("LTC", 2500);
	litecoind_pay(p->address, "0.25");
	litecoind_mine(DEPTH);
	(void)chained_run();
	cr_expect_eq(chained_balance(p), 2500);
	litecoind_forget_wallet("cointill");
	for (int i = 0; i < 5; i++) {
		rested();
		(void)chained_run();
	}
	cr_expect_eq(chained_balance(p), 2500);
	cr_expect_eq(chained_in(p, "CREDITED"), 1);
	cr_expect_eq(chained_own("LTC", 2500)->state, PAYMENT_FAILED,
	             "an address nobody looks at was shown");
	rested();
	run_times(4);
	cr_expect_eq(chained_balance(p), 2500);
	chained_audit();
}

Test(chains, those_awaited_come_before_those_that_ended)
{
	const struct payment *old, *now;
	struct watched_list due;

	open_with_other();
	old = chained_own("LTC", 2500);
	now = chained_own("LTC", 2500);
	(void)chained_run();
	chained_sql("UPDATE payments SET state = 'EXPIRED', expires_at ="
	            " UTC_TIMESTAMP(3) - INTERVAL 1 DAY WHERE id = %" PRId64,
	            old->id.v);
	chained_sql("UPDATE watches SET next_look_at = next_look_at"
	            " - INTERVAL 30 DAY WHERE payment_id = %" PRId64,
	            old->id.v);
	due = watched_due(world->db, world->arena, NETWORK_LITECOIN, 1);
	cr_assert_eq(due.n, 1);
	cr_expect_eq(due.v[0].payment, now->id.v);
}

/* --- the second witness -------------------------------------------------- */

/* The gateway says that so much was paid, worth ten dollars. */
static void say_paid(const struct payment *p, int64_t units)
{
	chained_sql("UPDATE payments SET state = 'CONFIRMING', said_at ="
	            " UTC_TIMESTAMP(3), said_coin = %" PRId64
	            ", said_credit = 1000 WHERE id = %" PRId64,
	            units, p->id.v);
	chained_sql("UPDATE users SET open_payments = 0 WHERE id = %" PRId64,
	            p->user.v);
}

Test(chains, the_chain_confirms_the_gateway_or_holds_it)
{
	const struct payment *honest, *liar;

	open_world();
	honest = chained_gateway("LTC", litecoind_address("gateway"));
	liar = chained_gateway("LTC", litecoind_address("gateway"));
	(void)chained_run();
	litecoind_pay(honest->address, "0.1");
	litecoind_pay(liar->address, "0.01");
	say_paid(honest, 10000000);
	say_paid(liar, 10000000);
	litecoind_mine(DEPTH - 1);
	(void)chained_run();
	chained_is(honest, PAYMENT_CONFIRMING);
	litecoind_mine(1);
	(void)chained_run();
	chained_is(honest, PAYMENT_PAID);
	chained_is(liar, PAYMENT_REVIEW);
	cr_expect_eq(chained_balance(honest), 1000);
	cr_expect_eq(chained_balance(liar), 0);
	cr_expect_eq(chained_number("SELECT COUNT(*) FROM quarantine"
	                            " WHERE payment_id = %" PRId64,
	                            liar->id.v),
	             1);
}
