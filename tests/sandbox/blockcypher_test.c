/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/chain.h"

static const char ADDRESS[] = "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE";
static const struct seat DOGE = {"DOGE", "dogecoin", ADDRESS, blockcypher_read};

static struct credits account(struct side *s, const char *query, int64_t tip)
{
	return chain_read(s, &DOGE, "GET",
	                  arena_printf(s->arena,
	                               "/blockcypher/doge/addrs/%s?%s", ADDRESS,
	                               query),
	                  "", tip);
}

Test(sandbox_blockcypher, a_receipt_waits_and_then_gains_confirmations)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &DOGE, "50", false);
	struct credits read = account(&s, "limit=200", 0);

	chain_expect(&read, txid, "5000000000", 0);
	for (int n = 1; n <= 3; n++) {
		chain_mine(&s, "dogecoin", 1);
		read = account(&s, "limit=200", 0);
		chain_expect(&read, txid, "5000000000", n);
	}
	side_close(&s);
}

Test(sandbox_blockcypher, a_transaction_says_where_its_coins_come_from)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &DOGE, "50", false);
	const char *path =
		arena_printf(s.arena, "/blockcypher/doge/txs/%s", txid);
	struct credits read = chain_read(&s, &DOGE, "GET", path, "", 0);

	cr_expect_str_eq(read.txid, txid);
	cr_expect_eq(read.maturity, 0);
	cr_expect_eq(side_ask(&s, "GET", "/blockcypher/doge/txs/aa", "").status,
	             404);
	side_close(&s);
}

Test(sandbox_blockcypher, an_address_without_history_has_no_rows)
{
	struct side s = side_open();
	struct credits read = account(&s, "limit=200", 0);

	cr_expect_eq(read.rows, 0);
	cr_expect_eq(side_ask(&s, "GET", "/blockcypher/doge/addrs/nonsense", "")
	                     .status,
	             404);
	side_close(&s);
}

Test(sandbox_blockcypher, a_page_ends_where_a_block_ends)
{
	struct side s = side_open();
	struct credits read;

	chain_give(&s, &DOGE, "50", false);
	chain_mine(&s, "dogecoin", 1);
	for (int i = 0; i < 3; i++)
		chain_give(&s, &DOGE, "60", false);
	chain_mine(&s, "dogecoin", 1);
	read = account(&s, "limit=2", 0);
	cr_assert_eq(read.n, 3);
	cr_assert(read.next);
	read = account(
		&s, arena_printf(s.arena, "limit=2&before=%s", read.next), 0);
	cr_expect_eq(read.n, 1);
	cr_expect_null(read.next);
	side_close(&s);
}

Test(sandbox_blockcypher, the_chain_tells_its_height)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "dogecoin", 2);

	cr_expect_eq(
		chain_read(&s, &DOGE, "GET", "/blockcypher/doge", "", 0).height,
		height);
	side_close(&s);
}
