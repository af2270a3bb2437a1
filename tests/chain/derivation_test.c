/* SPDX-License-Identifier: MIT */
#include "chain/derivation.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
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

TestSuite(address_derivation, .init = set_up, .fini = tear_down);

#define ZPUB                                                                \
	"zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1A" \
	"DqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs"

static void read_key(struct extended_key *out, const char *text)
{
	const char *why = extended_key_read(out, text);

	cr_assert_null(why, "%s: %s", text, why);
}

Test(address_derivation, keys_of_bip_32_read_and_are_written)
{
	const json *all = vectors_in(chain_vectors(a, "bip32"), "vectors");

	for (const json *v = json_first(all); v; v = json_next(v)) {
		const json *chains = vectors_in(v, "chains");

		for (const json *j = json_first(chains); j; j = json_next(j)) {
			const char *text = vector_get(j, "xpub");
			struct extended_key k;

			read_key(&k, text);
			cr_expect_str_eq(extended_key_print(a, &k), text);
		}
	}
}

Test(address_derivation, children_are_those_of_bip_32)
{
	const json *all = vectors_in(chain_vectors(a, "bip32"), "ckd_pub");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		struct extended_key k, child;
		int64_t index;

		read_key(&k, vector_get(j, "parent_xpub"));
		cr_assert(json_int(&index, json_member(j, "index")));
		cr_assert(extended_key_child(&child, &k, (uint32_t)index));
		cr_expect_str_eq(extended_key_print(a, &child),
		                 vector_get(j, "child_xpub"));
	}
}

static const char *fault(const char *code, const char *key)
{
	struct account account;

	return account_open(&account, vector_asset(code), CHAIN_MAIN,
	                    SCRIPT_OF_KEY, key);
}

Test(address_derivation, what_bip_32_calls_invalid_is_refused)
{
	const json *all =
		vectors_in(chain_vectors(a, "bip32"), "invalid_extended_keys");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *key = vector_get(j, "key");
		const char *why = fault("BTC", key);

		cr_assert_not_null(why, "%s", vector_get(j, "reason"));
		cr_expect_eq(strstr(why, "private key") != NULL,
		             !strncmp(key, "xprv", 4), "%s", why);
	}
}

/* "m/84'/0'/0'": what is not said by the letters of an xpub. */
static enum script_kind script_of_path(const char *path)
{
	switch (atoi(path + 2)) {
	case 49:
		return SCRIPT_P2SH_P2WPKH;
	case 84:
		return SCRIPT_P2WPKH;
	}
	return SCRIPT_P2PKH;
}

static const char *address_of(const char *code, enum chain chain,
                              enum script_kind script, const char *key,
                              uint32_t index)
{
	struct account account;
	const char *out = NULL, *why;

	why = account_open(&account, vector_asset(code), chain, script, key);
	cr_assert_null(why, "%s %s: %s", code, key, why);
	why = account_address(&out, a, &account, index);
	cr_assert_null(why, "%s", why);
	cr_expect_null(address_fault(vector_asset(code), chain, out));
	return out;
}

struct wallet {
	const char *code;
	enum chain chain;
	enum script_kind script;
	const char *member; /* the address in a child's row */
};

/* All children 0/INDEX of one text of the account's key. */
static size_t children_hold(const struct wallet *w, const json *all,
                            const char *key)
{
	size_t held = 0;

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const char *path = vector_get(j, "path");

		if (strncmp(path, "0/", 2) != 0)
			continue;
		cr_expect_str_eq(address_of(w->code, w->chain, w->script, key,
		                            (uint32_t)atoi(path + 2)),
		                 vector_get(j, w->member), "%s %s", key, path);
		held++;
	}
	return held;
}

static struct wallet wallet_of(const json *account)
{
	const char *coin = vector_get(account, "coin");
	bool test = !strcmp(coin, "BTC-test");
	struct wallet w = {test ? "BTC" : coin, test ? CHAIN_TEST : CHAIN_MAIN,
	                   SCRIPT_OF_KEY, "address"};

	if (address_forms(vector_asset(w.code)->network, w.chain))
		w.script = script_of_path(vector_get(account, "account_path"));
	return w;
}

Test(address_derivation, accounts_give_the_addresses_of_public_wallets)
{
	const json *all =
		vectors_in(chain_vectors(a, "hd_derivation"), "accounts");
	size_t held = 0;

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const json *keys = json_member(j, "extended_public_keys");
		struct wallet w = wallet_of(j);
		const char *key;

		for (const json *k = json_first(keys); k; k = json_next(k)) {
			cr_assert(json_text(&key, k));
			held += children_hold(&w, vectors_in(j, "children"),
			                      key);
			if (w.chain == CHAIN_TEST)
				held += children_hold(
					&(struct wallet){"LTC", CHAIN_REGTEST,
				                         w.script,
				                         "address_ltc_regtest"},
					vectors_in(j, "children"), key);
		}
	}
	cr_expect_geq(held, 50);
}

static bool is(const char *letters, const char *key)
{
	return !strncmp(letters, key, 4);
}

Test(address_derivation, the_first_letters_choose_the_script)
{
	const json *all =
		vectors_in(chain_vectors(a, "hd_derivation"), "accounts");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const json *keys = json_member(j, "extended_public_keys");
		struct wallet w = wallet_of(j);
		const char *key;

		/* xpub and Ltub do not say it: P2WPKH. */
		for (const json *k = json_first(keys); k; k = json_next(k)) {
			bool open = is("xpub", json_name(k)) ||
			            is("Ltub", json_name(k));

			if (open && w.script != SCRIPT_P2WPKH)
				continue;
			w.script = SCRIPT_OF_KEY;
			cr_assert(json_text(&key, k));
			cr_expect(children_hold(&w, vectors_in(j, "children"),
			                        key));
			w = wallet_of(j);
		}
	}
}

Test(address_derivation, the_key_of_an_account_is_built_from_its_parts)
{
	const json *all =
		vectors_in(chain_vectors(a, "hd_derivation"), "accounts");

	for (const json *j = json_first(all); j; j = json_next(j)) {
		const json *keys = json_member(j, "extended_public_keys");
		const char *text;

		for (const json *k = json_first(keys); k; k = json_next(k)) {
			struct extended_key key;

			cr_assert(json_text(&text, k));
			read_key(&key, text);
			cr_expect_str_eq(text_hex(a, key.point, POINT_BYTES),
			                 vector_get(j, "public_key"));
			cr_expect_str_eq(
				text_hex(a, key.chain_code, CHAIN_CODE_BYTES),
				vector_get(j, "chain_code"));
			cr_expect_str_eq(text_hex(a, key.parent, 4),
			                 vector_get(j, "parent_fingerprint"));
		}
	}
}

Test(address_derivation, official_wallets_get_their_first_addresses)
{
	const json *official =
		json_member(chain_vectors(a, "hd_derivation"), "official");
	const json *all =
		vectors_in(json_member(official, "slip132"), "vectors");
	const json *bip84 = json_member(official, "bip84");

	for (const json *j = json_first(all); j; j = json_next(j))
		cr_expect_str_eq(
			address_of("BTC", CHAIN_MAIN,
		                   script_of_path(vector_get(j, "path")),
		                   vector_get(j, "key"), 0),
			vector_get(j, "address"));
	cr_expect_eq(children_hold(&(struct wallet){"BTC", CHAIN_MAIN,
	                                            SCRIPT_OF_KEY, "address"},
	                           vectors_in(bip84, "addresses"),
	                           vector_get(bip84, "zpub")),
	             2);
}

Test(address_derivation, the_root_of_a_wallet_is_refused)
{
	const json *official =
		json_member(chain_vectors(a, "hd_derivation"), "official");
	const char *why = fault(
		"BTC", vector_get(json_member(official, "bip84"), "root_zpub"));

	cr_assert_not_null(why);
	cr_expect(strstr(why, "root"), "%s", why);
}

/* The same key under other first letters. */
static const char *retold(const char *key, uint32_t version)
{
	struct extended_key k;

	read_key(&k, key);
	k.version = version;
	return extended_key_print(a, &k);
}

static void refused(const char *code, enum chain chain, enum script_kind script,
                    const char *key)
{
	struct account account;
	const char *why =
		account_open(&account, vector_asset(code), chain, script, key);

	cr_expect(why && *why, "%s %s", code, key);
}

Test(address_derivation, a_key_must_agree_with_what_it_is_used_for)
{
	const char *ltub = retold(ZPUB, 0x019da462);
	const char *tpub = retold(ZPUB, 0x043587cf);

	refused("BTC", CHAIN_MAIN, SCRIPT_OF_KEY, ltub);
	refused("BTC", CHAIN_MAIN, SCRIPT_OF_KEY, tpub);
	refused("BTC", CHAIN_TEST, SCRIPT_OF_KEY, ZPUB);
	refused("BTC", CHAIN_MAIN, SCRIPT_P2PKH, ZPUB);
	refused("ETH", CHAIN_MAIN, SCRIPT_OF_KEY, ZPUB);
	refused("TRX", CHAIN_MAIN, SCRIPT_OF_KEY, ltub);
	refused("SOL", CHAIN_MAIN, SCRIPT_OF_KEY, retold(ZPUB, 0x0488b21e));
	refused("DOGE", CHAIN_MAIN, SCRIPT_OF_KEY, retold(ZPUB, 0x0488b21e));
	refused("BTC", CHAIN_MAIN, SCRIPT_OF_KEY, retold(ZPUB, 0x12345678));
	/* Zpub: of a wallet of several keys. */
	refused("BTC", CHAIN_MAIN, SCRIPT_OF_KEY, retold(ZPUB, 0x02aa7ed3));
}

Test(address_derivation, tokens_are_paid_to_the_coins_addresses)
{
	const char *xpub = retold(ZPUB, 0x0488b21e);
	const char *eth = address_of("ETH", CHAIN_MAIN, SCRIPT_OF_KEY, xpub, 7);

	cr_expect_str_eq(
		address_of("USDC_ERC20", CHAIN_MAIN, SCRIPT_OF_KEY, xpub, 7),
		eth);
	cr_expect_str_eq(
		address_of("USDT_BEP20", CHAIN_MAIN, SCRIPT_OF_KEY, xpub, 7),
		eth);
	cr_expect_str_eq(
		address_of("TRX", CHAIN_MAIN, SCRIPT_OF_KEY, xpub, 7),
		address_of("USDT_TRC20", CHAIN_MAIN, SCRIPT_OF_KEY, xpub, 7));
}

Test(address_derivation, the_last_index_is_the_one_before_the_hardened)
{
	struct account account;
	const char *out = NULL;

	cr_assert_null(account_open(&account, vector_asset("BTC"), CHAIN_MAIN,
	                            SCRIPT_OF_KEY, ZPUB));
	cr_expect_null(account_address(&out, a, &account, HARDENED - 1));
	cr_expect_not_null(out);
	cr_expect(account_address(&out, a, &account, HARDENED));
	cr_expect(account_address(&out, a, &account, UINT32_MAX));
}

Test(address_derivation, private_keys_are_refused_by_their_letters)
{
	static const char *const ALL[] = {"xprv", "yprv", "zprv", "tprv",
	                                  "uprv", "vprv", "Yprv", "Zprv",
	                                  "Ltpv", "Mtpv", "ttpv", "dgpv"};

	for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++) {
		const char *why =
			fault("BTC", arena_printf(a, "%s%s", ALL[i], ZPUB + 4));

		cr_assert_not_null(why);
		cr_expect(strstr(why, "private key"), "%s: %s", ALL[i], why);
	}
}

Test(address_derivation, a_mistyped_letter_is_seen)
{
	char *key = arena_text(a, ZPUB);

	for (size_t i = 4; key[i]; i++) {
		char was = key[i];

		key[i] = was == 'z' ? 'y' : 'z';
		cr_expect(fault("BTC", key));
		key[i] = was;
	}
	cr_expect(fault("BTC", ""));
	cr_expect(fault("BTC", "zpub"));
}
