/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/chain.h"

static const char ADDRESS[] = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
static const struct seat USDT = {"USDT_TRC20", "tron", ADDRESS, trongrid_read};

static struct credits list(struct side *s, const char *query)
{
	return chain_read(s, &USDT, "GET",
	                  arena_printf(s->arena,
	                               "/tron/v1/accounts/%s/transactions/"
	                               "trc20?only_to=true&order_by="
	                               "block_timestamp,asc&contract_address="
	                               "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t%s",
	                               ADDRESS, query),
	                  "", 0);
}

static struct credits info(struct side *s, const char *where, const char *txid,
                           int64_t tip)
{
	return chain_read(
		s, &USDT, "POST",
		arena_printf(s->arena, "/tron/%s/gettransactioninfobyid",
	                     where),
		arena_printf(s->arena, "{\"value\":\"%s\"}", txid), tip);
}

Test(sandbox_trongrid, a_transfer_is_pending_until_it_is_solid)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDT, "25", false);
	struct credits read;
	int64_t height;

	cr_expect_eq(list(&s, "").rows, 0);
	height = chain_mine(&s, "tron", 1);
	read = list(&s, "");
	cr_expect_eq(read.n, 0);
	cr_expect(credits_noted(&read, NOTE_PENDING, txid));
	cr_expect_eq(list(&s, "&only_confirmed=true").rows, 0);
	read = info(&s, "wallet", txid, height);
	chain_expect(&read, txid, "25000000", 1);
	cr_expect(info(&s, "walletsolidity", txid, height).is_unknown);
	side_close(&s);
}

Test(sandbox_trongrid, what_is_solid_is_everywhere)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDT, "25", false);
	int64_t height = chain_mine(&s, "tron", 19);
	struct credits read = list(&s, "&only_confirmed=true");

	chain_expect(&read, txid, "25000000", 19);
	cr_expect(read.v[0].needs_look);
	read = info(&s, "walletsolidity", txid, height);
	chain_expect(&read, txid, "25000000", 19);
	side_close(&s);
}

Test(sandbox_trongrid, pages_follow_each_other)
{
	struct side s = side_open();
	struct credits read;

	for (int i = 0; i < 3; i++)
		chain_give(&s, &USDT, "1", false);
	chain_mine(&s, "tron", 19);
	read = list(&s, "&limit=2");
	cr_assert_eq(read.n, 2);
	cr_assert(read.next);
	read = list(&s, arena_printf(s.arena, "&limit=2&fingerprint=%s",
	                             read.next));
	cr_expect_eq(read.n, 1);
	cr_expect_null(read.next);
	side_close(&s);
}

Test(sandbox_trongrid, what_is_older_is_left_out)
{
	struct side s = side_open();

	chain_give(&s, &USDT, "1", false);
	chain_mine(&s, "tron", 19);
	cr_expect_eq(list(&s, "&min_timestamp=1").n, 1);
	cr_expect_eq(list(&s, "&min_timestamp=9999999999999").rows, 0);
	side_close(&s);
}

Test(sandbox_trongrid, the_newest_block_and_the_solid_one)
{
	struct side s = side_open();
	int64_t height = chain_mine(&s, "tron", 1);

	cr_expect_eq(chain_read(&s, &USDT, "POST", "/tron/wallet/getnowblock",
	                        "{}", 0)
	                     .height,
	             height);
	cr_expect_eq(chain_read(&s, &USDT, "POST",
	                        "/tron/walletsolidity/getnowblock", "{}", 0)
	                     .height,
	             height - 18);
	side_close(&s);
}

Test(sandbox_trongrid, logs_can_be_asked_for_as_on_ethereum)
{
	static const struct seat LOGS = {"USDT_TRC20", "tron", ADDRESS,
	                                 evm_read};
	struct side s = side_open();
	struct credits read;

	chain_give(&s, &USDT, "25", false);
	chain_mine(&s, "tron", 1);
	read = chain_read(&s, &LOGS, "POST", "/tron/jsonrpc",
	                  "{\"id\":1,\"method\":\"eth_getLogs\",\"params\":["
	                  "{\"fromBlock\":\"latest\",\"address\":[\"0xa614f803"
	                  "b6fd780986a42c78ec9c7f77e6ded13c\"]}]}",
	                  0);
	cr_expect_eq(read.rows, 1);
	side_close(&s);
}
