/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "chain/assets.h"
/*
 * address: whether a text is an address to which an asset may be sent.
 *
 * Valid means more than well-formed: a form that nobody can own or that we
 * could not watch (a later witness version, MWEB, the zero address, a Solana
 * account off the curve) is refused, and the reason says so.  Addresses are
 * compared by what they decode to, never by their text.  The asset is always
 * given: 3... is an address of Bitcoin and an old one of Litecoin.
 */

/* The chain where coins are worth something, or one of those for trying. */
enum chain { CHAIN_MAIN, CHAIN_TEST, CHAIN_REGTEST };

/* "main", "test", "regtest" */
bool chain_find(enum chain *out, const char *name);
/* The setting `chain`. */
enum chain chain_set(void);

enum {
	ADDRESS_BYTES = 34,
	EVM_BYTES = 20,
	EVM_TEXT = 43,
	TRON_FIRST = 0x41 /* before the 20 bytes in base58check */
};

struct address {
	const char *kind; /* "P2WPKH", "account" */
	/* The output script of Bitcoin and its kin, 20 bytes of Ethereum, BSC
	 * and TRON, 32 of Solana. */
	uint8_t bytes[ADDRESS_BYTES];
	size_t len;
};

/* NULL or the reason, in words that follow "invalid: ". */
const char *address_read(struct address *out, const struct asset *s,
                         enum chain chain, const char *text);
/* The same, when only the answer counts. */
const char *address_fault(const struct asset *s, enum chain chain,
                          const char *text);
bool address_same(const struct address *a, const struct address *b);

/* "0x" and 40 digits, the case of the letters being the checksum (EIP-55). */
void evm_print(char out[EVM_TEXT], const uint8_t bytes[EVM_BYTES]);

/* What tells the addresses of one chain of Bitcoin's kin from others. */
struct address_forms {
	const char *prefix;     /* of segwit, or NULL */
	const char *mweb;       /* Litecoin's hidden outputs, or NULL */
	uint8_t pubkey, script; /* first byte in base58check */
	uint8_t old_script;     /* that of script again where there is none */
};

/* NULL where addresses are none of these. */
const struct address_forms *address_forms(enum network network,
                                          enum chain chain);
