/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "chain/sources.h"
#include "price/price.h"
/*
 * Any bytes as an answer of FUZZ_TARGET, a source of chains or of prices.
 * What is taken keeps the promises of its structs, and a refusal leaves no
 * credit.  The same bytes, cut at 0x1e, are the answers to the questions of a
 * scan, which must come to an end or say what is wrong.  See tools/fuzz.
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

enum { CHAINS_N = sizeof(CHAINS) / sizeof(*CHAINS), STEPS_MOST = 8 };

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

static void check_credits(const struct credits *got)
{
	for (size_t i = 0; i < got->n; i++)
		check_credit(got, i);
	for (size_t i = 0; i < got->notes_n; i++)
		must(*note_words(got->notes[i].kind) && got->notes[i].txid);
}

static size_t open_watches(struct watch watches[2], size_t which)
{
	size_t n = 0;

	for (; n < 2 && CHAINS[which].watched[n].asset; n++)
		must(!watch_open(
			&watches[n], asset_find(CHAINS[which].watched[n].asset),
			CHAINS[which].chain, CHAINS[which].watched[n].address));
	return n;
}

static void try_chain(struct arena *a, size_t which, long http,
                      struct slice body)
{
	struct watch watches[2];
	struct question q = {.watches = watches, .tip = 1000, .limit = 3};
	struct credits got;
	const char *why;

	q.n = open_watches(watches, which);
	why = source_find(CHAINS[which].source)->read(&got, a, &q, http, body);
	if (why) {
		must(*why && got.n == 0 && !got.next && got.notes_n == 0);
		must(got.fault.kind != FAULT_NONE);
	}
	check_credits(&got);
}

/* The next answer; after the last comes the last again. */
static struct slice cut(struct slice *rest)
{
	const char *end = memchr(rest->p, 0x1e, rest->len);
	struct slice one = *rest;

	if (!end)
		return one;
	one.len = (size_t)(end - rest->p);
	rest->p = end + 1;
	rest->len -= one.len + 1;
	return one;
}

static bool step(struct scan *s, struct slice body)
{
	const struct source *source = s->endpoint->source;
	struct question q = {.watches = s->watches, .n = s->n, .tip = s->tip};
	struct ask ask = {0};
	struct credits got;

	source->ask(s, &ask);
	must(!ask.method || *ask.method);
	q.cursor = ask.cursor;
	q.limit = ask.limit;
	(void)source->read(&got, s->arena, &q, 200, body);
	return source->take(s, &got) && s->fault.kind == FAULT_NONE &&
	       !s->is_done;
}

static void try_scan(struct arena *a, size_t which, struct slice body)
{
	struct watch watches[2];
	struct endpoint e = {
		.source = source_find(CHAINS[which].source),
		.name = "fuzz",
		.url = "",
		.host = "",
	};
	struct scan s = {
		.arena = a,
		.endpoint = &e,
		.watches = watches,
		.tip = 1000,
		.final = 40,
		.found = credits_none(),
	};

	if (!e.source->ask)
		return;
	e.network = e.source->networks[0];
	s.n = open_watches(watches, which);
	for (int i = 0; i < STEPS_MOST && step(&s, cut(&body)); i++)
		;
	if (s.is_done && s.fault.kind == FAULT_NONE)
		check_credits(&s.found);
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
	struct slice body = {arena_bytes(a, bytes, len), len};

	for (size_t i = 0; i < CHAINS_N; i++) {
		if (strcmp(CHAINS[i].source, FUZZ_TARGET) != 0)
			continue;
		try_chain(a, i, 200, body);
		try_chain(a, i, 429, body);
		try_scan(a, i, body);
	}
	for (size_t i = 0; i < PRICE_SOURCES_COUNT; i++) {
		if (strcmp(PRICE_SOURCES[i].name, FUZZ_TARGET) != 0)
			continue;
		try_price(a, i, 200, body);
		try_price(a, i, 429, body);
	}
	arena_close(a);
	return 0;
}
