/* SPDX-License-Identifier: MIT */
#include "sandbox/minted.h"
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/base58.h"

/* clang-format off */
static const struct minted COINS[] = {
	{"BTC", "BTC", "Bitcoin", NETWORK_BITCOIN, 8, NULL},
	{"LTC", "LTC", "Litecoin", NETWORK_LITECOIN, 8, NULL},
	{"DOGE", "DOGE", "Dogecoin", NETWORK_DOGECOIN, 8, NULL},
	{"ETH", "ETH", "Ethereum", NETWORK_ETHEREUM, 18, NULL},
	{"BNB", "BNB", "BNB", NETWORK_BSC, 18, NULL},
	{"SOL", "SOL", "Solana", NETWORK_SOLANA, 9, NULL},
	{"USDT_TRC20", "USDT", "Tether USD", NETWORK_TRON, 6,
	 "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
	{"USDT_ERC20", "USDT", "Tether USD", NETWORK_ETHEREUM, 6,
	 "0xdac17f958d2ee523a2206206994597c13d831ec7"},
	{"USDC_ERC20", "USDC", "USD Coin", NETWORK_ETHEREUM, 6,
	 "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"},
	{"USDT_BEP20", "USDT", "Tether USD", NETWORK_BSC, 18,
	 "0x55d398326f99059ff775485246999027b3197955"},
	{"USDC_BEP20", "USDC", "USD Coin", NETWORK_BSC, 18,
	 "0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d"},
	{"USDT_SOL", "USDT", "Tether USD", NETWORK_SOLANA, 6,
	 "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"},
	{"USDC_SOL", "USDC", "USD Coin", NETWORK_SOLANA, 6,
	 "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"},
};
/* clang-format on */

const struct minted *minted_at(size_t i)
{
	return i < sizeof(COINS) / sizeof(COINS[0]) ? &COINS[i] : NULL;
}

const struct minted *minted_find(const char *code)
{
	const struct minted *m;

	for (size_t i = 0; (m = minted_at(i)); i++)
		if (!strcmp(m->code, code))
			return m;
	return NULL;
}

const char *minted_contract_hex(struct arena *a, const struct minted *m)
{
	uint8_t bytes[1 + EVM_BYTES];

	must(m->contract);
	if (m->network != NETWORK_TRON)
		return m->contract + 2;
	must(!base58check_decode(bytes, sizeof(bytes), m->contract));
	return text_hex(a, bytes + 1, EVM_BYTES);
}

static bool is_contract(const struct minted *m, const char *contract)
{
	struct arena *a;
	bool is_it;

	if (!m->contract || !contract)
		return m->contract == contract;
	if (m->network == NETWORK_SOLANA)
		return !strcmp(m->contract, contract);
	if (!strcasecmp(m->contract, contract))
		return true;
	if (!strncmp(contract, "0x", 2))
		contract += 2;
	a = arena_open(16 * 1024);
	is_it = !strcasecmp(minted_contract_hex(a, m), contract);
	arena_close(a);
	return is_it;
}

const struct minted *minted_of(enum network network, const char *contract)
{
	const struct minted *m;

	for (size_t i = 0; (m = minted_at(i)); i++)
		if (m->network == network && is_contract(m, contract))
			return m;
	return NULL;
}

enum address_kind minted_address_kind(enum network network)
{
	switch (network) {
	case NETWORK_BITCOIN:
		return ADDRESS_BTC;
	case NETWORK_LITECOIN:
		return ADDRESS_LTC;
	case NETWORK_DOGECOIN:
		return ADDRESS_DOGE;
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
		return ADDRESS_EVM;
	case NETWORK_SOLANA:
		return ADDRESS_SOL;
	case NETWORK_TRON:
		return ADDRESS_TRON;
	case NETWORK_NONE:
		break;
	}
	panic("no such network");
}
