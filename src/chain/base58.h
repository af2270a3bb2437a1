/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
/*
 * base58: bytes as the letters of Bitcoin, with and without its checksum.
 *
 * The reader always knows how many bytes it wants; another count is a fault,
 * so a long text costs nothing.  Letters are case-sensitive.
 */
struct arena;

enum { BASE58_MAX = 128 /* bytes */ };

/* Exactly len bytes, at most BASE58_MAX; NULL or the reason. */
const char *base58_decode(uint8_t *out, size_t len, const char *text);
const char *base58_encode(struct arena *a, const uint8_t *bytes, size_t len);

/* The same, with 4 bytes of a double SHA-256 after the len bytes. */
const char *base58check_decode(uint8_t *out, size_t len, const char *text);
const char *base58check_encode(struct arena *a, const uint8_t *bytes,
                               size_t len);
