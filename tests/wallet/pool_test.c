/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "wallet/wallets.h"

TestSuite(pool, .timeout = 120);

static struct buyers *world;

static struct pool_import import(const char *asset, const char *text, bool dry)
{
	return pool_import(world->db, world->arena, "cli:test",
	                   asset_find(asset), slice_text(text), dry,
	                   (struct pool_watcher){0});
}

static int64_t left(enum network network)
{
	return pool_left(world->db, world->arena, network);
}

static const char FILE_OF_ALL[] = "\xef\xbb\xbf" SOL_0 "\r\n"
				  "\n"
				  "# of the second account\n"
				  "  " SOL_1 "\t\n" SOL_0 "\n"
				  "not an address\n"
				  "\x01\xff\n"
				  "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";

static void names_what_is_wrong(const struct pool_import *i)
{
	cr_assert_eq(i->added, 2);
	cr_assert_eq(i->known, 1);
	cr_assert_eq(i->wrong, 3);
	cr_assert_eq(i->n, 4);
	cr_expect_eq(i->lines[0].number, 5);
	cr_expect_str_eq(i->lines[0].address, SOL_0);
	cr_expect_str_eq(i->lines[0].why, "is the address of line 1 again");
	cr_expect_eq(i->lines[1].number, 6);
	cr_expect_eq(i->lines[2].number, 7);
	cr_expect_str_eq(i->lines[2].address, "?");
	cr_expect_eq(i->lines[3].number, 8);
}

Test(pool, a_file_is_taken_line_by_line_and_what_is_left_out_is_named)
{
	struct pool_import i;

	world = buyers_open();
	i = import("SOL", FILE_OF_ALL, true);
	names_what_is_wrong(&i);
	cr_assert_eq(left(NETWORK_SOLANA), 0);
	i = import("SOL", FILE_OF_ALL, false);
	names_what_is_wrong(&i);
	cr_assert_eq(left(NETWORK_SOLANA), 2);
}

Test(pool, a_file_may_be_given_again)
{
	struct pool_import i;

	world = buyers_open();
	(void)import("SOL", SOL_0 "\n", false);
	cr_assert_str_eq(wallets_give("SOL", wallets_payment("SOL")), SOL_0);
	i = import("SOL", SOL_0 "\n" SOL_1 "\n", false);
	cr_assert_eq(i.added, 1);
	cr_assert_eq(i.known, 1);
	cr_expect_str_eq(i.lines[0].why, "was imported before and given out");
	i = import("USDC_SOL", SOL_1 "\n", false);
	cr_assert_eq(i.added, 0);
	cr_expect_str_eq(i.lines[0].why, "was imported before");
	cr_assert_eq(left(NETWORK_SOLANA), 1);
	cr_assert_eq(pool_size(world->db, world->arena, NETWORK_SOLANA), 2);
}

Test(pool, an_address_that_a_key_gave_out_is_not_taken)
{
	struct pool_import i;

	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	(void)wallets_give("BTC", wallets_payment("BTC"));
	i = import("BTC", BTC_0, false);
	cr_assert_eq(i.known, 1);
	cr_expect_str_eq(i.lines[0].why,
	                 "is number 0 of your key, and was given out");
}

Test(pool, spellings_of_one_address_are_one)
{
	struct pool_import i;

	world = buyers_open();
	i = import("ETH",
	           ETH_0 "\n0x9858effd232b4033e47d90003d41ec34ecaeda94\n",
	           false);
	cr_assert_eq(i.added, 1);
	cr_assert_eq(i.known, 1);
}

Test(pool, the_oldest_is_given_first_and_never_again)
{
	int64_t first;

	world = buyers_open();
	(void)import("USDT_SOL", SOL_0 "\n" SOL_1 "\n", false);
	first = wallets_payment("SOL");
	cr_assert_str_eq(wallets_give("SOL", first), SOL_0);
	cr_assert_str_eq(wallets_give("USDC_SOL", wallets_payment("USDC_SOL")),
	                 SOL_1);
	cr_assert_null(wallets_give("SOL", wallets_payment("SOL")));
	cr_assert_not(
		wallet_can_give(world->db, world->arena, asset_find("SOL")));
	cr_assert_eq(buyers_count("SELECT COUNT(*) FROM own_addresses"
	                          " WHERE payment_id = %d",
	                          first),
	             1);
}

Test(pool, an_empty_file_is_nothing)
{
	struct pool_import i;

	world = buyers_open();
	i = import("SOL", "", false);
	cr_assert_eq(i.added + i.known + i.wrong + i.n, 0);
	i = import("SOL", "\n\n#\n", false);
	cr_assert_eq(i.added + i.known + i.wrong + i.n, 0);
}
