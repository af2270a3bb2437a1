/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
/*
 * hash160: RIPEMD-160 of SHA-256, by which scripts name keys and scripts.
 */
enum { HASH160_BYTES = 20 };

void ripemd160(uint8_t out[HASH160_BYTES], const void *bytes, size_t len);
void hash160(uint8_t out[HASH160_BYTES], const void *bytes, size_t len);
