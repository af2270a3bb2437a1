/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * seal: the few cryptographic operations we use, all done by OpenSSL.
 *
 * Sealed bytes are AES-256-GCM: a version byte, a 12 byte random nonce, the
 * cipher text and a 16 byte tag.  The context (such as "item:42") is
 * authenticated too, so that sealed bytes can't be moved to another row.
 */
struct arena;

enum { KEY_BYTES = 32, SHA256_BYTES = 32, SHA512_BYTES = 64, SEAL_EXTRA = 29 };

struct key {
	uint8_t bytes[KEY_BYTES];
};

/* A key for one purpose, derived from a master key (HKDF-SHA256). */
struct key key_derive(const struct key *master, const char *purpose);
/* Reads 64 hex digits from a file only its owner can read; false and logs. */
bool key_read(struct key *out, const char *path);

struct slice seal(struct arena *a, const struct key *key, const char *context,
                  struct slice plain);
/* False when the bytes, the key or the context are not the right ones. */
bool unseal(struct slice *plain, struct arena *a, const struct key *key,
            const char *context, struct slice sealed);

void sha256(uint8_t out[SHA256_BYTES], struct slice s);
void hmac_sha256(uint8_t out[SHA256_BYTES], const struct key *key,
                 struct slice s);
void hmac_sha512(uint8_t out[SHA512_BYTES], struct slice key, struct slice s);
void hmac_sha1(uint8_t out[20], struct slice key, struct slice s);
