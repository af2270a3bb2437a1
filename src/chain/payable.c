/* SPDX-License-Identifier: MIT */
#include "chain/payable.h"
#include <string.h>
#include <strings.h>

static const char CONTRACT[] =
	"it is the contract of a token: what is sent there is lost";
static const char PROGRAM[] = "it is a program of the network, and no wallet";
static const char BURNT[] = "it was made to burn coins: nobody has its key";
static const char NOBODY[] =
	"it was made to burn coins, or is the network's own: nobody has its "
	"key";

/* Those that no rule tells, by the network that they were made on.  Contracts
 * and mints of our own assets stand in ASSETS. */
static const struct {
	enum network network;
	const char *address, *why;
} NOBODYS[] = {
	{NETWORK_BITCOIN,  "1BitcoinEaterAddressDontSendf59kuE",           BURNT},
	{NETWORK_BITCOIN,
         "bc1p2zffkaxp5py4fdutfdsrt6t6tcrc5ks09rkfd428hlhf4n5q8tqqwv7ahk", BURNT},
	{NETWORK_ETHEREUM, "0xdEAD000000000000000042069420694206942069",   BURNT},
	{NETWORK_ETHEREUM, "0x00000000219ab540356cBB839Cbe05303d7705Fa",
         "it is the contract that stakes ether, and no wallet"                  },
	{NETWORK_ETHEREUM, "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
         CONTRACT							       }, /* wrapped ether */
	{NETWORK_BSC,      "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c",
         CONTRACT							       }, /* wrapped BNB */
	{NETWORK_TRON,     "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy",           BURNT},
	{NETWORK_TRON,     "TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR",
         CONTRACT							       }, /* wrapped TRX */
	{NETWORK_SOLANA,   "So11111111111111111111111111111111111111112",
         "it is the mint of wrapped SOL, and no wallet"                         },
	{NETWORK_SOLANA,   "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
         PROGRAM								},
	{NETWORK_SOLANA,   "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
         PROGRAM								},
	{NETWORK_SOLANA,   "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
         PROGRAM								},
	{NETWORK_SOLANA,   "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
         PROGRAM								},
	{NETWORK_SOLANA,   "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
         PROGRAM								},
	{NETWORK_SOLANA,   "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s",
         PROGRAM								},
};

enum { TEXT_RUN = 10, BYTES_RUN = 7 };

/* Ethereum and BSC have the same accounts: who is nobody on one of them is
 * nobody on the other. */
static bool is_evm(enum network network)
{
	return network == NETWORK_ETHEREUM || network == NETWORK_BSC;
}

/* Hexadecimal and bech32 may be written in capitals, base58 in one way. */
static bool is_same(const struct asset *s, const char *text,
                    enum network network, const char *other)
{
	if (is_evm(s->network))
		return is_evm(network) && !strcasecmp(text, other);
	return s->network == network &&
	       (strncmp(other, "bc1", 3) ? !strcmp(text, other)
	                                 : !strcasecmp(text, other));
}

static const char *find(const struct asset *s, const char *text)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		if (ASSETS[i].contract &&
		    is_same(s, text, ASSETS[i].network, ASSETS[i].contract))
			return CONTRACT;
	for (size_t i = 0; i < sizeof(NOBODYS) / sizeof(*NOBODYS); i++)
		if (is_same(s, text, NOBODYS[i].network, NOBODYS[i].address))
			return NOBODYS[i].why;
	return NULL;
}

/* --- rules --------------------------------------------------------------- */

static size_t longest_run(const uint8_t *p, size_t len)
{
	size_t run = 0, most = 0;

	for (size_t i = 0; i < len; i++) {
		run = i && p[i] == p[i - 1] ? run + 1 : 1;
		most = run > most ? run : most;
	}
	return most;
}

/* Who could make a key for such an address could make one for any: 0xEeee...,
 * 0x...dEaD, contracts of the network at 0x1 or 0x1000, a hash of noughts;
 * and in base58, DDogepartyxxxxxxxxxxxxxxxxxxw1dfzr, SysvarRent1111111... */
static bool is_made_up(const struct asset *s, const struct address *a,
                       const char *text)
{
	return longest_run(a->bytes, a->len) >= BYTES_RUN ||
	       (!is_evm(s->network) &&
	        longest_run((const uint8_t *)text, strlen(text)) >= TEXT_RUN);
}

const char *payable_fault(const struct asset *s, const struct address *address,
                          const char *text)
{
	const char *why = find(s, text);

	return !why && is_made_up(s, address, text) ? NOBODY : why;
}

const char *payable_read(struct address *out, const struct asset *s,
                         enum chain chain, const char *text)
{
	const char *why = address_read(out, s, chain, text);

	return why ? why : payable_fault(s, out, text);
}
