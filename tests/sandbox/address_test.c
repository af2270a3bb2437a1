/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "sandbox/address.h"

static void expect(enum address_kind kind, const char *seed, const char *want)
{
	struct arena *a = arena_open(1 << 16);
	uint8_t bytes[32];

	cr_assert(text_unhex(bytes, sizeof(bytes), seed));
	cr_expect_str_eq(address_make(a, kind, bytes), want);
	cr_expect(address_plausible(kind, want));
	arena_close(a);
}

/* The hash of the examples of BIP-173, with something behind it. */
#define HASH                                       \
	"751e76e8199196d454941c45d1b3a323f1433bd6" \
	"000000000000000000000000"

Test(sandbox_address, bech32_is_that_of_bip_173)
{
	expect(ADDRESS_BTC, HASH, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
	expect(ADDRESS_LTC, HASH,
	       "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9");
}

Test(sandbox_address, base58_has_its_checksum)
{
	expect(ADDRESS_DOGE, HASH, "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE");
}

Test(sandbox_address, evm_is_lower_case_hexadecimal)
{
	expect(ADDRESS_EVM, HASH, "0x751e76e8199196d454941c45d1b3a323f1433bd6");
}

Test(sandbox_address, solana_is_a_public_key)
{
	expect(ADDRESS_SOL,
	       "9d61b19deffd5a60ba844af492ec2cc4"
	       "4449c5697b326919703bac031cae7f60",
	       "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
}

Test(sandbox_address, another_coins_address_is_not_plausible)
{
	cr_expect_not(address_plausible(
		ADDRESS_EVM, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"));
	cr_expect_not(address_plausible(ADDRESS_BTC, "bc1q"));
}
