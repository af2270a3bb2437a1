/* SPDX-License-Identifier: MIT */
#include "open_fault.h"
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/assets.h"
#include "chain/budget.h"
#include "chain/endpoint.h"
#include "price/price.h"

/* NULL, or what is wrong with one word of a list. */
typedef const char *word_fault(struct arena *a, const char *word);

static const char *coin_fault(struct arena *a, const char *word)
{
	(void)a;
	return asset_find(word) ? NULL : "there is no such coin";
}

static const char *price_fault(struct arena *a, const char *word)
{
	(void)a;
	return price_source_find(word) ? NULL
	                               : "there is no such source of prices";
}

static const char *budget_fault(struct arena *a, const char *word)
{
	const char *equals = strchr(word, '=');
	unsigned per_hour, burst;

	(void)a;
	if (!equals || equals == word)
		return "it is not HOST=CALLS_AN_HOUR/AT_ONCE";
	if (memchr(word, '/', (size_t)(equals - word)))
		return "a host stands there, without http:// and a path";
	if (!budget_read(&per_hour, &burst, equals + 1))
		return "after the host stands CALLS_AN_HOUR/AT_ONCE, as in "
		       "3600/20";
	return NULL;
}

/* Names of coins and services may be parted by commas too. */
static const char *names_fault(struct arena *a, const char *text,
                               word_fault *judge)
{
	const char *word, *why;

	while ((word = text_next_word(a, &text))) {
		why = judge(a, word);
		if (why)
			return arena_printf(a, "%s: %s", word, why);
	}
	return NULL;
}

/* NAME=VALUE words are parted by blanks alone, as setting_word() reads them. */
static const char *words_fault(struct arena *a, const char *text,
                               word_fault *judge)
{
	while (*(text += strspn(text, " \t"))) {
		size_t len = strcspn(text, " \t");
		const char *word = arena_bytes(a, text, len);
		const char *why = judge(a, word);

		if (why)
			return arena_printf(a, "%s: %s", word, why);
		text += len;
	}
	return NULL;
}

static const char *chain_fault(struct arena *a, const char *text)
{
	enum chain chain;

	return chain_find(&chain, text)
	               ? NULL
	               : arena_printf(a, "%s: it is main, test or regtest",
	                              text);
}

static const struct {
	enum setting setting;
	enum network network;
} SOURCES_OF[] = {
	{SET_SOURCES_BITCOIN,  NETWORK_BITCOIN },
	{SET_SOURCES_LITECOIN, NETWORK_LITECOIN},
	{SET_SOURCES_DOGECOIN, NETWORK_DOGECOIN},
	{SET_SOURCES_ETHEREUM, NETWORK_ETHEREUM},
	{SET_SOURCES_BSC,      NETWORK_BSC     },
	{SET_SOURCES_SOLANA,   NETWORK_SOLANA  },
	{SET_SOURCES_TRON,     NETWORK_TRON    },
};

static const char *sources_fault(struct arena *a, enum setting s,
                                 const char *text)
{
	for (size_t i = 0; i < sizeof(SOURCES_OF) / sizeof(SOURCES_OF[0]); i++)
		if (SOURCES_OF[i].setting == s)
			return endpoints_fault(a, SOURCES_OF[i].network, text);
	return NULL;
}

const char *open_fault(struct arena *a, enum setting s, const char *text)
{
	if (s == SET_CHAIN)
		return chain_fault(a, text);
	if (s == SET_COINS || s == SET_OWN_COINS)
		return names_fault(a, text, coin_fault);
	if (s == SET_PRICE_SOURCES)
		return names_fault(a, text, price_fault);
	if (s == SET_CONFIRMATIONS)
		return words_fault(a, text, confirmations_fault);
	if (s == SET_SOURCE_BUDGETS)
		return words_fault(a, text, budget_fault);
	return sources_fault(a, s, text);
}
