/* SPDX-License-Identifier: MIT */
#include "chain/sources.h"
#include <string.h>

const struct source SOURCES[] = {
	{"esplora",     esplora_read,   {NETWORK_BITCOIN, NETWORK_LITECOIN}                  },
	{"blockcypher",
         blockcypher_read,              {NETWORK_BITCOIN, NETWORK_LITECOIN, NETWORK_DOGECOIN}},
	{"bitcoind",
         bitcoind_read,                 {NETWORK_BITCOIN, NETWORK_LITECOIN, NETWORK_DOGECOIN}},
	{"solana",      solana_read,    {NETWORK_SOLANA}                                     },
	{"solanafm",    solanafm_read,  {NETWORK_SOLANA}                                     },
	{"trongrid",    trongrid_read,  {NETWORK_TRON}                                       },
	{"evm",         evm_read,       {NETWORK_ETHEREUM, NETWORK_BSC}                      },
	{"ethplorer",   ethplorer_read, {NETWORK_ETHEREUM}                                   },
};

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
	for (size_t i = 0; i < 4 && s->networks[i] != NETWORK_NONE; i++)
		if (s->networks[i] == asset->network)
			return true;
	return false;
}
