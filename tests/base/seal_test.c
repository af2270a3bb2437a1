/* SPDX-License-Identifier: MIT */
#include "base/seal.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *arena;

static void open_arena(void)
{
	arena = arena_open(1 << 20);
}

static void close_arena(void)
{
	arena_close(arena);
}

TestSuite(seal, .init = open_arena, .fini = close_arena);

static struct key key_of(int first)
{
	struct key k;

	for (int i = 0; i < KEY_BYTES; i++)
		k.bytes[i] = (uint8_t)(first + i);
	return k;
}

static void is_hex(const uint8_t *bytes, size_t len, const char *hex)
{
	cr_expect_str_eq(text_hex(arena, bytes, len), hex);
}

Test(seal, what_is_sealed_opens_again)
{
	struct key k = key_of(1);

	for (size_t len = 0; len < 100; len++) {
		char *text = arena_array(arena, len + 1, char);
		struct slice sealed, plain;

		memset(text, 'a', len);
		sealed = seal(arena, &k, "item:42", (struct slice){text, len});
		cr_assert_eq(sealed.len, len + SEAL_EXTRA);
		cr_assert(unseal(&plain, arena, &k, "item:42", sealed));
		cr_assert(slice_is(plain, text));
	}
}

Test(seal, no_bytes_at_all_may_be_sealed)
{
	struct key k = key_of(1);
	struct slice sealed, plain;

	sealed = seal(arena, &k, "", (struct slice){NULL, 0});
	cr_assert(unseal(&plain, arena, &k, "", sealed));
	cr_assert_eq(plain.len, 0);
}

Test(seal, the_same_text_never_looks_the_same)
{
	struct key k = key_of(1);
	struct slice a = seal(arena, &k, "x", SLICE("secret"));
	struct slice b = seal(arena, &k, "x", SLICE("secret"));

	cr_assert_neq(memcmp(a.p, b.p, a.len), 0);
	cr_assert_null(memmem(a.p, a.len, "secret", 6));
}

Test(seal, any_changed_bit_is_found)
{
	struct key k = key_of(1);
	struct slice sealed = seal(arena, &k, "item:42", SLICE("secret"));
	struct slice plain;

	for (size_t i = 0; i < sealed.len * 8; i++) {
		char *bad = arena_bytes(arena, sealed.p, sealed.len);

		bad[i / 8] = (char)(bad[i / 8] ^ 1 << i % 8);
		cr_assert_not(unseal(&plain, arena, &k, "item:42",
		                     (struct slice){bad, sealed.len}));
	}
}

Test(seal, any_missing_or_added_byte_is_found)
{
	struct key k = key_of(1);
	struct slice sealed = seal(arena, &k, "item:42", SLICE("secret"));
	char *more = arena_array(arena, sealed.len + 1, char);
	struct slice plain;

	for (size_t len = 0; len < sealed.len; len++)
		cr_assert_not(unseal(&plain, arena, &k, "item:42",
		                     (struct slice){sealed.p, len}));
	memcpy(more, sealed.p, sealed.len);
	cr_assert_not(unseal(&plain, arena, &k, "item:42",
	                     (struct slice){more, sealed.len + 1}));
}

Test(seal, another_row_or_key_does_not_open_it)
{
	struct key k = key_of(1), other = key_of(2);
	struct slice sealed = seal(arena, &k, "item:42", SLICE("secret"));
	struct slice plain;

	cr_assert_not(unseal(&plain, arena, &k, "item:43", sealed));
	cr_assert_not(unseal(&plain, arena, &k, "item:4", sealed));
	cr_assert_not(unseal(&plain, arena, &k, "", sealed));
	cr_assert_not(unseal(&plain, arena, &other, "item:42", sealed));
	cr_assert(unseal(&plain, arena, &k, "item:42", sealed));
}

Test(seal, a_derived_key_is_that_of_hkdf)
{
	struct key master = key_of(0);
	struct key units = key_derive(&master, "units");
	struct key forms = key_derive(&master, "forms");

	/* Computed apart, from RFC 5869 with no salt. */
	is_hex(units.bytes, KEY_BYTES,
	       "2f99825e1e143531f688fcd95d84bbd26e8641a24e3a4c70cea9373a3c2bc2"
	       "59");
	cr_assert_neq(memcmp(units.bytes, forms.bytes, KEY_BYTES), 0);
}

Test(seal, sha256_gives_the_known_answers)
{
	uint8_t out[SHA256_BYTES];

	sha256(out, SLICE("abc"));
	is_hex(out, sizeof(out),
	       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
	       "ad");
	sha256(out, (struct slice){NULL, 0});
	is_hex(out, sizeof(out),
	       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
	       "55");
}

/* A key shorter than ours equals one padded by zeros: HMAC pads it so too. */
static void hmacs_are(struct slice key, struct slice data,
                      const char *with_sha256, const char *with_sha512)
{
	struct key padded = {{0}};
	uint8_t out[SHA512_BYTES];

	memcpy(padded.bytes, key.p, key.len);
	hmac_sha256(out, &padded, data);
	is_hex(out, SHA256_BYTES, with_sha256);
	hmac_sha512(out, key, data);
	is_hex(out, SHA512_BYTES, with_sha512);
}

/* Sections 4.2 to 4.5. */
Test(seal, hmac_gives_the_answers_of_rfc_4231)
{
	hmacs_are(SLICE("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
	                "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
	          SLICE("Hi There"),
	          "b0344c61d8db38535ca8afceaf0bf12b"
	          "881dc200c9833da726e9376c2e32cff7",
	          "87aa7cdea5ef619d4ff0b4241a1d6cb0"
	          "2379f4e2ce4ec2787ad0b30545e17cde"
	          "daa833b7d6b8a702038b274eaea3f4e4"
	          "be9d914eeb61f1702e696c203a126854");
	hmacs_are(SLICE("Jefe"), SLICE("what do ya want for nothing?"),
	          "5bdcc146bf60754e6a042426089575c7"
	          "5a003f089d2739839dec58b964ec3843",
	          "164b7a7bfcf819e2e395fbe73b56e0a3"
	          "87bd64222e831fd610270cd7ea250554"
	          "9758bf75c05a994a6d034f65f8f0e6fd"
	          "caeab1a34d4a6b4b636e070a38bce737");
	hmacs_are(SLICE("\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
	                "\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"),
	          SLICE("\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
	                "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
	                "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
	                "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
	                "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"),
	          "773ea91e36800e46854db8ebd09181a7"
	          "2959098b3ef8c122d9635514ced565fe",
	          "fa73b0089d56a284efb0f0756c890be9"
	          "b1b5dbdd8ee81a3655f83e33b2279d39"
	          "bf3e848279a722c806b485a47e67c807"
	          "b946a337bee8942674278859e13292fb");
	hmacs_are(SLICE("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a"
	                "\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14"
	                "\x15\x16\x17\x18\x19"),
	          SLICE("\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
	                "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
	                "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
	                "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
	                "\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"),
	          "82558a389a443c0ea4cc819899f2083a"
	          "85f0faa3e578f8077a2e3ff46729665b",
	          "b0ba465637458c6990e5a8c5f61d4af7"
	          "e576d97ff94b872de76f8050361ee3db"
	          "a91ca5c11aa25eb4d679275cc5788063"
	          "a5f19741120c4f2de2adebeb10a298dd");
}

Test(seal, hmac_takes_a_key_longer_than_a_block)
{
	char key[131];
	uint8_t out[SHA512_BYTES];

	memset(key, 0xaa, sizeof(key));
	hmac_sha512(out, (struct slice){key, sizeof(key)},
	            SLICE("Test Using Larger Than Block-Size Key - "
	                  "Hash Key First"));
	is_hex(out, sizeof(out),
	       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3"
	       "526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d78"
	       "6598");
}

Test(seal, hmac_sha1_gives_the_answers_of_rfc_2202)
{
	uint8_t out[20];

	hmac_sha1(out, SLICE("Jefe"), SLICE("what do ya want for nothing?"));
	is_hex(out, sizeof(out), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

Test(seal, an_empty_hmac_key_is_not_the_key_of_last_time)
{
	uint8_t a[20], b[20];

	hmac_sha1(a, (struct slice){NULL, 0}, SLICE("x"));
	hmac_sha1(b, SLICE("Jefe"), SLICE("x"));
	hmac_sha1(b, (struct slice){NULL, 0}, SLICE("x"));
	cr_assert_arr_eq(a, b, sizeof(a));
}

/* Whether a key file of that text and mode is taken. */
static bool takes_key(const char *text, mode_t mode, struct key *k)
{
	char path[] = "/tmp/cointill-key-XXXXXX";
	int fd = mkstemp(path);
	bool ok;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	cr_assert_eq(fchmod(fd, mode), 0);
	close(fd);
	ok = key_read(k, path);
	unlink(path);
	return ok;
}

#define HEX64                              \
	"000102030405060708090a0b0c0d0e0f" \
	"101112131415161718191a1b1c1d1e1f"

Test(seal, a_key_is_64_hex_digits_in_a_private_file)
{
	struct key want = key_of(0), k;

	cr_assert(takes_key(HEX64 "\n", 0600, &k));
	cr_assert_arr_eq(k.bytes, want.bytes, KEY_BYTES);
	cr_assert(takes_key(HEX64, 0400, &k));
	cr_assert_not(takes_key(HEX64, 0644, &k));
	cr_assert_not(takes_key(HEX64, 0604, &k));
	cr_assert_not(takes_key(HEX64, 0620, &k));
	cr_assert_not(takes_key(HEX64, 0660, &k));
	cr_assert_not(takes_key(HEX64 "00", 0600, &k));
	cr_assert_not(takes_key("00", 0600, &k));
	cr_assert_not(takes_key("", 0600, &k));
	cr_assert_not(takes_key("x" HEX64, 0600, &k));
	cr_assert_not(key_read(&k, "/nonexistent/key"));
	cr_assert_not(key_read(&k, "/tmp"));
}
