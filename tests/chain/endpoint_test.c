/* SPDX-License-Identifier: MIT */
#include "chain/endpoint.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "settings.h"

static void set(const char *name, const char *value)
{
	const char *why = settings_set(name, value);

	cr_assert_null(why, "%s: %s", name, why);
}

static const char *fault(enum network network, const char *text)
{
	return endpoints_fault(arena_process(), network, text);
}

Test(endpoint, words_are_read_in_their_order)
{
	struct endpoints got;

	set("sources_bitcoin", "bitcoind=http://127.0.0.1:8332/ "
	                       " esplora=https://mempool.space/api");
	got = endpoints_of(NETWORK_BITCOIN);
	cr_assert_eq(got.n, 2);
	cr_expect_str_eq(got.v[0].name, "bitcoin/bitcoind@127.0.0.1:8332");
	cr_expect_str_eq(got.v[0].url, "http://127.0.0.1:8332");
	cr_expect_eq(got.v[0].per_hour, 0);
	cr_expect_str_eq(got.v[1].name, "bitcoin/esplora@mempool.space");
	cr_expect_str_eq(got.v[1].url, "https://mempool.space/api");
	cr_expect_str_eq(got.v[1].host, "mempool.space");
	cr_expect_eq(got.v[1].source, source_find("esplora"));
	cr_expect_eq(got.v[1].per_hour, 3600);
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).v, got.v);
}

Test(endpoint, two_at_one_host_have_two_names)
{
	struct endpoints got;

	set("sources_litecoin",
	    "esplora=http://127.0.0.1:1/a esplora=http://127.0.0.1:1/b "
	    "esplora=http://127.0.0.1:10/c");
	got = endpoints_of(NETWORK_LITECOIN);
	cr_assert_eq(got.n, 3);
	cr_expect_str_eq(got.v[0].name, "litecoin/esplora@127.0.0.1:1");
	cr_expect_str_eq(got.v[1].name, "litecoin/esplora@127.0.0.1:1#2");
	cr_expect_str_eq(got.v[2].name, "litecoin/esplora@127.0.0.1:10");
}

Test(endpoint, wrong_words_are_named)
{
	static const char *const WRONG[] = {
		"https://mempool.space",
		"electrum=https://mempool.space",
		"solana=https://mempool.space",
		"esplora=mempool.space",
		"esplora=ftp://mempool.space",
		"esplora=https://",
		"esplora=https:///api",
		"esplora=https://ann:secret@mempool.space",
		"esplora=https://mempool.space/?key=1",
		"esplora=https://a-name-that-is-far-longer-than-any-column-of-"
		"a-deposit.example",
	};

	for (size_t i = 0; i < sizeof(WRONG) / sizeof(*WRONG); i++) {
		const char *why = fault(NETWORK_BITCOIN, WRONG[i]);

		cr_assert(why, "%s", WRONG[i]);
		cr_expect(strstr(why, WRONG[i]), "%s", why);
	}
	cr_expect_null(fault(NETWORK_BITCOIN, ""));
	cr_expect_null(fault(NETWORK_BITCOIN, " esplora=https://a.b "));
}

Test(endpoint, the_defaults_are_right)
{
	for (enum network n = NETWORK_BITCOIN; n < NETWORK_COUNT; n++)
		cr_expect(endpoints_of(n).n > 0, "%s", network_code(n));
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).n, 3);
	cr_expect_eq(endpoints_of(NETWORK_NONE).n, 0);
}

Test(endpoint, an_operator_may_set_what_a_host_bears)
{
	set("source_budgets", "mempool.space=120/2 api.blockcypher.com=0/1");
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).v[0].per_hour, 120);
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).v[0].burst, 2);
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).v[1].per_hour, 3600);
	cr_expect_eq(endpoints_of(NETWORK_BITCOIN).v[2].per_hour, 0);
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

Test(endpoint, its_key_is_in_a_file_named_after_the_host)
{
	struct arena *a = arena_process();
	char dir[] = "/tmp/cointill-keys-XXXXXX";
	const struct endpoint *e;

	cr_assert(mkdtemp(dir));
	put_file(arena_printf(a, "%s/127.0.0.1:99", dir), "ann:secret\n");
	set("source_key_dir", dir);
	set("sources_bitcoin",
	    "bitcoind=http://127.0.0.1:99 esplora=https://mempool.space");
	e = endpoints_of(NETWORK_BITCOIN).v;
	cr_assert(e[0].key);
	cr_expect_str_eq(e[0].key, "ann:secret");
	cr_expect_null(e[1].key);
	put_file(arena_printf(a, "%s/127.0.0.1:99", dir), "__cookie__:2");
	endpoint_renew(e);
	cr_expect_str_eq(e[0].key, "__cookie__:2");
	unlink(arena_printf(a, "%s/127.0.0.1:99", dir));
	put_file(arena_printf(a, "%s_127.0.0.1_99", dir), "as:systemd");
	endpoint_renew(e);
	cr_expect_str_eq(e[0].key, "as:systemd");
	put_file(arena_printf(a, "%s_127.0.0.1_99", dir), "two\nlines");
	endpoint_renew(e);
	cr_expect_null(e[0].key);
	unlink(arena_printf(a, "%s_127.0.0.1_99", dir));
	rmdir(dir);
}

Test(endpoint, it_is_known_which_coins_a_source_can_tell_of)
{
	set("sources_tron", "");
	set("sources_bsc", "");
	cr_expect(endpoint_knows(asset_find("BTC")));
	cr_expect(endpoint_knows(asset_find("USDT_ERC20")));
	cr_expect_not(endpoint_knows(asset_find("USDT_TRC20")));
	cr_expect_not(endpoint_knows(asset_find("ETH")));
	set("watch_native", "yes");
	cr_expect(endpoint_knows(asset_find("ETH")));
	cr_expect_not(endpoint_knows(asset_find("BNB")));
}
