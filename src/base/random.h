/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * random: bytes of the kernel's generator; panics when it has none.
 */
struct arena;

enum { PUBLIC_ID_TEXT = 23 }; /* 22 base64url characters and NUL */

void random_bytes(void *out, size_t len);
uint32_t random_below(uint32_t bound);
/* A new public id or one-time token: 128 bits as base64url. */
void random_public_id(char out[PUBLIC_ID_TEXT]);
/* Whether a text may be one. */
bool random_is_public_id(const char *text);
