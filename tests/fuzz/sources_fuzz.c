/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "chain/sources.h"
#include "price/price.h"
/*
 * Any bytes as an answer of a chain or price source; the first byte chooses
 * which.  What is taken keeps the promises of its structs, and a refusal
 * leaves no credit.  Build with clang -fsanitize=fuzzer,address;
 * tests/data/fixtures is a good corpus once a byte is put before each file.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct {
	const char *source;
	struct {
		const char *asset, *address;
	} watched[2];
	enum chain chain;
} CHAINS[] = {
	{"esplora",
         {{"BTC", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"},
          {"LTC", "31jkZShyVAMkVz5cQpu4qp73DrAXtFP3rZ"}},
         CHAIN_MAIN   },
	{"blockcypher",
         {{"LTC", "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"}},
         CHAIN_MAIN   },
	{"bitcoind",
         {{"LTC", "rltc1qxu3q47wsrek42lxcw4tl57c08tqytnkngaghke"},
          {"LTC", "rltc1qge67cxx6mjswu8p9tnxgz8v6f5fpa7duc5xp0w"}},
         CHAIN_REGTEST},
	{"solana",
         {{"SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"},
          {"USDC_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"}},
         CHAIN_MAIN   },
	{"solanafm",
         {{"SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"},
          {"USDC_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"}},
         CHAIN_MAIN   },
	{"trongrid",
         {{"USDT_TRC20", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"}},
         CHAIN_MAIN   },
	{"evm",
         {{"ETH", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"},
          {"USDT_ERC20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"}},
         CHAIN_MAIN   },
	{"ethplorer",
         {{"USDT_ERC20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"}},
         CHAIN_MAIN   },
};

enum { CHAINS_N = sizeof(CHAINS) / sizeof(*CHAINS) };

static void check_credit(const struct credits *all, size_t i)
{
	const struct chain_credit *c = &all->v[i];

	must(c->asset && c->txid && strlen(c->txid) >= 64);
	must(c->index && *c->index && c->address);
	must(c->position && *c->position && strlen(c->position) <= 64);
	must(!coin_is_zero(c->amount) && c->confirmations >= 0);
	must(c->is_mined || (c->height < 0 && c->confirmations == 0));
	must(!c->block_hash || c->height >= -1);
	for (size_t k = 0; k < i; k++)
		must(all->v[k].asset != c->asset ||
		     strcmp(all->v[k].txid, c->txid) != 0 ||
		     strcmp(all->v[k].position, c->position) != 0);
}

static void try_chain(struct arena *a, size_t which, long http,
                      struct slice body)
{
	struct watch watches[2];
	struct question q = {.watches = watches, .tip = 1000, .limit = 3};
	struct credits got;
	const char *why;

	for (; q.n < 2 && CHAINS[which].watched[q.n].asset; q.n++)
		must(!watch_open(&watches[q.n],
		                 asset_find(CHAINS[which].watched[q.n].asset),
		                 CHAINS[which].chain,
		                 CHAINS[which].watched[q.n].address));
	why = source_find(CHAINS[which].source)->read(&got, a, &q, http, body);
	if (why) {
		must(*why && got.n == 0 && !got.next && got.notes_n == 0);
		must(got.fault.kind != FAULT_NONE);
	}
	for (size_t i = 0; i < got.n; i++)
		check_credit(&got, i);
	for (size_t i = 0; i < got.notes_n; i++)
		must(*note_words(got.notes[i].kind) && got.notes[i].txid);
}

static void try_price(struct arena *a, size_t which, long http,
                      struct slice body)
{
	struct price_question q = {"BTC", "USD"};
	struct prices got;
	struct integer n;
	const char *why = PRICE_SOURCES[which].read(&got, a, &q, http, body);

	must(!why || (got.n == 0 && got.fault.kind != FAULT_NONE));
	for (size_t i = 0; i < got.n; i++) {
		must(*got.v[i].coin && price_is_currency(got.v[i].currency));
		must(!decimal_parse_floor(&n, got.v[i].text, 36));
		must(strcmp(n.digits, "0") != 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_open((size_t)64 * 1024 * 1024);
	size_t which;

	if (len > 0) {
		struct slice body = {(const char *)bytes + 1, len - 1};
		long http = bytes[0] & 0x80 ? 429 : 200;

		which = (bytes[0] & 0x7f) % (CHAINS_N + PRICE_SOURCES_COUNT);
		if (which < CHAINS_N)
			try_chain(a, which, http, body);
		else
			try_price(a, which - CHAINS_N, http, body);
	}
	arena_close(a);
	return 0;
}
