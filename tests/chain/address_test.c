/* SPDX-License-Identifier: MIT */
#include "chain/address.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "chain/base58.h"
#include "chain/token_account.h"
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

TestSuite(address, .init = set_up, .fini = tear_down);

/* The bytes in hexadecimal, or NULL where the address is refused. */
static const char *bytes_of(const char *code, enum chain chain,
                            const char *text)
{
	struct address got;

	if (address_read(&got, vector_asset(code), chain, text))
		return NULL;
	cr_expect(*got.kind);
	return text_hex(a, got.bytes, got.len);
}

static void accepted(const char *code, const char *text)
{
	cr_expect_null(address_fault(vector_asset(code), CHAIN_MAIN, text),
	               "%s %s", code, text);
}

static void refused(const char *code, enum chain chain, const char *text)
{
	const char *why = address_fault(vector_asset(code), chain, text);

	cr_expect(why && *why, "%s %s", code, text);
}

static void refused_everywhere(const char *code, const char *text)
{
	for (enum chain c = CHAIN_MAIN; c <= CHAIN_REGTEST; c++)
		refused(code, c, text);
}

static enum chain chain_of(const json *j)
{
	const char *name = vector_get(j, "chain");
	enum chain chain;

	if (!strcmp(name, "testnet"))
		name = "test";
	cr_assert(chain_find(&chain, name), "%s", name);
	return chain;
}

/* What nobody can own is refused: a witness version above 1, and version 1
 * with another program than of 32 bytes. */
static bool is_owned(const char *script)
{
	return script[0] == '0' || !strncmp(script, "76a9", 4) ||
	       !strncmp(script, "a914", 4) || !strncmp(script, "5120", 4);
}

static const char *upper(const char *text)
{
	char *out = arena_text(a, text);

	for (char *p = out; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return out;
}

static void scripts_hold(const char *code, const json *j)
{
	const char *text = vector_get(j, "address");
	const char *script = vector_get(j, "script_pubkey");
	const char *want = is_owned(script) ? script : NULL;
	const char *got = bytes_of(code, chain_of(j), text);
	bool flips = false;

	cr_expect(want ? got && !strcmp(got, want) : !got, "%s", text);
	json_bool(&flips, json_member(j, "try_case_flip"));
	if (!flips)
		return;
	got = bytes_of(code, chain_of(j), upper(text));
	cr_expect(want ? got && !strcmp(got, want) : !got, "%s", upper(text));
}

/* Test and regtest share the first bytes of base58. */
static void other_chains_refuse(const char *code, const json *j)
{
	for (enum chain c = CHAIN_MAIN; c <= CHAIN_REGTEST; c++)
		if ((c == CHAIN_MAIN) != (chain_of(j) == CHAIN_MAIN))
			refused(code, c, vector_get(j, "address"));
}

static void cores_agree(const char *code, const char *file)
{
	const json *all = chain_vectors(a, file);
	const json *good = vectors_in(all, "valid");
	const json *bad = vectors_in(all, "invalid");

	for (const json *j = json_first(good); j; j = json_next(j)) {
		scripts_hold(code, j);
		other_chains_refuse(code, j);
	}
	for (const json *j = json_first(bad); j; j = json_next(j))
		refused_everywhere(code, vector_case(a, j));
}

Test(address, bitcoin_core_and_we_agree)
{
	cores_agree("BTC", "addresses_btc");
}

Test(address, litecoin_core_and_we_agree)
{
	cores_agree("LTC", "addresses_ltc");
}

Test(address, the_official_segwit_addresses_are_told_good_from_bad)
{
	const json *all = chain_vectors(a, "bech32m_bip350");
	const json *good = vectors_in(all, "valid_addresses");
	const json *bad = vectors_in(all, "invalid_addresses");

	for (const json *j = json_first(good); j; j = json_next(j)) {
		const char *text = vector_get(j, "address");
		const char *script = vector_get(j, "script_pubkey");
		bool test = *text == 't';
		const char *got =
			bytes_of("BTC", test ? CHAIN_TEST : CHAIN_MAIN, text);

		cr_expect(is_owned(script) ? got && !strcmp(got, script) : !got,
		          "%s", text);
		refused("BTC", test ? CHAIN_MAIN : CHAIN_TEST, text);
	}
	for (const json *j = json_first(bad); j; j = json_next(j))
		refused_everywhere("BTC", vector_case(a, j));
}

Test(address, litecoin_has_two_texts_for_one_script)
{
	const json *all = vectors_in(chain_vectors(a, "addresses_ltc"),
	                             "same_script_m_and_3");
	const struct asset *ltc = vector_asset("LTC");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		struct address m, three;

		cr_assert_null(
			address_read(&m, ltc, CHAIN_MAIN, vector_get(j, "m")));
		cr_assert_null(address_read(&three, ltc, CHAIN_MAIN,
		                            vector_get(j, "three")));
		cr_expect(address_same(&m, &three));
		refused("BTC", CHAIN_MAIN, vector_get(j, "m"));
		accepted("BTC", vector_get(j, "three"));
	}
}

Test(address, mweb_is_refused_because_it_cannot_be_watched)
{
	const json *all = vectors_in(chain_vectors(a, "addresses_ltc"),
	                             "mweb_valid_but_not_watchable");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *why = address_fault(vector_asset("LTC"), CHAIN_MAIN,
		                                vector_case(a, j));

		cr_assert_not_null(why);
		cr_expect(strstr(why, "MWEB"), "%s", why);
	}
}

Test(address, dogecoin_has_its_own_first_letters)
{
	uint8_t all[21] = {0x1e, 1, 2, 3};
	const char *text = base58check_encode(a, all, sizeof(all));

	cr_expect_eq(*text, 'D');
	accepted("DOGE", text);
	refused("BTC", CHAIN_MAIN, text);
	refused("LTC", CHAIN_MAIN, text);
	refused("DOGE", CHAIN_TEST, text);
	refused("DOGE", CHAIN_MAIN, "1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo");
	refused("DOGE", CHAIN_MAIN,
	        "bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv");
}

Test(address, evm_addresses_hold_on_both_networks)
{
	static const char *const CODES[] = {"ETH", "BNB", "USDT_ERC20",
	                                    "USDC_BEP20"};
	const json *all = chain_vectors(a, "addresses_evm");
	const json *bad = vectors_in(all, "invalid");
	const json *good[] = {vectors_in(all, "checksummed"),
	                      vectors_in(all, "valid_no_checksum")};

	for (size_t i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++) {
		for (int k = 0; k < 2; k++)
			for (const json *j = json_first(good[k]); j;
			     j = json_next(j))
				accepted(CODES[i], vector_case(a, j));
		for (const json *j = json_first(bad); j; j = json_next(j))
			refused_everywhere(CODES[i], vector_case(a, j));
	}
}

Test(address, evm_prints_the_checksum_and_reads_it_in_any_one_case)
{
	const json *all =
		vectors_in(chain_vectors(a, "addresses_evm"), "checksummed");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *text = vector_case(a, j);
		const char *up = arena_printf(a, "0x%s", upper(text + 2));
		char printed[EVM_TEXT];
		struct address one, other;

		cr_assert_null(address_read(&one, vector_asset("ETH"),
		                            CHAIN_MAIN, text));
		evm_print(printed, one.bytes);
		cr_expect_str_eq(printed, text);
		cr_assert_null(address_read(&other, vector_asset("ETH"),
		                            CHAIN_MAIN, up));
		cr_expect(address_same(&one, &other));
	}
}

Test(address, contracts_of_the_table_are_those_of_their_issuers)
{
	const json *all =
		vectors_in(chain_vectors(a, "addresses_evm"), "tokens");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		bool bsc = !strcmp(vector_get(j, "chain"), "bsc");
		const struct asset *s = vector_asset(
			arena_printf(a, "%s_%s", vector_get(j, "symbol"),
		                     bsc ? "BEP20" : "ERC20"));
		int64_t decimals;

		cr_assert(json_int(&decimals, json_member(j, "decimals")));
		cr_expect_str_eq(s->contract, vector_get(j, "contract"));
		cr_expect_eq(s->decimals, decimals);
	}
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (ASSETS[i].contract)
			accepted(ASSETS[i].code, ASSETS[i].contract);
}

Test(address, tron_addresses_are_told_good_from_bad)
{
	const json *all = chain_vectors(a, "addresses_tron");
	const json *good = vectors_in(all, "valid");
	const json *bad = vectors_in(all, "invalid");

	for (const json *j = json_first(good); j; j = json_next(j)) {
		const char *hex = vector_find(j, "hex");
		const char *got = bytes_of("USDT_TRC20", CHAIN_MAIN,
		                           vector_get(j, "address"));

		cr_assert_not_null(got);
		if (hex)
			cr_expect_str_eq(got, hex + 2);
	}
	for (const json *j = json_first(bad); j; j = json_next(j))
		refused_everywhere("TRX", vector_case(a, j));
	/* 0x41 and 20 zeros: where TRON's coins are burnt. */
	refused("TRX", CHAIN_MAIN, "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb");
}

Test(address, solana_takes_wallets_only)
{
	const json *all = json_member(chain_vectors(a, "solana"), "addresses");
	const json *good = vectors_in(all, "valid");
	const json *on = vectors_in(all, "on_curve");
	const json *off = vectors_in(all, "off_curve");
	const json *bad = vectors_in(all, "invalid");

	for (const json *j = json_first(good); j; j = json_next(j))
		cr_expect_str_eq(
			bytes_of("SOL", CHAIN_MAIN, vector_get(j, "address")),
			vector_get(j, "hex"));
	for (const json *j = json_first(on); j; j = json_next(j))
		accepted("USDT_SOL", vector_case(a, j));
	for (const json *j = json_first(off); j; j = json_next(j))
		refused("USDT_SOL", CHAIN_MAIN, vector_case(a, j));
	for (const json *j = json_first(bad); j; j = json_next(j))
		refused("SOL", CHAIN_MAIN, vector_case(a, j));
}

static void unbase(uint8_t out[32], const char *text)
{
	cr_assert_null(base58_decode(out, 32, text), "%s", text);
}

Test(address, tokens_of_solana_lie_in_the_associated_account)
{
	const json *all = vectors_in(chain_vectors(a, "solana"), "ata");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		uint8_t owner[32], program[32], mint[32];
		const char *want = vector_get(j, "ata");
		struct token_account t;
		int64_t bump;

		unbase(owner, vector_get(j, "owner"));
		unbase(program, vector_get(j, "token_program"));
		unbase(mint, vector_get(j, "mint"));
		token_account_find(&t, owner, program, mint);
		cr_expect_str_eq(base58_encode(a, t.bytes, 32), want);
		cr_assert(json_int(&bump, json_member(j, "bump")));
		cr_expect_eq(t.bump, bump);
		accepted("SOL", vector_get(j, "owner"));
		refused("SOL", CHAIN_MAIN, want);
	}
}

Test(address, mints_of_the_table_are_those_of_solana)
{
	const json *all = vectors_in(chain_vectors(a, "solana"), "mints");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const struct asset *s = vector_asset(
			arena_printf(a, "%s_SOL", vector_get(j, "symbol")));

		cr_expect_str_eq(s->contract, vector_get(j, "mint"));
	}
}

Test(address, nothing_is_an_address_of_two_networks_but_what_must_be)
{
	static const char *const ALL[] = {
		"1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo",
		"bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv",
		"LT2KVaAy1ppRuxRgrS5RNU3vBsy7RibPeA",
		"0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
		"TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
		"HzqnaMjWFbK2io6WgV2Z5uBguCBU21RMUS16wsDUHkon",
	};

	for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++) {
		enum network taken = NETWORK_NONE;

		for (size_t k = 0; k < ASSETS_COUNT; k++) {
			enum network network = ASSETS[k].network;

			if (address_fault(&ASSETS[k], CHAIN_MAIN, ALL[i]))
				continue;
			if (network == NETWORK_BSC)
				network = NETWORK_ETHEREUM;
			cr_expect(!taken || taken == network, "%s", ALL[i]);
			taken = network;
		}
		cr_expect(taken);
	}
}

Test(address, space_around_it_and_endless_text_are_refused)
{
	char *endless = arena_array(a, (1 << 20) + 1, char);

	memset(endless, 'q', 1 << 20);
	memcpy(endless, "bc1", 3);
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		refused_everywhere(ASSETS[i].code, endless);
		refused_everywhere(ASSETS[i].code, "");
		refused_everywhere(ASSETS[i].code, " ");
	}
	refused("BTC", CHAIN_MAIN, " 1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo");
	refused("BTC", CHAIN_MAIN, "1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo\n");
	refused("ETH", CHAIN_MAIN,
	        "0x9858EfFD232B4033E47d90003D41EC34EcaEda94 ");
}
