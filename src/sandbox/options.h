/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
/*
 * options: how this stand-in was started.
 *
 * It knows nothing of the shop's settings: it is the other side, so that one
 * mistake is never on both.
 */
struct options {
	const char *api_key;
	const char *shop;      /* the shop's address, or NULL */
	const char *truth;     /* the file of the truth log, or NULL */
	const char *seed;      /* ids, addresses and hashes follow from it */
	unsigned time_scale;   /* waits between callbacks are divided by it */
	unsigned expiry_scale; /* so is the lifetime of a payment */
	unsigned block_scale;  /* blocks take so many times as long */
	unsigned stall_s;      /* how long it stays silent in a time-out */
};

void options_open(const struct options *o);
const struct options *options(void);

/* When a payment made now expires. */
struct moment options_expiry(struct moment now);
/* How long to wait before the nth try (0..4) of a callback. */
int64_t options_wait_ms(unsigned nth);
/* 32 bytes that follow from the seed, a purpose and a number. */
void options_seeded(uint8_t out[32], const char *purpose, int64_t n);
