/* SPDX-License-Identifier: MIT */
#include "user/password.h"
#include <argon2.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"
#include "base/panic.h"
#include "base/random.h"
#include "base/seal.h"
#include "base/utf8.h"
#include "settings.h"
#include "user/blocklist.h"
#include "user/secret.h"

enum { SALT_BYTES = 16, OUT_BYTES = 32, BASE64_TEXT = 44 };

#define KEY_ID "pep1"

struct cost {
	uint32_t kib, passes;
};

static const struct cost COSTS[] = {
	[PASSWORD_OF_BUYER] = {19456, 2},
	[PASSWORD_OF_ADMIN] = {65536, 3},
};

struct stored {
	struct cost cost;
	uint8_t salt[SALT_BYTES];
	uint8_t mac[SHA256_BYTES];
};

/* --- rules -------------------------------------------------------------- */

int password_min(void)
{
	return (int)setting_count(SET_PASSWORD_MIN);
}

static bool is_text(struct slice s)
{
	while (s.len)
		if (utf8_next(&s) <= 0)
			return false;
	return true;
}

static bool is_name(struct slice password, const char *name)
{
	return password.len == strlen(name) &&
	       !strncasecmp(password.p, name, password.len);
}

const char *password_fault(struct slice password, const char *name,
                           bool has_totp)
{
	static char too_short[64];
	int min = has_totp ? PASSWORD_MIN_TOTP : password_min();

	if (password.len < (size_t)min) {
		snprintf(too_short, sizeof(too_short),
		         "At least %d characters, please.", min);
		return too_short;
	}
	if (password.len > PASSWORD_MAX)
		return "At most 128 bytes, please.";
	if (!is_text(password))
		return "That holds bytes that are not text.";
	if (is_name(password, name))
		return "Not your name, please.";
	if (blocklist_has(password))
		return "Many people use that one, so it is tried first. "
		       "Another, please.";
	return NULL;
}

/* --- the stored form ---------------------------------------------------- */

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
			      "wxyz0123456789+/";

/* Base64 without padding, as the PHC form wants it. */
static void encode(char *out, const uint8_t *bytes, size_t len)
{
	uint32_t bits = 0;
	int n = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | bytes[i];
		for (n += 8; n >= 6; n -= 6)
			*out++ = LETTERS[bits >> (n - 6) & 63];
	}
	if (n)
		*out++ = LETTERS[bits << (6 - n) & 63];
	*out = '\0';
}

/* Reads from *p, which then stands behind it; false when it is not there. */
static bool take_text(const char **p, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(*p, text, len))
		return false;
	*p += len;
	return true;
}

static bool take_count(const char **p, uint32_t *n)
{
	char *end;
	unsigned long got = strtoul(*p, &end, 10);

	if (**p < '0' || **p > '9' || got > UINT32_MAX)
		return false;
	*n = (uint32_t)got;
	*p = end;
	return true;
}

/* Exactly len bytes. */
static bool take_base64(const char **p, uint8_t *bytes, size_t len)
{
	uint32_t bits = 0;
	size_t got = 0;
	int n = 0;
	const char *letter;

	for (; **p && (letter = strchr(LETTERS, **p)); ++*p) {
		bits = bits << 6 | (uint32_t)(letter - LETTERS);
		n += 6;
		if (n < 8)
			continue;
		n -= 8;
		if (got == len)
			return false;
		bytes[got++] = (uint8_t)(bits >> n);
	}
	return got == len;
}

/* What a hash may cost whatever the database says. */
static bool is_possible(struct cost c)
{
	return c.kib >= 8 && c.kib <= 1 << 20 && c.passes >= 1 &&
	       c.passes <= 16;
}

static bool read_stored(struct stored *out, const char *p)
{
	return take_text(&p, "$argon2id$v=19$m=") &&
	       take_count(&p, &out->cost.kib) && take_text(&p, ",t=") &&
	       take_count(&p, &out->cost.passes) && is_possible(out->cost) &&
	       take_text(&p, ",p=1,keyid=" KEY_ID "$") &&
	       take_base64(&p, out->salt, sizeof(out->salt)) &&
	       take_text(&p, "$") &&
	       take_base64(&p, out->mac, sizeof(out->mac)) && !*p;
}

static void mac_of(uint8_t mac[SHA256_BYTES], const struct stored *s,
                   const char *password)
{
	uint8_t raw[OUT_BYTES];
	int failed = argon2id_hash_raw(s->cost.passes, s->cost.kib, 1, password,
	                               strlen(password), s->salt,
	                               sizeof(s->salt), raw, sizeof(raw));

	if (failed)
		panic("argon2: %s", argon2_error_message(failed));
	hmac_sha256(mac, secret_key(SECRET_PEPPER),
	            (struct slice){(const char *)raw, sizeof(raw)});
	explicit_bzero(raw, sizeof(raw));
}

void password_store(char out[PASSWORD_STORED], enum password_cost cost,
                    const char *password)
{
	struct stored s = {.cost = COSTS[cost]};
	char salt[BASE64_TEXT], mac[BASE64_TEXT];
	int n;

	random_bytes(s.salt, sizeof(s.salt));
	mac_of(s.mac, &s, password);
	encode(salt, s.salt, sizeof(s.salt));
	encode(mac, s.mac, sizeof(s.mac));
	n = snprintf(out, PASSWORD_STORED,
	             "$argon2id$v=19$m=%" PRIu32 ",t=%" PRIu32
	             ",p=1,keyid=" KEY_ID "$%s$%s",
	             s.cost.kib, s.cost.passes, salt, mac);
	must(n > 0 && n < PASSWORD_STORED);
}

static bool is_weaker(struct cost a, struct cost b)
{
	return a.kib < b.kib || a.passes < b.passes;
}

enum password_check password_check(const char *stored, enum password_cost cost,
                                   const char *password)
{
	struct stored s = {.cost = COSTS[cost]};
	uint8_t mac[SHA256_BYTES];

	if (stored && !read_stored(&s, stored)) {
		log_error("a stored password has no form of ours");
		stored = NULL;
		s.cost = COSTS[cost];
	}
	mac_of(mac, &s, password);
	if (!text_same_secret(mac, s.mac, sizeof(mac)) || !stored)
		return PASSWORD_WRONG;
	return is_weaker(s.cost, COSTS[cost]) ? PASSWORD_STALE : PASSWORD_RIGHT;
}
