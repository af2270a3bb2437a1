/* SPDX-License-Identifier: MIT */
/*
 * derive: how many receive addresses a second one process makes of a public
 * key, for a coin of each kind.
 *
 *   derive [TIMES]
 *
 * Built and run by hand, after make:
 *
 *   gcc -std=c17 -O2 -D_GNU_SOURCE -Isrc bench/derive.c build/libcointill.a \
 *       -lsecp256k1 -lcrypto -o build/derive && build/derive
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "chain/derivation.h"

/* Of the test mnemonic that everybody uses: never pay to it. */
static const char KEY[] =
	"xpub6CatWdiZiodmUeTDp8LT5or8nmbKNcuyvz7WyksVFkKB4RHwCD3XyuvPEbvqAQY3rA"
	"PshWcMLoP2fMFMKHPJ4ZeZXYVUhLv1VMrjPC7PW6V";

static int64_t per_second(const char *code, enum script_kind script,
                          uint32_t times)
{
	const char *address, *why;
	struct account account;
	int64_t from;

	why = account_open(&account, asset_find(code), CHAIN_MAIN, script, KEY);
	must(!why);
	from = clock_ticks_ms();
	for (uint32_t i = 0; i < times; i++) {
		struct arena *a = arena_open(64 * 1024);

		must(!account_address(&address, a, &account, i));
		arena_close(a);
	}
	return (int64_t)times * 1000 / (clock_ticks_ms() - from + 1);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *code;
		enum script_kind script;
		const char *words;
	} ALL[] = {
		{"BTC", SCRIPT_P2PKH,       "P2PKH"      },
		{"BTC", SCRIPT_P2SH_P2WPKH, "P2SH-P2WPKH"},
		{"BTC", SCRIPT_P2WPKH,      "P2WPKH"     },
		{"ETH", SCRIPT_OF_KEY,      "account"    },
		{"TRX", SCRIPT_OF_KEY,      "account"    },
	};
	unsigned long times = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;

	for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++)
		printf("%s %-11s %" PRId64 " addresses a second\n", ALL[i].code,
		       ALL[i].words,
		       per_second(ALL[i].code, ALL[i].script, (uint32_t)times));
	return 0;
}
