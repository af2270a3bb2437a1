/* SPDX-License-Identifier: MIT */
#include "chain/ed25519.h"
#include <criterion/criterion.h>
#include <openssl/evp.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"

static void is(bool point, const char *hex)
{
	uint8_t bytes[ED25519_BYTES];

	cr_assert(text_unhex(bytes, sizeof(bytes), hex));
	cr_expect_eq(ed25519_is_point(bytes), point, "%s", hex);
}

Test(address_ed25519, a_public_key_of_the_library_is_a_point)
{
	for (int i = 0; i < 50; i++) {
		uint8_t seed[32], key[32];
		size_t len = sizeof(key);
		EVP_PKEY *pair;

		random_bytes(seed, sizeof(seed));
		pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
		                                    seed, sizeof(seed));
		cr_assert(pair);
		cr_assert(EVP_PKEY_get_raw_public_key(pair, key, &len));
		EVP_PKEY_free(pair);
		cr_assert(ed25519_is_point(key));
	}
}

Test(address_ed25519, about_half_of_all_bytes_are_none)
{
	int points = 0;

	for (int i = 0; i < 400; i++) {
		uint8_t bytes[ED25519_BYTES];

		random_bytes(bytes, sizeof(bytes));
		points += ed25519_is_point(bytes);
	}
	/* Eight standard deviations. */
	cr_expect(points > 120 && points < 280, "%d of 400", points);
}

Test(address_ed25519, the_edges_of_rfc_8032_hold)
{
	/* y = 1, the neutral point: x is 0, and 0 has no sign. */
	is(true, "0100000000000000000000000000000000000000000000000000000000"
	         "000000");
	is(false, "010000000000000000000000000000000000000000000000000000000"
	          "0000080");
	/* y = p - 1: x is 0 again. */
	is(true, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
	         "ffff7f");
	/* y = 0 has both signs. */
	is(true, "0000000000000000000000000000000000000000000000000000000000"
	         "000000");
	is(true, "0000000000000000000000000000000000000000000000000000000000"
	         "000080");
	/* y = p and p + 1 would be 0 and 1 written another way. */
	is(false, "edfffffffffffffffffffffffffffffffffffffffffffffffffffffff"
	          "fffff7f");
	is(false, "eefffffffffffffffffffffffffffffffffffffffffffffffffffffff"
	          "fffff7f");
	/* y = 2 is off the curve. */
	is(false, "020000000000000000000000000000000000000000000000000000000"
	          "0000000");
}
