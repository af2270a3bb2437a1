/* SPDX-License-Identifier: MIT */
#include "chain/assets.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/base58.h"
#include "settings.h"

enum { DEPTH_MOST = 10000 };

const struct asset ASSETS[] = {
	{"BTC",        "BTC",  "Bitcoin",  NETWORK_BITCOIN,  8,  false, NULL, "0.0001"},
	{"LTC",        "LTC",  "Litecoin", NETWORK_LITECOIN, 8,  false, NULL, "0.02"  },
	{"DOGE",       "DOGE", "Dogecoin", NETWORK_DOGECOIN, 8,  false, NULL, "20"    },
	{"ETH",        "ETH",  "Ether",    NETWORK_ETHEREUM, 18, false, NULL, "0.002" },
	{"BNB",        "BNB",  "BNB",      NETWORK_BSC,      18, false, NULL, "0.005" },
	{"SOL",        "SOL",  "Solana",   NETWORK_SOLANA,   9,  false, NULL, "0.02"  },
	{"TRX",        "TRX",  "TRON",     NETWORK_TRON,     6,  false, NULL, "15"    },
	{"USDT_TRC20", "USDT", "Tether",   NETWORK_TRON,     6,  true,
         "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",                                "5"     },
	{"USDT_ERC20", "USDT", "Tether",   NETWORK_ETHEREUM, 6,  true,
         "0xdAC17F958D2ee523a2206206994597C13D831ec7",                        "5"     },
	{"USDC_ERC20", "USDC", "USD Coin", NETWORK_ETHEREUM, 6,  true,
         "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",                        "5"     },
	{"USDT_BEP20", "USDT", "Tether",   NETWORK_BSC,      18, true,
         "0x55d398326f99059fF775485246999027B3197955",                        "5"     },
	{"USDC_BEP20", "USDC", "USD Coin", NETWORK_BSC,      18, true,
         "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d",                        "5"     },
	{"USDT_SOL",   "USDT", "Tether",   NETWORK_SOLANA,   6,  true,
         "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB",                      "5"     },
	{"USDC_SOL",   "USDC", "USD Coin", NETWORK_SOLANA,   6,  true,
         "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",                      "5"     },
};

enum txid_form { TXID_HEX, TXID_0X_HEX, TXID_BASE58 };

/* clang-format off */
static const struct {
	const char *code;                /* "bitcoin" */
	int depth;                       /* blocks until it is credited */
	int final;                       /* until nothing changes */
	int maturity;                    /* until mined coins may move */
	const char *words, *token_words; /* of its coin, of its tokens */
	const char *scheme;              /* of a payment URI, or NULL */
	const char *evm_chain;           /* ERC-681 chain id, or NULL */
	const char *transfer, *account;  /* of an explorer; or NULL */
	enum txid_form form;
} NETWORKS[] = {
	[NETWORK_BITCOIN] = {
		"bitcoin", 2, 12, 100, "Bitcoin", "", "bitcoin", NULL,
		"https://mempool.space/tx/",
		"https://mempool.space/address/", TXID_HEX},
	[NETWORK_LITECOIN] = {
		"litecoin", 6, 24, 100, "Litecoin", "", "litecoin", NULL,
		"https://litecoinspace.org/tx/",
		"https://litecoinspace.org/address/", TXID_HEX},
	[NETWORK_DOGECOIN] = {
		"dogecoin", 20, 60, 240, "Dogecoin", "", "dogecoin", NULL,
		NULL, NULL, TXID_HEX},
	[NETWORK_ETHEREUM] = {
		"ethereum", 32, 96, 0,
		"Ethereum", "Ethereum, ERC-20", "ethereum", "1",
		"https://etherscan.io/tx/",
		"https://etherscan.io/address/", TXID_0X_HEX},
	[NETWORK_BSC] = {
		"bsc", 15, 200, 0,
		"BNB Smart Chain", "BNB Smart Chain, BEP-20", "ethereum", "56",
		"https://bscscan.com/tx/",
		"https://bscscan.com/address/", TXID_0X_HEX},
	[NETWORK_SOLANA] = {
		"solana", 32, 32, 0, "Solana", "Solana, SPL", "solana", NULL,
		"https://solscan.io/tx/",
		"https://solscan.io/account/", TXID_BASE58},
	[NETWORK_TRON] = {
		"tron", 19, 40, 0, "TRON", "TRON, TRC-20", NULL, NULL,
		"https://tronscan.org/#/transaction/",
		"https://tronscan.org/#/address/", TXID_HEX},
};
/* clang-format on */

const size_t ASSETS_COUNT = sizeof(ASSETS) / sizeof(ASSETS[0]);

const struct asset *asset_find(const char *code)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (strcmp(ASSETS[i].code, code) == 0)
			return &ASSETS[i];
	return NULL;
}

bool asset_is_among(struct arena *a, const struct asset *asset,
                    const char *codes)
{
	const char *code;

	while ((code = text_next_word(a, &codes)))
		if (!strcmp(code, asset->code))
			return true;
	return false;
}

const char *network_code(enum network network)
{
	return NETWORKS[network].code;
}

enum network network_find(const char *code)
{
	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++)
		if (!strcmp(NETWORKS[i].code, code))
			return (enum network)i;
	return NETWORK_NONE;
}

const char *confirmations_fault(struct arena *a, const char *word)
{
	const char *equals = strchr(word, '=');
	char *end;
	long n;

	if (!equals)
		return "it is not NETWORK=BLOCKS";
	if (network_find(arena_bytes(a, word, (size_t)(equals - word))) ==
	    NETWORK_NONE)
		return "there is no such network";
	n = strtol(equals + 1, &end, 10);
	if (equals[1] < '0' || equals[1] > '9' || *end || n < 1 ||
	    n > DEPTH_MOST)
		return "the blocks are a whole number from 1 to 10000";
	return NULL;
}

const struct asset *network_coin(enum network network)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (ASSETS[i].network == network && !ASSETS[i].contract)
			return &ASSETS[i];
	panic("a network without a coin");
}

/* The setting's word for each network, read once. */
static const int64_t *depths(void)
{
	static int64_t DEPTHS[NETWORK_COUNT];

	if (DEPTHS[NETWORK_BITCOIN])
		return DEPTHS;
	for (size_t i = NETWORK_NONE + 1; i < NETWORK_COUNT; i++) {
		const char *set =
			setting_word(SET_CONFIRMATIONS, NETWORKS[i].code);
		long n = set ? strtol(set, NULL, 10) : NETWORKS[i].depth;

		must(n > 0 && n <= DEPTH_MOST);
		DEPTHS[i] = n;
	}
	return DEPTHS;
}

int64_t asset_depth(const struct asset *s)
{
	return depths()[s->network];
}

int64_t network_final(enum network network)
{
	int64_t depth = depths()[network], final = NETWORKS[network].final;

	return depth > final ? depth : final;
}

int64_t network_maturity(enum network network)
{
	return NETWORKS[network].maturity;
}

int64_t asset_final(const struct asset *s)
{
	return network_final(s->network);
}

const char *asset_network(const struct asset *s)
{
	return s->contract ? NETWORKS[s->network].token_words
	                   : NETWORKS[s->network].words;
}

const char *asset_amount(struct arena *a, const struct asset *s, struct coin c)
{
	char text[COIN_TEXT];

	coin_print(text, c, s->decimals);
	return arena_printf(a, "%s %s", text, s->coin);
}

struct coin asset_least_units(const struct asset *s)
{
	struct coin least;

	must(!coin_parse(&least, s->least, s->decimals));
	return least;
}

const char *asset_least(struct arena *a, const struct asset *s)
{
	return arena_printf(a, "%s %s", s->least, s->coin);
}

/* "&label=Luke%20Jr", or "?" where it is the first; nothing for NULL. */
static void add_field(struct text *t, const char **before, const char *name,
                      const char *value)
{
	static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~";

	if (!value)
		return;
	text_printf(t, "%s%s=", *before, name);
	*before = "&";
	for (const char *p = value; *p; p++)
		text_printf(t, strchr(PLAIN, *p) ? "%c" : "%%%02X",
		            (unsigned char)*p);
}

/* bitcoin:ADDRESS?amount=0.1, solana:OWNER?amount=1&spl-token=MINT */
static const char *coin_uri(struct arena *a, const struct asset *s,
                            const char *address, const struct coin *amount,
                            const struct uri_words *words)
{
	struct text t = text_open(a, 160);
	char coins[COIN_TEXT];
	const char *before = "?";

	text_printf(&t, "%s:%s", NETWORKS[s->network].scheme, address);
	if (amount)
		coin_print(coins, *amount, s->decimals);
	add_field(&t, &before, "amount", amount ? coins : NULL);
	add_field(&t, &before, "spl-token", s->contract);
	add_field(&t, &before, "label", words->label);
	add_field(&t, &before, "message", words->message);
	if (s->network == NETWORK_SOLANA)
		add_field(&t, &before, "memo", words->memo);
	return t.p;
}

/* ethereum:TO@1?value=WEI, ethereum:TOKEN@1/transfer?address=TO&uint256=N */
static const char *evm_uri(struct arena *a, const struct asset *s,
                           const char *address, const struct coin *amount)
{
	const char *chain = NETWORKS[s->network].evm_chain;
	struct text t = text_open(a, 200);
	char units[COIN_TEXT];

	if (amount)
		coin_print_units(units, *amount);
	if (s->contract)
		text_printf(&t, "ethereum:%s@%s/transfer?address=%s",
		            s->contract, chain, address);
	else
		text_printf(&t, "ethereum:%s@%s", address, chain);
	if (amount)
		text_printf(&t, "%s%s",
		            s->contract ? "&uint256=" : "?value=", units);
	return t.p;
}

const char *asset_payment_uri(struct arena *a, const struct asset *s,
                              const char *address, const struct coin *amount)
{
	return asset_payment_uri_with(a, s, address, amount,
	                              &(struct uri_words){.label = NULL});
}

const char *asset_payment_uri_with(struct arena *a, const struct asset *s,
                                   const char *address,
                                   const struct coin *amount,
                                   const struct uri_words *words)
{
	if (!asset_has_uri(s))
		return address;
	if (NETWORKS[s->network].evm_chain)
		return evm_uri(a, s, address, amount);
	return coin_uri(a, s, address, amount, words);
}

bool asset_has_uri(const struct asset *s)
{
	return NETWORKS[s->network].scheme != NULL;
}

const char *asset_uri_kind(const struct asset *s)
{
	if (!asset_has_uri(s))
		return NULL;
	if (NETWORKS[s->network].evm_chain)
		return "EIP-681";
	return s->network == NETWORK_SOLANA ? "Solana Pay" : "BIP-21";
}

bool asset_is_token(const struct asset *s)
{
	return s->contract != NULL;
}

static bool is_hex(const char *s)
{
	return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static bool is_signature(const char *s)
{
	uint8_t bytes[64];

	return !base58_decode(bytes, sizeof(bytes), s);
}

static bool fits(enum txid_form form, const char *txid)
{
	switch (form) {
	case TXID_HEX:
		return is_hex(txid);
	case TXID_0X_HEX:
		return strncmp(txid, "0x", 2) == 0 && is_hex(txid + 2);
	case TXID_BASE58:
		return is_signature(txid);
	}
	return false;
}

const char *asset_explorer_url(struct arena *a, const struct asset *s,
                               const char *txid)
{
	const char *explorer = NETWORKS[s->network].transfer;

	if (!explorer || !fits(NETWORKS[s->network].form, txid))
		return NULL;
	return arena_printf(a, "%s%s", explorer, txid);
}

const char *asset_explorer_address_url(struct arena *a, const struct asset *s,
                                       const char *address)
{
	const char *explorer = NETWORKS[s->network].account;

	if (!explorer || address_fault(s, CHAIN_MAIN, address))
		return NULL;
	return arena_printf(a, "%s%s", explorer, address);
}
