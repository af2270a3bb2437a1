/* SPDX-License-Identifier: MIT */
#include "sandbox/address.h"
#include <openssl/evp.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/base58.h"
#include "chain/bech32.h"

enum { HASH_BYTES = 20, VERSION_DOGE = 0x1e };

static const char *segwit(struct arena *a, const char *prefix,
                          const uint8_t hash[HASH_BYTES])
{
	struct segwit s = {.len = HASH_BYTES};

	must(strlen(prefix) < sizeof(s.prefix));
	memcpy(s.prefix, prefix, strlen(prefix));
	memcpy(s.program, hash, HASH_BYTES);
	return segwit_encode(a, &s);
}

static const char *base58check(struct arena *a, uint8_t version,
                               const uint8_t hash[HASH_BYTES])
{
	uint8_t bytes[1 + HASH_BYTES];

	bytes[0] = version;
	memcpy(bytes + 1, hash, HASH_BYTES);
	return base58check_encode(a, bytes, sizeof(bytes));
}

/* An owner's address is a public key, so it lies on the curve. */
static const char *solana(struct arena *a, const uint8_t seed[32])
{
	uint8_t point[32];
	size_t len = sizeof(point);
	EVP_PKEY *key =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);

	must(key);
	must(EVP_PKEY_get_raw_public_key(key, point, &len) == 1);
	EVP_PKEY_free(key);
	return base58_encode(a, point, sizeof(point));
}

const char *address_make(struct arena *a, enum address_kind kind,
                         const uint8_t seed[32])
{
	switch (kind) {
	case ADDRESS_BTC:
		return segwit(a, "bc", seed);
	case ADDRESS_LTC:
		return segwit(a, "ltc", seed);
	case ADDRESS_DOGE:
		return base58check(a, VERSION_DOGE, seed);
	case ADDRESS_EVM:
		return arena_printf(a, "0x%s", text_hex(a, seed, HASH_BYTES));
	case ADDRESS_SOL:
		return solana(a, seed);
	case ADDRESS_TRON:
		return base58check(a, TRON_FIRST, seed);
	}
	panic("no such address_kind");
}

bool address_plausible(enum address_kind kind, const char *address)
{
	static const char *const FIRST[] = {
		[ADDRESS_BTC] = "13b",  [ADDRESS_LTC] = "LM3l",
		[ADDRESS_DOGE] = "DA9", [ADDRESS_EVM] = "0",
		[ADDRESS_SOL] = NULL,   [ADDRESS_TRON] = "T",
	};
	size_t len = strlen(address);

	if (len < 26 || len > 90)
		return false;
	return !FIRST[kind] || strchr(FIRST[kind], address[0]);
}
