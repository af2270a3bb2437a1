/* SPDX-License-Identifier: MIT */
#include "chain/hash160.h"
#include <openssl/evp.h>
#include "base/panic.h"
#include "base/seal.h"

void ripemd160(uint8_t out[HASH160_BYTES], const void *bytes, size_t len)
{
	must(EVP_Digest(bytes, len, out, NULL, EVP_ripemd160(), NULL) == 1);
}

void hash160(uint8_t out[HASH160_BYTES], const void *bytes, size_t len)
{
	uint8_t sum[SHA256_BYTES];

	sha256(sum, (struct slice){bytes, len});
	ripemd160(out, sum, sizeof(sum));
}
