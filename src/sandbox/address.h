/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "sandbox/listing.h"
/*
 * address: made-up addresses that hold up to any check.
 *
 * Right in form and checksum, and of Solana a point on the curve; nobody
 * knows their keys.
 */
struct arena;

const char *address_make(struct arena *a, enum address_kind kind,
                         const uint8_t seed[32]);
/* Whether it could be one, by its first letters and its length. */
bool address_plausible(enum address_kind kind, const char *address);
