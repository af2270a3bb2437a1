/* SPDX-License-Identifier: MIT */
#include "sandbox/address.h"
#include <openssl/evp.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/seal.h"

enum {
	HASH_BYTES = 20,
	VERSION_DOGE = 0x1e,
	BECH32_GROUPS = 33,
	BASE58_MAX = 64
};

/* --- bech32, version 0, 20 bytes ---------------------------------------- */

static uint32_t polymod(uint32_t sum, uint8_t value)
{
	static const uint32_t TAPS[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
	                                0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= TAPS[i];
	return sum;
}

static uint32_t checksum(const char *prefix, const uint8_t *group, size_t n)
{
	uint32_t sum = 1;

	for (const char *p = prefix; *p; p++)
		sum = polymod(sum, (uint8_t)*p >> 5);
	sum = polymod(sum, 0);
	for (const char *p = prefix; *p; p++)
		sum = polymod(sum, *p & 31);
	for (size_t i = 0; i < n; i++)
		sum = polymod(sum, group[i]);
	for (int i = 0; i < 6; i++)
		sum = polymod(sum, 0);
	return sum ^ 1;
}

static const char *bech32(struct arena *a, const char *prefix,
                          const uint8_t hash[HASH_BYTES])
{
	static const char LETTERS[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	uint8_t group[BECH32_GROUPS] = {0}; /* the version, then 5 bits each */
	struct text t = text_open(a, 64);
	uint32_t sum;

	for (size_t bit = 0; bit < HASH_BYTES * 8; bit++)
		if (hash[bit / 8] >> (7 - bit % 8) & 1)
			group[1 + bit / 5] |= (uint8_t)(1 << (4 - bit % 5));
	sum = checksum(prefix, group, BECH32_GROUPS);
	text_printf(&t, "%s1", prefix);
	for (size_t i = 0; i < BECH32_GROUPS; i++)
		text_printf(&t, "%c", LETTERS[group[i]]);
	for (int i = 5; i >= 0; i--)
		text_printf(&t, "%c", LETTERS[sum >> (5 * i) & 31]);
	return t.p;
}

/* --- base58 -------------------------------------------------------------- */

static const char *base58(struct arena *a, const uint8_t *bytes, size_t len)
{
	static const char LETTERS[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
				      "abcdefghijkmnopqrstuvwxyz";
	uint8_t digit[BASE58_MAX] = {0}; /* the lowest first */
	char *out = arena_array(a, BASE58_MAX + 1, char);
	size_t n = 0, zeros = 0;

	while (zeros < len && !bytes[zeros])
		zeros++;
	for (size_t i = zeros; i < len; i++) {
		unsigned carry = bytes[i];

		for (size_t k = 0; k < n || carry; k++) {
			must(k < BASE58_MAX);
			carry += digit[k] * 256U;
			digit[k] = (uint8_t)(carry % 58);
			carry /= 58;
			if (k == n)
				n++;
		}
	}
	must(zeros + n < BASE58_MAX);
	memset(out, '1', zeros);
	for (size_t i = 0; i < n; i++)
		out[zeros + i] = LETTERS[digit[n - 1 - i]];
	return out;
}

static const char *base58check(struct arena *a, uint8_t version,
                               const uint8_t hash[HASH_BYTES])
{
	uint8_t bytes[1 + HASH_BYTES + 4], sum[SHA256_BYTES];

	bytes[0] = version;
	memcpy(bytes + 1, hash, HASH_BYTES);
	sha256(sum, (struct slice){(const char *)bytes, 1 + HASH_BYTES});
	sha256(sum, (struct slice){(const char *)sum, sizeof(sum)});
	memcpy(bytes + 1 + HASH_BYTES, sum, 4);
	return base58(a, bytes, sizeof(bytes));
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
	return base58(a, point, sizeof(point));
}

const char *address_make(struct arena *a, enum address_kind kind,
                         const uint8_t seed[32])
{
	switch (kind) {
	case ADDRESS_BTC:
		return bech32(a, "bc", seed);
	case ADDRESS_LTC:
		return bech32(a, "ltc", seed);
	case ADDRESS_DOGE:
		return base58check(a, VERSION_DOGE, seed);
	case ADDRESS_EVM:
		return arena_printf(a, "0x%s", text_hex(a, seed, HASH_BYTES));
	case ADDRESS_SOL:
		return solana(a, seed);
	}
	panic("no such address_kind");
}

bool address_plausible(enum address_kind kind, const char *address)
{
	static const char *const FIRST[] = {
		[ADDRESS_BTC] = "13b",  [ADDRESS_LTC] = "LM3l",
		[ADDRESS_DOGE] = "DA9", [ADDRESS_EVM] = "0",
		[ADDRESS_SOL] = NULL,
	};
	size_t len = strlen(address);

	if (len < 26 || len > 90)
		return false;
	return !FIRST[kind] || strchr(FIRST[kind], address[0]);
}
