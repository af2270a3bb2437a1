/* SPDX-License-Identifier: MIT */
#include "wallet/wallet.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "settings.h"
#include "wallet/wallets.h"

TestSuite(wallet, .timeout = 120);

static struct buyers *world;

static const char *add(enum network network, const char *key,
                       const char *script)
{
	const struct wallet *w;

	return wallet_add(&w, world->db, world->arena, "cli:test", network, key,
	                  script);
}

static const char *confirm(enum network network, const char *address)
{
	return wallet_confirm(world->db, world->arena, "cli:test", network,
	                      address);
}

static bool can_give(const char *asset)
{
	return wallet_can_give(world->db, world->arena, asset_find(asset));
}

static const char *give(const char *asset)
{
	return wallets_give(asset, wallets_payment(asset));
}

static void expect(const char *asset, const char *address)
{
	const char *got = give(asset);

	cr_assert_not_null(got, "%s has no address", asset);
	cr_assert_str_eq(got, address);
}

Test(wallet, a_key_is_used_once_its_first_address_is_confirmed)
{
	world = buyers_open();
	cr_assert_null(add(NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_expect_not(can_give("BTC"));
	cr_assert_null(give("BTC"));
	cr_assert_not_null(confirm(NETWORK_BITCOIN, BTC_1));
	cr_assert_not_null(confirm(NETWORK_BITCOIN, "bc1qnone"));
	cr_assert_not_null(confirm(NETWORK_LITECOIN, BTC_0));
	cr_assert_null(give("BTC"));
	cr_assert_null(confirm(NETWORK_BITCOIN, BTC_0));
	cr_expect(can_give("BTC"));
	cr_expect_not(can_give("LTC"));
	expect("BTC", BTC_0);
	expect("BTC", BTC_1);
	expect("BTC", BTC_2);
}

Test(wallet, what_is_given_is_written_down_by_what_it_decodes_to)
{
	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	expect("BTC", BTC_0);
	cr_assert_eq(
		test_number(
			"SELECT COUNT(*) FROM own_addresses o"
			" JOIN payments p ON p.id = o.payment_id"
			" JOIN wallets w ON w.id = o.wallet_id"
			" WHERE o.network = 'bitcoin' AND o.address = '" BTC_0
			"' AND o.wallet_index = 0 AND w.next_index = 1"
			" AND o.script ="
			" '0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2'"),
		1);
}

Test(wallet, one_key_serves_every_asset_of_its_network)
{
	world = buyers_open();
	wallets_use(NETWORK_ETHEREUM, ETH_XPUB, ETH_0);
	wallets_use(NETWORK_TRON, TRON_XPUB, TRON_0);
	expect("USDT_ERC20", ETH_0);
	expect("ETH", ETH_1);
	expect("USDT_TRC20", TRON_0);
	cr_expect(can_give("USDC_ERC20"));
	cr_expect_not(can_give("BNB"));
}

Test(wallet, an_address_of_ethereum_is_confirmed_in_any_case)
{
	world = buyers_open();
	cr_assert_null(add(NETWORK_ETHEREUM, ETH_XPUB, NULL));
	cr_assert_null(confirm(NETWORK_ETHEREUM,
	                       "0x9858effd232b4033e47d90003d41ec34ecaeda94"));
	expect("ETH", ETH_0);
}

Test(wallet, keys_that_are_none_are_refused_with_the_reason)
{
	world = buyers_open();
	cr_expect_not_null(add(NETWORK_BITCOIN, "zpub", NULL));
	cr_expect_not_null(add(NETWORK_NONE, BTC_ZPUB, NULL));
	cr_expect_not_null(add(NETWORK_SOLANA, ETH_XPUB, NULL));
	cr_expect_not_null(add(NETWORK_ETHEREUM, BTC_ZPUB, NULL));
	cr_expect_not_null(add(NETWORK_ETHEREUM, ETH_XPUB, "p2wpkh"));
	cr_expect_not_null(add(NETWORK_BITCOIN, BTC_ZPUB, "p2pkh"));
	cr_expect_not_null(add(NETWORK_BITCOIN, BTC_ZPUB, "p2tr"));
	cr_expect_eq(test_number("SELECT COUNT(*) FROM wallets"), 0);
}

Test(wallet, keys_are_of_the_chain_that_is_set)
{
	world = buyers_open();
	settings_set("chain", "test");
	cr_expect_not_null(add(NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_expect_null(add(
		NETWORK_BITCOIN,
		"vpub5Y6cjg78GGuNLsaPhmYsiw4gYX3HoQiRBiSwDaBXKUafCt9bNwWQiitDk5"
		"VZ5BVxYnQdwoTyXSs2JHRPAgjAvtbBrf8ZhDYe2jWAqvZVnsc",
		NULL));
}

Test(wallet, the_same_key_in_other_letters_is_the_same_wallet)
{
	world = buyers_open();
	cr_assert_null(add(NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_assert_null(add(NETWORK_BITCOIN, BTC_ZPUB, NULL));
	cr_assert_null(add(NETWORK_BITCOIN, BTC_XPUB, NULL));
	cr_assert_null(add(NETWORK_BITCOIN, BTC_XPUB, "p2wpkh"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM wallets"), 1);
	/* With another script it has other addresses. */
	cr_assert_null(add(NETWORK_BITCOIN, BTC_XPUB, "p2pkh"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM wallets"), 2);
}

Test(wallet, another_key_takes_over_and_the_first_comes_back_where_it_was)
{
	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	expect("BTC", BTC_0);
	wallets_use(NETWORK_BITCOIN, BTC_YPUB, BTC_Y0);
	expect("BTC", BTC_Y0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM wallets"
	                         " WHERE retired_at IS NULL"),
	             1);
	cr_assert_null(confirm(NETWORK_BITCOIN, BTC_0));
	expect("BTC", BTC_1);
}

Test(wallet, addresses_that_were_imported_are_left_out)
{
	struct slice lines = SLICE(BTC_0 "\n" BTC_2 "\n");

	world = buyers_open();
	(void)pool_import(world->db, world->arena, "cli:test",
	                  asset_find("BTC"), lines, false,
	                  (struct pool_watcher){0});
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	expect("BTC", BTC_1);
	cr_assert_str_neq(give("BTC"), BTC_2);
	cr_assert_eq(test_number("SELECT next_index FROM wallets"), 4);
}

Test(wallet, the_gap_is_counted_from_the_last_that_was_paid)
{
	int64_t second = 0;
	struct wallets all;

	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	for (int i = 0; i < 5; i++) {
		int64_t p = wallets_payment("BTC");

		cr_assert_not_null(wallets_give("BTC", p));
		if (i == 1)
			second = p;
	}
	all = wallet_list(world->db, world->arena);
	cr_assert_eq(all.n, 1);
	cr_assert_eq(wallet_gap(&all.v[0]), 5);
	wallet_paid(world->db, second);
	wallet_paid(world->db, second - 1); /* an older one opens no gap */
	wallet_paid(world->db, 999);
	all = wallet_list(world->db, world->arena);
	cr_assert_eq(all.v[0].paid_index, 1);
	cr_assert_eq(wallet_gap(&all.v[0]), 3);
}

Test(wallet, a_key_at_its_end_leaves_it_to_the_pool)
{
	world = buyers_open();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	test_sql("UPDATE wallets SET next_index = 2147483646,"
	         " paid_index = 2147483645");
	cr_assert_not_null(give("BTC"));
	cr_expect_not(can_give("BTC"));
	cr_assert_null(give("BTC"));
	(void)pool_import(world->db, world->arena, "cli:test",
	                  asset_find("BTC"), SLICE(BTC_Y0), false,
	                  (struct pool_watcher){0});
	expect("BTC", BTC_Y0);
}
