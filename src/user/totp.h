/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/text.h"
/*
 * totp: the six digits of an authenticator app (RFC 6238: SHA-1, 30 s).
 *
 * A code is good for its step, the one before and the one after; the caller
 * remembers the step, so that each code works once.
 */
struct arena;

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_S = 30 };

struct totp_secret {
	uint8_t bytes[TOTP_SECRET_BYTES];
};

struct totp_secret totp_draw(void);
int64_t totp_step(struct moment at);
/* The code of a step, 0..999999. */
uint32_t totp_code(const struct totp_secret *secret, int64_t step);
/* Whether typed (spaces do not count) is a code of now; says of which step. */
bool totp_match(const struct totp_secret *secret, struct moment now,
                const char *typed, int64_t *step);

/* Base32, as apps take it; and back, false when it is not one of ours. */
char *totp_text(struct arena *a, const struct totp_secret *secret);
bool totp_parse(struct totp_secret *secret, const char *text);
/* The otpauth: address that the QR code holds. */
char *totp_uri(struct arena *a, const struct totp_secret *secret,
               const char *shop, const char *name);
