/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * ed25519: whether 32 bytes are a point of the curve.
 *
 * On Solana a wallet's address is its public key, which is one; the address
 * of a program's account is made so that it is none.
 */
enum { ED25519_BYTES = 32 };

bool ed25519_is_point(const uint8_t bytes[ED25519_BYTES]);
