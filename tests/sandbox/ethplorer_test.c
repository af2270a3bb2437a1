/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "base/arena.h"
#include "sandbox/chain.h"

static const char ADDRESS[] = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
static const struct seat USDT = {"USDT_ERC20", "ethereum", ADDRESS,
                                 ethplorer_read};

Test(sandbox_ethplorer, a_transfer_is_listed_and_can_be_looked_up)
{
	struct side s = side_open();
	const char *txid = chain_give(&s, &USDT, "25", false);
	int64_t height = chain_mine(&s, "ethereum", 3);
	struct credits read = chain_read(
		&s, &USDT, "GET",
		arena_printf(s.arena,
	                     "/ethplorer/getAddressHistory/%s?apiKey=freekey"
	                     "&type=transfer&limit=100",
	                     ADDRESS),
		"", 0);

	chain_expect(&read, txid, "25000000", 1);
	read = chain_read(
		&s, &USDT, "GET",
		arena_printf(s.arena, "/ethplorer/getTxInfo/%s", txid), "", 0);
	chain_expect(&read, txid, "25000000", 3);
	cr_expect_eq(
		chain_read(&s, &USDT, "GET", "/ethplorer/getLastBlock", "", 0)
			.height,
		height);
	side_close(&s);
}
