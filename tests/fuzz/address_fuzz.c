/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/panic.h"
#include "chain/address.h"
#include "chain/base58.h"
#include "chain/bech32.h"
#include "chain/derivation.h"
#include <string.h>
#include <strings.h>
/*
 * Any text as an address of every asset on every chain, and as a key: what is
 * taken must be written again as it was, and what is refused must say why.
 * Build with clang -fsanitize=fuzzer,address.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void addresses(const char *text)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		for (enum chain c = CHAIN_MAIN; c <= CHAIN_REGTEST; c++) {
			struct address got;
			const char *why =
				address_read(&got, &ASSETS[i], c, text);

			must(why ? *why : *got.kind && got.len >= 20);
			must(!why == !address_fault(&ASSETS[i], c, text));
			must(why || address_same(&got, &got));
		}
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
		if (!account_open(&account, &ASSETS[i], CHAIN_MAIN,
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
	encodings(a, text);
	keys(a, text);
	wrapped(a, bytes, len);
	arena_close(a);
	return 0;
}
