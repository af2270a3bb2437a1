/* SPDX-License-Identifier: MIT */
#include "user/totp.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/seal.h"
#include "base/utf8.h"

enum { DIGITS = 6, MODULUS = 1000000, AROUND = 1 };

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct totp_secret totp_draw(void)
{
	struct totp_secret secret;

	random_bytes(secret.bytes, sizeof(secret.bytes));
	return secret;
}

int64_t totp_step(struct moment at)
{
	return at.ms / 1000 / TOTP_STEP_S;
}

uint32_t totp_code(const struct totp_secret *secret, int64_t step)
{
	uint8_t counter[8], mac[20];
	const uint8_t *p;

	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	hmac_sha1(mac,
	          (struct slice){(const char *)secret->bytes,
	                         sizeof(secret->bytes)},
	          (struct slice){(const char *)counter, sizeof(counter)});
	p = mac + (mac[19] & 15);
	return (((uint32_t)p[0] & 127) << 24 | (uint32_t)p[1] << 16 |
	        (uint32_t)p[2] << 8 | p[3]) %
	       MODULUS;
}

/* The six digits alone; false when it is anything else. */
static bool digits_of(char out[DIGITS + 1], const char *typed)
{
	struct slice rest = slice_text(typed);
	size_t n = 0;

	while (rest.len > 0) {
		int32_t c = utf8_next(&rest);

		if (utf8_is_blank(c))
			continue;
		if (c < '0' || c > '9' || n == DIGITS)
			return false;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	return n == DIGITS;
}

bool totp_match(const struct totp_secret *secret, struct moment now,
                const char *typed, int64_t *step)
{
	char sent[DIGITS + 1], right[16];
	bool found = false;

	if (!digits_of(sent, typed))
		return false;
	for (int64_t s = totp_step(now) - AROUND; s <= totp_step(now) + AROUND;
	     s++) {
		snprintf(right, sizeof(right), "%06" PRIu32,
		         totp_code(secret, s));
		if (!text_same_secret(sent, right, DIGITS))
			continue;
		found = true;
		*step = s;
	}
	return found;
}

char *totp_text(struct arena *a, const struct totp_secret *secret)
{
	char *out = arena_array(a, TOTP_SECRET_BYTES * 8 / 5 + 1, char);
	uint32_t bits = 0;
	size_t len = 0;
	int n = 0;

	for (size_t i = 0; i < TOTP_SECRET_BYTES; i++) {
		bits = bits << 8 | secret->bytes[i];
		for (n += 8; n >= 5; n -= 5)
			out[len++] = LETTERS[bits >> (n - 5) & 31];
	}
	return out;
}

bool totp_parse(struct totp_secret *secret, const char *text)
{
	uint32_t bits = 0;
	size_t got = 0;
	int n = 0;

	for (; *text; text++) {
		const char *letter = strchr(LETTERS, *text);

		if (!letter || got == TOTP_SECRET_BYTES)
			return false;
		bits = bits << 5 | (uint32_t)(letter - LETTERS);
		n += 5;
		if (n < 8)
			continue;
		n -= 8;
		secret->bytes[got++] = (uint8_t)(bits >> n);
	}
	return got == TOTP_SECRET_BYTES && !n;
}

static void add_escaped(struct text *t, const char *s)
{
	for (; *s; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') ||
		             (*s >= 'A' && *s <= 'Z') ||
		             (*s >= '0' && *s <= '9') || strchr("-._~", *s);

		if (plain)
			text_add(t, (struct slice){s, 1});
		else
			text_printf(t, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

char *totp_uri(struct arena *a, const struct totp_secret *secret,
               const char *shop, const char *name)
{
	struct text t = text_open(a, 256);

	text_add_text(&t, "otpauth://totp/");
	add_escaped(&t, shop);
	text_add_text(&t, ":");
	add_escaped(&t, name);
	text_printf(&t, "?secret=%s&issuer=", totp_text(a, secret));
	add_escaped(&t, shop);
	text_add_text(&t, "&algorithm=SHA1&digits=6&period=30");
	return t.p;
}
