/* SPDX-License-Identifier: MIT */
#include "chain/sources.h"
#include <string.h>

/* No row of SOURCES: nobody sets it, it goes with evm. */
static const struct source EVM_NATIVE = {
	.name = "evm-native",
	.read = evm_read,
	.networks = {NETWORK_ETHEREUM, NETWORK_BSC},
	.is_whole = true,
	.is_bulky = true,
	.per_hour = 18000,
	.burst = 20,
	.ask = evm_native_ask,
	.take = evm_native_take,
	.ask_tip = evm_ask_tip,
};

/* clang-format off */
const struct source SOURCES[] = {
	{
		.name = "esplora",
		.asks_again = true,
		.read = esplora_read,
		.ask = esplora_ask,
		.take = esplora_take,
		.ask_tip = esplora_ask_tip,
		.networks = {NETWORK_BITCOIN, NETWORK_LITECOIN},
		.per_hour = 3600,
		.burst = 20,
	},
	{
		.name = "blockcypher",
		.wants_known = true,
		.read = blockcypher_read,
		.ask = blockcypher_ask,
		.take = blockcypher_take,
		.ask_tip = blockcypher_ask_tip,
		.networks = {NETWORK_BITCOIN, NETWORK_LITECOIN, NETWORK_DOGECOIN},
		.per_hour = 90,
		.burst = 3,
		.key_field = "token",
	},
	{
		.name = "bitcoind",
		.wants_known = true,
		.read = bitcoind_read,
		.ask = bitcoind_ask,
		.take = bitcoind_take,
		.ask_tip = bitcoind_ask_tip,
		.networks = {NETWORK_BITCOIN, NETWORK_LITECOIN, NETWORK_DOGECOIN},
		.is_whole = true,
		.is_wallet = true,
		.key_header = "Authorization",
	},
	{
		.name = "solana",
		.asks_again = true,
		.is_bulky = true,
		.read = solana_read,
		.networks = {NETWORK_SOLANA},
		.per_hour = 12000,
		.burst = 40,
		.ask = solana_ask,
		.take = solana_take,
		.ask_tip = solana_ask_tip,
	},
	{
		.name = "solanafm",
		.is_bulky = true,
		.read = solanafm_read,
		.networks = {NETWORK_SOLANA},
		.per_hour = 3600,
		.burst = 10,
		.ask = solanafm_ask,
		.take = solanafm_take,
		.key_header = "ApiKey",
	},
	{
		.name = "trongrid",
		.asks_again = true,
		.is_bulky = true,
		.read = trongrid_read,
		.networks = {NETWORK_TRON},
		.per_hour = 4000,
		.burst = 10,
		.ask = trongrid_ask,
		.take = trongrid_take,
		.ask_tip = trongrid_ask_tip,
		.key_header = "TRON-PRO-API-KEY",
		.is_tokens_only = true,
	},
	{
		.name = "evm",
		.asks_again = true,
		.read = evm_read,
		.networks = {NETWORK_ETHEREUM, NETWORK_BSC},
		.is_whole = true,
		.is_bulky = true,
		.per_hour = 18000,
		.burst = 20,
		.ask = evm_ask,
		.take = evm_take,
		.ask_tip = evm_ask_tip,
		.native = &EVM_NATIVE,
	},
	{
		.name = "ethplorer",
		.asks_again = true,
		.read = ethplorer_read,
		.networks = {NETWORK_ETHEREUM},
		.per_hour = 100,
		.burst = 2,
		.key_field = "apiKey",
		.key_public = "freekey",
		.is_tokens_only = true,
		.is_bulky = true,
		.ask = ethplorer_ask,
		.take = ethplorer_take,
		.ask_tip = ethplorer_ask_tip,
	},
};
/* clang-format on */

const size_t SOURCES_COUNT = sizeof(SOURCES) / sizeof(SOURCES[0]);

const struct source *source_find(const char *name)
{
	for (size_t i = 0; i < SOURCES_COUNT; i++)
		if (!strcmp(SOURCES[i].name, name))
			return &SOURCES[i];
	return NULL;
}

bool source_knows(const struct source *s, const struct asset *asset)
{
	if (s->is_tokens_only && !asset->contract)
		return false;
	for (size_t i = 0; i < 4 && s->networks[i] != NETWORK_NONE; i++)
		if (s->networks[i] == asset->network)
			return true;
	return false;
}
