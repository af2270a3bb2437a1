/* SPDX-License-Identifier: MIT */
#include "chain/bech32.h"
#include <criterion/criterion.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/random.h"
#include "chain/vectors.h"

static struct arena *a;

static void set_up(void)
{
	a = arena_open(16 << 20);
}

static void tear_down(void)
{
	arena_close(a);
}

TestSuite(address_bech32, .init = set_up, .fini = tear_down);

static void texts_hold(const char *file, const char *list,
                       enum bech32_kind kind)
{
	const json *all = vectors_in(chain_vectors(a, file), list);

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *text = vector_case(a, j);
		struct bech32 b;

		cr_expect_null(bech32_decode(&b, text), "%s", text);
		cr_expect_eq(b.kind, kind, "%s", text);
	}
}

static void texts_fail(const char *file, const char *list,
                       enum bech32_kind kind)
{
	const json *all = vectors_in(chain_vectors(a, file), list);

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *text = vector_case(a, j);
		struct bech32 b;

		cr_expect(bech32_decode(&b, text) || b.kind != kind, "%s: %s",
		          text, vector_get(j, "reason"));
	}
}

Test(address_bech32, texts_of_bip_173_are_told_good_from_bad)
{
	texts_hold("bech32_bip173", "valid_bech32", BECH32);
	texts_fail("bech32_bip173", "invalid_bech32", BECH32);
}

Test(address_bech32, texts_of_bip_350_are_told_good_from_bad)
{
	texts_hold("bech32m_bip350", "valid_bech32m", BECH32M);
	texts_fail("bech32m_bip350", "invalid_bech32m", BECH32M);
}

static const char *script_of(const struct segwit *s)
{
	return arena_printf(a, "%02x%02zx%s",
	                    s->version ? 0x50 + s->version : 0, s->len,
	                    text_hex(a, s->program, s->len));
}

static bool is_known(const char *prefix)
{
	return !strcmp(prefix, "bc") || !strcmp(prefix, "tb");
}

static void addresses_hold(const char *file)
{
	const json *all = vectors_in(chain_vectors(a, file), "valid_addresses");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *text = vector_get(j, "address");
		struct segwit s;
		bool holds = true;

		json_bool(&holds, json_member(j, "valid_under_bip350"));
		cr_assert_eq(!segwit_decode(&s, text), holds, "%s", text);
		if (!holds)
			continue;
		cr_expect_str_eq(script_of(&s), vector_get(j, "script_pubkey"));
		cr_expect(!strcasecmp(segwit_encode(a, &s), text), "%s", text);
	}
}

static void addresses_fail(const char *file)
{
	const json *all =
		vectors_in(chain_vectors(a, file), "invalid_addresses");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *text = vector_case(a, j);
		struct segwit s;

		/* Which prefixes there are is not for bech32 to know. */
		cr_expect(segwit_decode(&s, text) || !is_known(s.prefix),
		          "%s: %s", text, vector_get(j, "reason"));
	}
}

Test(address_bech32, programs_of_bip_173_hold_where_bip_350_lets_them)
{
	addresses_hold("bech32_bip173");
	addresses_fail("bech32_bip173");
}

Test(address_bech32, programs_of_bip_350_read_and_are_written)
{
	addresses_hold("bech32m_bip350");
	addresses_fail("bech32m_bip350");
}

Test(address_bech32, every_program_reads_back_and_no_letter_can_change)
{
	static const char LETTERS[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

	for (unsigned version = 0; version <= 16; version++) {
		struct segwit s = {.prefix = "bc", .version = version};
		struct segwit got;
		char *text;

		s.len = version ? 2 + random_below(SEGWIT_PROGRAM - 1) : 32;
		random_bytes(s.program, s.len);
		text = arena_text(a, segwit_encode(a, &s));
		cr_assert_null(segwit_decode(&got, text), "%s", text);
		cr_assert_str_eq(script_of(&got), script_of(&s));
		for (size_t i = 3; text[i]; i++) {
			char was = text[i];

			text[i] = LETTERS[random_below(32)];
			cr_assert(text[i] == was || segwit_decode(&got, text),
			          "%s", text);
			text[i] = was;
		}
	}
}
