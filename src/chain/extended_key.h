/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * extended_key: the public keys of BIP-32, from which more keys follow.
 *
 * Only public ones are ever read: whoever pastes a private key is told so,
 * and no byte of it is kept.
 */
struct arena;

enum { POINT_BYTES = 33, WHOLE_POINT_BYTES = 65, CHAIN_CODE_BYTES = 32 };

/* Indexes from here on are hardened: they want the private key. */
#define HARDENED 0x80000000U

struct extended_key {
	uint32_t version; /* 0x0488b21e makes the text begin with xpub */
	unsigned depth;   /* 0 for the root of a wallet */
	uint8_t parent[4];
	uint32_t index;
	uint8_t chain_code[CHAIN_CODE_BYTES];
	uint8_t point[POINT_BYTES]; /* on the curve, compressed */
};

/* NULL or the reason.  Any version passes but the known private ones. */
const char *extended_key_read(struct extended_key *out, const char *text);
const char *extended_key_print(struct arena *a, const struct extended_key *k);

/* False where the index has no key (as good as never).  index is not
 * hardened, and the key not 255 deep. */
bool extended_key_child(struct extended_key *out, const struct extended_key *k,
                        uint32_t index);

/* 0x04 and both coordinates. */
void point_unfold(uint8_t out[WHOLE_POINT_BYTES],
                  const uint8_t point[POINT_BYTES]);
