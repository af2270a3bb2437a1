/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"
#include "sandbox/chain.h"

static const char ADDRESS[] = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
static const struct seat BTC = {"BTC", "bitcoin", ADDRESS, esplora_read};
static const struct seat LTC = {"LTC", "litecoin",
                                "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
                                esplora_read};

static struct credits txs(struct side *s, int64_t tip)
{
	return chain_read(
		s, &BTC, "GET",
		arena_printf(s->arena, "/btc/api/address/%s/txs", ADDRESS), "",
		tip);
}

static int64_t tip(struct side *s)
{
	struct said said = side_ask(s, "GET", "/btc/api/blocks/tip/height", "");
	int64_t height;

	cr_assert_null(esplora_read_height(&height, said.body));
	return height;
}

static const char *hash_at(struct side *s, int64_t height)
{
	struct said said =
		side_ask(s, "GET",
	                 arena_printf(s->arena, "/btc/api/block-height/%lld",
	                              (long long)height),
	                 "");
	const char *hash;

	cr_assert_null(esplora_read_hash(&hash, s->arena, said.body));
	return hash;
}

static bool is_best(struct side *s, const char *hash)
{
	struct said said = side_ask(
		s, "GET",
		arena_printf(s->arena, "/btc/api/block/%s/status", hash), "");
	bool is;

	cr_assert_null(esplora_read_block_status(&is, s->arena, said.body));
	return is;
}

Test(sandbox_esplora, a_transfer_waits_and_then_gains_confirmations)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "0.015", false);
	struct credits read = txs(&s, tip(&s));

	chain_expect(&read, txid, "1500000", 0);
	cr_expect_not(read.v[0].is_mined);
	for (int n = 1; n <= 3; n++) {
		int64_t height = chain_mine(&s, "bitcoin", 1);

		cr_expect_eq(tip(&s), height);
		read = txs(&s, height);
		chain_expect(&read, txid, "1500000", n);
		cr_expect_str_eq(read.v[0].block_hash,
		                 hash_at(&s, read.v[0].height));
	}
	side_close(&s);
}

Test(sandbox_esplora, it_reads_as_recorded)
{
	struct side s = side_open();

	chain_give(&s, &BTC, "0.015", false);
	said_like(
		side_ask(&s, "GET",
	                 arena_printf(s.arena, "/btc/api/address/%s", ADDRESS),
	                 ""),
		fixture(s.arena, "fixtures/esplora/address_active.json"),
		s.arena);
	side_close(&s);
}

Test(sandbox_esplora, two_outputs_of_one_transaction_are_two_credits)
{
	struct side s = side_open();
	struct credits read;

	chain_send(
		&s, "BTC",
		arena_printf(s.arena, "%s%%3D0.1 %s%%3D0.2", ADDRESS, ADDRESS));
	read = txs(&s, chain_mine(&s, "bitcoin", 1));
	cr_assert_eq(read.n, 2);
	cr_expect_eq(read.rows, 1);
	cr_expect_str_neq(read.v[0].position, read.v[1].position);
	side_close(&s);
}

Test(sandbox_esplora, a_long_history_is_walked_page_by_page)
{
	struct side s = side_open();
	struct credits read;
	int64_t height;

	for (int i = 0; i < 30; i++)
		chain_give(&s, &BTC, "0.01", false);
	height = chain_mine(&s, "bitcoin", 1);
	read = txs(&s, height);
	cr_assert_eq(read.n, 25);
	cr_assert(read.next);
	read = chain_read(&s, &BTC, "GET",
	                  arena_printf(s.arena,
	                               "/btc/api/address/%s/txs/chain/%s",
	                               ADDRESS, read.next),
	                  "", height);
	cr_expect_eq(read.n, 5);
	cr_expect_null(read.next);
	side_close(&s);
}

Test(sandbox_esplora, one_transaction_can_be_asked_for)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "0.015", false);
	int64_t height = chain_mine(&s, "bitcoin", 2);
	char *uri = arena_printf(s.arena, "/btc/api/tx/%s", txid);
	struct credits read = chain_read(&s, &BTC, "GET", uri, "", height);

	chain_expect(&read, txid, "1500000", 2);
	read = chain_read(&s, &BTC, "GET",
	                  arena_printf(s.arena, "%s/status", uri), "", height);
	cr_expect_eq(read.height, height - 1);
	cr_expect_eq(side_ask(&s, "GET", "/btc/api/tx/00", "").status, 404);
	side_close(&s);
}

Test(sandbox_esplora, litecoin_speaks_it_too)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &LTC, "2", false);
	int64_t height = chain_mine(&s, "litecoin", 6);
	struct credits read = chain_read(
		&s, &LTC, "GET",
		arena_printf(s.arena, "/ltc/api/address/%s/txs", LTC.address),
		"", height);

	chain_expect(&read, txid, "200000000", 6);
	side_close(&s);
}

/* --- what can go wrong --------------------------------------------------- */

Test(sandbox_reorg, the_same_transfers_are_in_other_blocks)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", false), *before;
	int64_t height = chain_mine(&s, "bitcoin", 2);
	struct credits read = txs(&s, height);

	before = read.v[0].block_hash;
	cr_expect(is_best(&s, before));
	chain_fault(&s, "do=reorg&network=bitcoin&n=2");
	read = txs(&s, height);
	chain_expect(&read, txid, "100000000", 2);
	cr_expect_str_neq(read.v[0].block_hash, before);
	cr_expect_not(is_best(&s, before));
	cr_expect(is_best(&s, read.v[0].block_hash));
	side_close(&s);
}

Test(sandbox_reorg, what_is_deeper_stays_as_it_was)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "bitcoin", 5);
	const char *deep = hash_at(&s, height - 2);
	const char *shallow = hash_at(&s, height - 1);

	chain_fault(&s, "do=reorg&network=bitcoin&n=2");
	cr_expect_str_eq(hash_at(&s, height - 2), deep);
	cr_expect_str_neq(hash_at(&s, height - 1), shallow);
	side_close(&s);
}

Test(sandbox_reorg, a_dropped_transfer_is_gone)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", false);
	int64_t height = chain_mine(&s, "bitcoin", 1);

	cr_assert_eq(txs(&s, height).n, 1);
	chain_fault(&s, "do=reorg&network=bitcoin&n=1&option=drop");
	cr_expect_eq(txs(&s, height).n, 0);
	cr_expect_eq(side_ask(&s, "GET",
	                      arena_printf(s.arena, "/btc/api/tx/%s", txid), "")
	                     .status,
	             404);
	side_close(&s);
}

Test(sandbox_reorg, a_moved_transfer_waits_again_and_is_mined_later)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", false);
	int64_t height = chain_mine(&s, "bitcoin", 1);
	struct credits read;

	chain_fault(&s, "do=reorg&network=bitcoin&n=1&option=move");
	read = txs(&s, height);
	chain_expect(&read, txid, "100000000", 0);
	height = chain_mine(&s, "bitcoin", 2);
	read = txs(&s, height);
	chain_expect(&read, txid, "100000000", 1);
	side_close(&s);
}

Test(sandbox_replacement, less_comes_under_another_id)
{
	struct side s = side_open();
	const char *old = chain_give(&s, &BTC, "1", true);
	struct said said =
		chain_fault(&s, "do=replacement&network=bitcoin&option=less");
	const char *txid = said_member(said, "txid");
	struct credits read = txs(&s, tip(&s));

	cr_assert(txid);
	cr_expect_str_neq(txid, old);
	chain_expect(&read, txid, "50000001", 0);
	side_close(&s);
}

Test(sandbox_replacement, elsewhere_nothing_is_left)
{
	struct side s = side_open();

	chain_give(&s, &BTC, "1", true);
	chain_fault(&s, "do=replacement&network=bitcoin&option=elsewhere");
	cr_expect_eq(txs(&s, tip(&s)).n, 0);
	side_close(&s);
}

Test(sandbox_replacement, what_is_mined_stays)
{
	struct side s = side_open();

	chain_give(&s, &BTC, "1", false);
	chain_mine(&s, "bitcoin", 1);
	cr_expect_eq(chain_fault(&s, "do=replacement&network=bitcoin").status,
	             409);
	side_close(&s);
}

Test(sandbox_replacement, what_is_held_back_waits_until_it_is_released)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", true);
	struct credits read = txs(&s, chain_mine(&s, "bitcoin", 5));

	chain_expect(&read, txid, "100000000", 0);
	chain_fault(&s, "do=release&network=bitcoin");
	read = txs(&s, chain_mine(&s, "bitcoin", 1));
	chain_expect(&read, txid, "100000000", 1);
	side_close(&s);
}

Test(sandbox_lag, a_chain_is_behind_until_it_is_healed)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", false);
	int64_t height = chain_mine(&s, "bitcoin", 2);
	struct credits read;

	chain_fault(&s, "do=lag&network=bitcoin&n=2");
	cr_expect_eq(tip(&s), height - 2);
	read = txs(&s, height - 2);
	chain_expect(&read, txid, "100000000", 0);
	chain_fault(&s, "do=heal&network=bitcoin");
	cr_expect_eq(tip(&s), height);
	side_close(&s);
}

Test(sandbox_lag, without_a_number_it_stands_still)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "bitcoin", 1);

	chain_fault(&s, "do=lag&network=bitcoin");
	cr_expect_eq(chain_mine(&s, "bitcoin", 7), height);
	chain_fault(&s, "do=heal&network=bitcoin");
	cr_expect_eq(tip(&s), height + 7);
	side_close(&s);
}

Test(sandbox_lag, a_tip_that_went_back_grows_again)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &BTC, "1", false);
	int64_t height = chain_mine(&s, "bitcoin", 2);
	struct credits read;

	chain_fault(&s, "do=tip_back&network=bitcoin&n=3");
	cr_expect_eq(tip(&s), height - 3);
	read = txs(&s, height - 3);
	chain_expect(&read, txid, "100000000", 0);
	cr_expect_eq(chain_mine(&s, "bitcoin", 3), height);
	read = txs(&s, height);
	chain_expect(&read, txid, "100000000", 2);
	side_close(&s);
}
