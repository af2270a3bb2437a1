/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "chain/ed25519.h"
/*
 * token_account: where on Solana the tokens of a wallet lie.
 *
 * Every wallet has one "associated" account per token; its address follows
 * from both.  It is off the curve, so nobody has a key of it.
 */
struct arena;
struct asset;
struct address;

struct token_account {
	uint8_t bytes[ED25519_BYTES];
	unsigned bump; /* 255 or the first below at which it is off the curve */
};

/* Of 32 bytes each: the wallet, the program that keeps the token (there are
 * two on Solana), and the token's mint. */
void token_account_find(struct token_account *out, const uint8_t *owner,
                        const uint8_t *program, const uint8_t *mint);

/* The account's address for an asset of the older program, such as USDT. */
const char *token_account_of(struct arena *a, const struct asset *s,
                             const struct address *owner);
