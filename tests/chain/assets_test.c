/* SPDX-License-Identifier: MIT */
#include "chain/assets.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"
#include "remote/json.h"

static struct arena *a;

static void set_up(void)
{
	a = arena_open(4 << 20);
}

static void tear_down(void)
{
	arena_close(a);
}

TestSuite(assets, .init = set_up, .fini = tear_down);

static const json *read_vectors(const char *name)
{
	const char *why;
	const json *j = json_read(a, fixture(a, name), 8, &why);

	cr_assert_not_null(j, "%s", why);
	return j;
}

static const char *text_in(const json *j, const char *name)
{
	const char *text = NULL;

	(void)json_text(&text, json_member(j, name));
	return text;
}

Test(assets, each_kind_of_payment_uri_has_its_name)
{
	cr_expect_str_eq(asset_uri_kind(asset_find("BTC")), "BIP-21");
	cr_expect_str_eq(asset_uri_kind(asset_find("USDC_BEP20")), "EIP-681");
	cr_expect_str_eq(asset_uri_kind(asset_find("USDC_SOL")), "Solana Pay");
	cr_expect_null(asset_uri_kind(asset_find("USDT_TRC20")));
	cr_expect(asset_is_token(asset_find("USDT_TRC20")));
	cr_expect_not(asset_is_token(asset_find("ETH")));
}

Test(assets, payment_uris_are_as_the_standards_write_them)
{
	const json *all =
		json_member(read_vectors("payment_uris.json"), "build");
	size_t seen = 0;

	for (size_t i = 0; i < json_array_length(all); i++) {
		const json *j = json_item(all, i);
		const struct asset *s = asset_find(text_in(j, "asset"));
		const char *units = text_in(j, "units");
		const char *address = text_in(j, "address");
		const struct uri_words words = {text_in(j, "label"),
		                                text_in(j, "message"),
		                                text_in(j, "memo")};
		struct coin c;

		cr_assert_not_null(s);
		if (units)
			cr_assert_null(coin_parse_units(&c, units));
		cr_expect_str_eq(asset_payment_uri_with(a, s, address,
		                                        units ? &c : NULL,
		                                        &words),
		                 text_in(j, "uri"));
		if (!words.label)
			cr_expect_str_eq(asset_payment_uri(a, s, address,
			                                   units ? &c : NULL),
			                 text_in(j, "uri"));
		seen++;
	}
	cr_assert_eq(seen, json_array_length(all));
}

Test(assets, words_in_a_payment_uri_cannot_break_out_of_it)
{
	const struct uri_words words = {.label = "A&B=50% #1\xc3\xa4",
	                                .memo = "left out of BIP-21"};
	const char *uri =
		asset_payment_uri_with(a, asset_find("BTC"), "x", NULL, &words);

	cr_expect_str_eq(uri, "bitcoin:x?label=A%26B%3D50%25%20%231%C3%A4");
}

static const char *id_for(enum network network)
{
	switch (network) {
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
		return "0x00000000000000000000000000000000"
		       "00000000000000000000000000000abc";
	case NETWORK_SOLANA:
		return "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBg"
		       "mQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"; /* 64 bytes */
	default:
		return "00000000000000000000000000000000"
		       "00000000000000000000000000000abc";
	}
}

Test(assets, links_to_explorers_are_those_of_the_networks)
{
	const json *tx = json_member(read_vectors("explorer_urls.json"), "tx");

	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		const struct asset *s = &ASSETS[i];
		const char *shape = text_in(tx, s->code);
		const char *id = id_for(s->network);
		const char *url = asset_explorer_url(a, s, id);

		if (!shape) {
			cr_expect_null(url, "%s", s->code);
			continue;
		}
		cr_assert_not_null(url, "%s", s->code);
		cr_expect_str_eq(url, arena_printf(a, "%.*s%s",
		                                   (int)strcspn(shape, "{"),
		                                   shape, id));
	}
}

static const char *address_for(enum network network)
{
	switch (network) {
	case NETWORK_BITCOIN:
		return "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
	case NETWORK_LITECOIN:
		return "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh";
	case NETWORK_SOLANA:
		return "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN";
	case NETWORK_TRON:
		return "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
	default:
		return "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
	}
}

Test(assets, links_to_an_address_are_those_of_the_networks)
{
	const json *all =
		json_member(read_vectors("explorer_urls.json"), "address");

	cr_assert(json_array_length(all) || json_first(all));
	for (const json *j = json_first(all); j; j = json_next(j)) {
		const struct asset *s = asset_find(json_name(j));
		const char *shape, *address;

		cr_assert(s && json_text(&shape, j));
		address = address_for(s->network);
		cr_expect_str_eq(asset_explorer_address_url(a, s, address),
		                 arena_printf(a, "%.*s%s",
		                              (int)strcspn(shape, "{"), shape,
		                              address));
		cr_expect_null(asset_explorer_address_url(a, s, "../x"));
	}
	cr_expect_null(asset_explorer_address_url(
		a, asset_find("BTC"),
		"tb1qcrh3yqn4nlleplcez2yndq2ry8h9ncg3qh7n5"
		"4"));
}

Test(assets, an_id_of_another_form_is_never_linked)
{
	static const char *const BAD[] = {
		"", "kryptoexpress:634", "../x", "javascript:alert(1)", "0xabc",
		/* 63 and 65 digits, upper case, and
	                                   * 88 letters of more than 64 bytes */
		"0000000000000000000000000000000000000"
		"00000000000000000000000abc",
		"0000000000000000000000000000000000000"
		"0000000000000000000000000abc",
		"0000000000000000000000000000000000000"
		"000000000000000000000000ABC",
		"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
		"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
		"zzzzzzzzzzzzzz"};

	for (size_t i = 0; i < ASSETS_COUNT; i++)
		for (size_t j = 0; j < sizeof(BAD) / sizeof(BAD[0]); j++)
			cr_expect_null(
				asset_explorer_url(a, &ASSETS[i], BAD[j]));
}

Test(assets, every_row_is_whole_and_its_code_its_own)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		const struct asset *s = &ASSETS[i];
		struct coin least;

		cr_expect_eq(asset_find(s->code), s);
		cr_expect(*s->coin && *s->name && *asset_network(s));
		cr_expect_null(coin_parse(&least, s->least, s->decimals));
		cr_expect_not(coin_is_zero(least));
		cr_expect_eq(s->is_stable, s->contract != NULL);
	}
	cr_expect_null(asset_find("btc"));
	cr_expect_null(asset_find(""));
}
