/* SPDX-License-Identifier: MIT */
#include "open.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "open_fault.h"

TestSuite(open_fault, .timeout = 20);

/* What settings_read says of a file with these lines; "" when they are good. */
static char said[4096];

static bool reads(const char *lines)
{
	char path[] = "/tmp/ct-conf-XXXXXX";
	int fd = mkstemp(path);
	FILE *out, *err = fmemopen(said, sizeof(said), "w");
	bool good;

	memset(said, 0, sizeof(said));
	cr_assert(fd >= 0 && err);
	out = fdopen(fd, "w");
	fputs(lines, out);
	fclose(out);
	good = settings_read(path, open_fault, err);
	fclose(err);
	unlink(path);
	return good;
}

#define REFUSES(lines, reason)                               \
	do {                                                 \
		cr_expect_not(reads(lines), "%s", lines);    \
		cr_expect(strstr(said, reason), "%s", said); \
	} while (0)

Test(open_fault, the_line_the_setting_and_the_word_are_named)
{
	REFUSES("# my shop\nshop_name = Ann\nchain = tset\n",
	        ", line 3: chain: tset: it is main, test or regtest\n");
	REFUSES("sources_litecoin = esplora=https://a.b solana=https://c.d\n",
	        ", line 1: sources_litecoin: solana=https://c.d: that kind of "
	        "source does not know this network\n");
	REFUSES("page_size = many\n", ", line 1: page_size: not a whole");
}

Test(open_fault, every_line_that_is_wrong_is_told)
{
	REFUSES("chain = tset\npage_size = 9\nno such line\ncoins = BTC XRP\n",
	        ", line 1: chain: tset");
	cr_expect(strstr(said, ", line 3: expected"), "%s", said);
	cr_expect(strstr(said, ", line 4: coins: XRP"), "%s", said);
	cr_expect_not(strstr(said, "line 2"), "%s", said);
}

Test(open_fault, each_list_knows_its_words)
{
	REFUSES("confirmations = bitcoin=2 litcoin=6", "litcoin=6: there is");
	REFUSES("confirmations = bitcoin", "bitcoin: it is not NETWORK=");
	REFUSES("confirmations = bitcoin=0", "from 1 to 10000");
	REFUSES("confirmations = bitcoin=2,litecoin=6", "from 1 to 10000");
	REFUSES("confirmations = bitcoin=10001", "from 1 to 10000");
	REFUSES("source_budgets = mempool.space=many", "CALLS_AN_HOUR");
	REFUSES("source_budgets = mempool.space=10/0", "CALLS_AN_HOUR");
	REFUSES("source_budgets = mempool.space", "it is not HOST=");
	REFUSES("source_budgets = https://a.b=10/1", "without http://");
	REFUSES("own_coins = BTC XRP", "own_coins: XRP: there is no such coin");
	REFUSES("coins = BTC btc", "coins: btc: there is no such coin");
	REFUSES("price_sources = kraken,mtgox", "mtgox: there is no such");
	REFUSES("sources_tron = trongrid=https://ann:key@a.b", "a login");
	REFUSES("sources_bsc = evm=http://10.0.0.1:8545", "127.0.0.1 alone");
	REFUSES("sources_bsc = https://a.b", "it is not KIND=URL");
}

Test(open_fault, a_line_that_is_cut_off_is_not_believed)
{
	struct arena *a = arena_process();
	char *line = arena_array(a, 6000, char);

	memset(line, 'a', 5999);
	memcpy(line, "shop_name = ", 12);
	REFUSES(line, "line 1: the line is too long");
}

Test(open_fault, what_is_right_passes)
{
	cr_expect(reads("chain = regtest\n"
	                "sources_bitcoin = bitcoind=http://127.0.0.1:18443\n"
	                "sources_tron =\n"
	                "source_budgets = api.trongrid.io=0/5 127.0.0.1:8=9/1\n"
	                "confirmations = bitcoin=1  tron=20\n"
	                "own_coins = BTC, LTC\n"
	                "price_sources = coinbase kraken\n"),
	          "%s", said);
	cr_expect_str_eq(setting_text(SET_CHAIN), "regtest");
}

Test(open_fault, the_sample_passes)
{
	const char *top = getenv("srcdir");
	const char *path = arena_printf(
		arena_process(), "%s/docs/cointill.conf", top ? top : ".");

	cr_expect(settings_read(path, open_fault, stderr));
}

/* What is printed as a default could be written into the file. */
Test(open_fault, every_default_passes)
{
	for (enum setting s = 0; s < SETTING_COUNT; s++) {
		const char *why = NULL;

		if (s == SET_COINS || s == SET_CONFIRMATIONS ||
		    s == SET_PRICE_SOURCES || s == SET_CHAIN ||
		    (s >= SET_SOURCES_BITCOIN && s <= SET_SOURCES_TRON))
			why = open_fault(arena_process(), s, setting_text(s));
		cr_expect_null(why, "%s", why);
	}
}
