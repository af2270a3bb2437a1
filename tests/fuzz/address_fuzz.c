/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/panic.h"
#include "chain/address.h"
#include "chain/base58.h"
#include "chain/bech32.h"
#include "chain/derivation.h"
#include "chain/token_account.h"
#include <string.h>
#include <strings.h>
/*
 * Any text as an address of the family FUZZ_TARGET on every chain, and as a
 * key: what is taken must be written again as it was, and what is refused must
 * say why.  See tools/fuzz.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool is_target(const char *name)
{
	return !strcmp(FUZZ_TARGET, name);
}

/* Whether addresses of that network are of the family. */
static bool is_of_family(enum network network)
{
	switch (network) {
	case NETWORK_BITCOIN:
	case NETWORK_LITECOIN:
		return is_target("base58check") || is_target("bech32");
	case NETWORK_DOGECOIN:
		return is_target("base58check");
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
		return is_target("evm_address");
	case NETWORK_TRON:
		return is_target("tron_address");
	case NETWORK_SOLANA:
		return is_target("solana_address");
	case NETWORK_NONE:
		break;
	}
	return false;
}

static void addresses(const char *text)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		if (!is_of_family(ASSETS[i].network))
			continue;
		for (enum chain c = CHAIN_MAIN; c <= CHAIN_REGTEST; c++) {
			struct address got;
			const char *why =
				address_read(&got, &ASSETS[i], c, text);

			must(why ? *why : *got.kind && got.len >= 20);
			must(!why == !address_fault(&ASSETS[i], c, text));
			must(why || address_same(&got, &got));
		}
	}
}

/* What belongs to a wallet: its account of a token is never its own. */
static void accounts(struct arena *a, const char *text)
{
	const struct asset *usdc = asset_find("USDC_SOL");
	struct address owner;

	if (!address_read(&owner, usdc, CHAIN_MAIN, text))
		must(address_fault(usdc, CHAIN_MAIN,
		                   token_account_of(a, usdc, &owner)));
}

static void encodings(struct arena *a, const char *text)
{
	uint8_t bytes[BASE58_MAX];
	struct segwit s;

	for (size_t n = 0; n <= 82; n++) {
		if (!base58_decode(bytes, n, text))
			must(!strcmp(base58_encode(a, bytes, n), text));
		if (n < 79 && !base58check_decode(bytes, n, text))
			must(!strcmp(base58check_encode(a, bytes, n), text));
	}
	if (!segwit_decode(&s, text))
		must(!strcasecmp(segwit_encode(a, &s), text));
}

static void keys(struct arena *a, const char *text)
{
	struct extended_key key;
	struct account account;
	const char *address;

	if (!extended_key_read(&key, text))
		must(!strcmp(extended_key_print(a, &key), text));
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (is_of_family(ASSETS[i].network) &&
		    !account_open(&account, &ASSETS[i], CHAIN_MAIN,
		                  SCRIPT_OF_KEY, text) &&
		    !account_address(&address, a, &account, 1))
			must(!address_fault(&ASSETS[i], CHAIN_MAIN, address));
}

/* The same bytes as the inside of an address, so that the checksums, which
 * no fuzzer guesses, hold. */
static void wrapped(struct arena *a, const uint8_t *bytes, size_t len)
{
	struct segwit s = {.prefix = "bc", .len = len % (SEGWIT_PROGRAM + 1)};

	if (len > 78)
		return;
	addresses(base58_encode(a, bytes, len));
	addresses(base58check_encode(a, bytes, len));
	keys(a, base58check_encode(a, bytes, len));
	s.version = len ? bytes[0] % 17 : 0;
	memcpy(s.program, bytes, s.len);
	addresses(segwit_encode(a, &s));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_open((size_t)16 * 1024 * 1024);
	const char *text = arena_bytes(a, bytes, len);

	addresses(text);
	accounts(a, text);
	encodings(a, text);
	keys(a, text);
	wrapped(a, bytes, len);
	arena_close(a);
	return 0;
}
