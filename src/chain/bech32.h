/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
/*
 * bech32: BIP-173 and BIP-350, and the segwit programs written in them.
 *
 * The two differ in their checksum alone: version 0 of a program stands in
 * bech32, all later ones in bech32m.  A text is all lower or all upper case.
 */
struct arena;

enum { BECH32_TEXT = 90, SEGWIT_PROGRAM = 40 };

enum bech32_kind { BECH32_NONE, BECH32, BECH32M };

struct bech32 {
	enum bech32_kind kind;
	char prefix[BECH32_TEXT];   /* lower case */
	uint8_t group[BECH32_TEXT]; /* 5 bits each, the checksum left out */
	size_t groups;
};

/* NULL or the reason. */
const char *bech32_decode(struct bech32 *out, const char *text);

struct segwit {
	char prefix[BECH32_TEXT];
	unsigned version; /* 0..16 */
	uint8_t program[SEGWIT_PROGRAM];
	size_t len; /* 2..40; of version 0, 20 or 32 */
};

/* NULL or the reason. */
const char *segwit_decode(struct segwit *out, const char *text);
/* Lower case; of a program that holds to the limits above. */
const char *segwit_encode(struct arena *a, const struct segwit *s);
