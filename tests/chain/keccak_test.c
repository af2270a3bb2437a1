/* SPDX-License-Identifier: MIT */
#include "chain/keccak.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "chain/hash160.h"
#include "chain/vectors.h"

static struct arena *a;

static void set_up(void)
{
	a = arena_open(4 << 20);
}

static void tear_down(void)
{
	arena_close(a);
}

TestSuite(address_hashes, .init = set_up, .fini = tear_down);

static void check_all(const char *list, size_t len,
                      void (*hash)(uint8_t *, struct slice))
{
	const json *all = vectors_in(chain_vectors(a, "hashes"), list);

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *said = vector_get(j, "ascii");
		uint8_t sum[64];

		hash(sum, slice_text(said));
		cr_expect_str_eq(text_hex(a, sum, len), vector_get(j, "hex"),
		                 "%s of \"%s\"", list, said);
	}
}

static void ripemd(uint8_t *out, struct slice s)
{
	ripemd160(out, s.p, s.len);
}

Test(address_hashes, are_those_of_the_well_known_answers)
{
	check_all("keccak256", KECCAK_BYTES, keccak256);
	check_all("sha256", SHA256_BYTES, sha256);
	check_all("ripemd160", HASH160_BYTES, ripemd);
}

static struct slice part(const json *j, const char *plain, const char *hex)
{
	const char *text = vector_find(j, plain);
	size_t len;
	char *bytes;

	if (text)
		return slice_text(text);
	text = vector_get(j, hex);
	len = strlen(text) / 2;
	bytes = arena_array(a, len + 1, char);
	cr_assert(text_unhex(bytes, len, text));
	return (struct slice){bytes, len};
}

Test(address_hashes, hmac_sha512_has_the_answers_of_rfc_4231)
{
	const json *all = vectors_in(chain_vectors(a, "hashes"), "hmac_sha512");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		uint8_t sum[SHA512_BYTES];

		hmac_sha512(sum, part(j, "key_ascii", "key_hex"),
		            part(j, "msg_ascii", "msg_hex"));
		cr_expect_str_eq(text_hex(a, sum, sizeof(sum)),
		                 vector_get(j, "hex"));
	}
}

/* Of the reference implementation: one byte less than a block, a block, one
 * byte more. */
Test(address_hashes, keccak_pads_around_the_end_of_a_block)
{
	static const struct {
		size_t len;
		const char *hex;
	} ALL[] = {
		{135, "34367dc248bbd832f4e3e69dfaac2f92"
	              "638bd0bbd18f2912ba4ef454919cf446"},
		{136, "a6c4d403279fe3e0af03729caada8374"
	              "b5ca54d8065329a3ebcaeb4b60aa386e"},
		{137, "d869f639c7046b4929fc92a4d988a8b2"
	              "2c55fbadb802c0c66ebcd484f1915f39"},
	};
	char text[200];

	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++) {
		uint8_t sum[KECCAK_BYTES];

		keccak256(sum, (struct slice){text, ALL[i].len});
		cr_expect_str_eq(text_hex(a, sum, sizeof(sum)), ALL[i].hex,
		                 "%zu bytes", ALL[i].len);
	}
}
