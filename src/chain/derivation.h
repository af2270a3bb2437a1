/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "chain/address.h"
#include "chain/extended_key.h"
/*
 * derivation: addresses to be paid at, made from a wallet's public key.
 *
 * The wallet gives the public key of an account (m/84'/0'/0'); address number
 * INDEX is its child 0/INDEX, the one the wallet itself will look at.  No
 * private key is needed, read or kept.
 *
 * Which script the wallet uses is said by the first letters of the key, as
 * SLIP-132 has them (ypub and Mtub: P2SH-P2WPKH, zpub: P2WPKH).  xpub and
 * Ltub leave it open; they get P2WPKH unless another is asked for.
 */
enum script_kind {
	SCRIPT_OF_KEY,
	SCRIPT_P2PKH,
	SCRIPT_P2SH_P2WPKH,
	SCRIPT_P2WPKH
};

/* "p2pkh", "p2sh-p2wpkh", "p2wpkh" */
bool script_find(enum script_kind *out, const char *name);
/* The same back; "" of SCRIPT_OF_KEY. */
const char *script_name(enum script_kind script);

struct account {
	const struct asset *asset;
	enum chain chain;
	enum script_kind script;     /* of Bitcoin and its kin */
	struct extended_key receive; /* child 0 of what the wallet gave */
};

/* NULL or the reason: the key is none, is private, is the wallet's root, or
 * is of another coin, chain or script. */
const char *account_open(struct account *out, const struct asset *s,
                         enum chain chain, enum script_kind script,
                         const char *key);

/* Sets the address; NULL or the reason. */
const char *account_address(const char **out, struct arena *a,
                            const struct account *account, uint32_t index);
