/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "base/text.h"
/*
 * keccak: Keccak-256 as Ethereum and TRON use it.
 *
 * It is what SHA3-256 was before NIST changed its padding, so no SHA-3 of a
 * library gives the same.
 */
enum { KECCAK_BYTES = 32 };

void keccak256(uint8_t out[KECCAK_BYTES], struct slice s);
