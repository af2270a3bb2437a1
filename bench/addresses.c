/* SPDX-License-Identifier: MIT */
/*
 * addresses: what a database of watches is filled with.
 *
 *   addresses TIMES
 *
 * Prints so many addresses of Litecoin's regtest, one a line, each with what
 * it decodes to after a tab.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/derivation.h"
#include "chain/watch.h"

/* Of the test mnemonic that everybody uses: never pay to it. */
static const char KEY[] =
	"tpubDC8msFGeGuwnKG9Upg7DM2b4DaRqg3CUZa5g8v2SRQ6K4NSkxUgd7HsL2XVWbVm39yB"
	"A4LAxysQAm397zwQSQoQgewGiYZqrA9DsP4zbQ1M";

int main(int argc, char **argv)
{
	unsigned long times = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	const struct asset *ltc = asset_find("LTC");
	struct account account;

	must(!account_open(&account, ltc, CHAIN_REGTEST, SCRIPT_P2WPKH, KEY));
	for (unsigned long i = 0; i < times; i++) {
		struct arena *a = arena_open(64 * 1024);
		const char *address;
		struct watch w;

		must(!account_address(&address, a, &account, (uint32_t)i));
		must(!watch_open(&w, ltc, CHAIN_REGTEST, address));
		printf("%s\t%s\n", address, w.hex);
		arena_close(a);
	}
	return 0;
}
