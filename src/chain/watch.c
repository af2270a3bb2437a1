/* SPDX-License-Identifier: MIT */
#include "chain/watch.h"
#include <string.h>
#include <strings.h>
#include "chain/base58.h"

enum {
	KEY_BYTES = 32,
	WORD_DIGITS = 64,
	PAD_DIGITS = 24 /* before the 40 of an address */
};

static const char DIGITS[] = "0123456789abcdef";

static void put_hex(char out[WATCH_HEX], const struct address *address)
{
	for (size_t i = 0; i < address->len; i++) {
		*out++ = DIGITS[address->bytes[i] >> 4];
		*out++ = DIGITS[address->bytes[i] & 15];
	}
	*out = '\0';
}

const char *watch_open(struct watch *out, const struct asset *asset,
                       enum chain chain, const char *address)
{
	struct address its = {.len = KEY_BYTES};
	const char *why;

	*out = (struct watch){asset, chain, address, ""};
	/* A token account lies off the curve and may be watched. */
	if (asset->network == NETWORK_SOLANA)
		why = base58_decode(its.bytes, its.len, address);
	else
		why = address_read(&its, asset, chain, address);
	if (!why)
		put_hex(out->hex, &its);
	return why;
}

static void put_lower(char out[WATCH_HEX], const char *hex, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = hex[i];

		out[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	out[len] = '\0';
}

static bool is_hex(const char *text, size_t len)
{
	return strnlen(text, len + 1) == len &&
	       strspn(text, "0123456789abcdefABCDEF") == len;
}

bool watch_decode(char out[WATCH_HEX], const struct asset *asset,
                  enum chain chain, const char *address)
{
	struct watch w;

	if (asset->network == NETWORK_ETHEREUM ||
	    asset->network == NETWORK_BSC) {
		if (strncasecmp(address, "0x", 2) != 0 ||
		    !is_hex(address + 2, 2 * EVM_BYTES))
			return false;
		put_lower(out, address + 2, 2 * EVM_BYTES);
		return true;
	}
	if (watch_open(&w, asset, chain, address))
		return false;
	memcpy(out, w.hex, sizeof(w.hex));
	return true;
}

bool watch_is_address(const struct watch *w, const char *address)
{
	char hex[WATCH_HEX];
	struct address its;

	switch (w->asset->network) {
	case NETWORK_ETHEREUM:
	case NETWORK_BSC: /* sources care little for the case */
		return !strcasecmp(w->address, address);
	case NETWORK_SOLANA: /* has one spelling */
		return !strcmp(w->address, address);
	case NETWORK_BITCOIN:
	case NETWORK_LITECOIN:
	case NETWORK_DOGECOIN:
	case NETWORK_TRON:
	case NETWORK_NONE:
		break;
	}
	if (!strcmp(w->address, address))
		return true;
	if (address_read(&its, w->asset, w->chain, address))
		return false;
	put_hex(hex, &its);
	return !strcmp(hex, w->hex);
}

bool watch_is_script(const struct watch *w, const char *hex)
{
	return !strcasecmp(w->hex, hex);
}

bool watch_is_word(const struct watch *w, const char *hex)
{
	return strnlen(hex, WORD_DIGITS + 1) == WORD_DIGITS &&
	       strspn(hex, "0") >= PAD_DIGITS &&
	       !strcasecmp(hex + PAD_DIGITS, w->hex);
}

bool watch_word(char out[WATCH_HEX], const char *hex)
{
	if (!is_hex(hex, WORD_DIGITS) || strspn(hex, "0") < PAD_DIGITS)
		return false;
	put_lower(out, hex + PAD_DIGITS, WORD_DIGITS - PAD_DIGITS);
	return true;
}

static bool is_tron_contract(const struct asset *asset, const char *contract)
{
	char hex[WATCH_HEX];
	struct address ours;

	if (!strcmp(asset->contract, contract))
		return true;
	if (address_read(&ours, asset, CHAIN_MAIN, asset->contract))
		return false;
	put_hex(hex, &ours);
	return !strcasecmp(hex, contract);
}

bool watch_is_contract(const struct asset *asset, const char *contract)
{
	if (!asset->contract)
		return false;
	if (asset->network == NETWORK_TRON)
		return is_tron_contract(asset, contract);
	if (asset->network == NETWORK_SOLANA)
		return !strcmp(asset->contract, contract);
	return !strcasecmp(asset->contract, contract);
}

bool watch_knows_contract(enum network network, const char *contract)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (ASSETS[i].network == network &&
		    watch_is_contract(&ASSETS[i], contract))
			return true;
	return false;
}
