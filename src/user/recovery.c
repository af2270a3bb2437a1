/* SPDX-License-Identifier: MIT */
#include "user/recovery.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/seal.h"
#include "base/utf8.h"
#include "user/recovery_sql.h"
#include "user/secret.h"

enum { LETTERS_OF_CODE = 16, GROUP = 4 };

/* Crockford's: no i, l, o or u. */
static const char LETTERS[] = "0123456789abcdefghjkmnpqrstvwxyz";

static const char *draw_one(struct arena *a)
{
	uint8_t bits[LETTERS_OF_CODE];
	struct text t = text_open(a, 32);

	random_bytes(bits, sizeof(bits));
	for (size_t i = 0; i < LETTERS_OF_CODE; i++) {
		if (i && i % GROUP == 0)
			text_add_text(&t, "-");
		text_add(&t, (struct slice){&LETTERS[bits[i] & 31], 1});
	}
	return t.p;
}

struct recovery_codes recovery_draw(struct arena *a)
{
	struct recovery_codes codes;

	for (size_t i = 0; i < RECOVERY_CODES; i++)
		codes.v[i] = draw_one(a);
	return codes;
}

/* What people make of a letter when they copy it by hand. */
static int32_t read_letter(int32_t c)
{
	if (c >= 'A' && c <= 'Z')
		c = c - 'A' + 'a';
	if (c == 'o')
		return '0';
	return c == 'i' || c == 'l' ? '1' : c;
}

static bool normal(char out[LETTERS_OF_CODE + 1], const char *typed)
{
	struct slice rest = slice_text(typed);
	size_t n = 0;

	while (rest.len > 0) {
		int32_t c = read_letter(utf8_next(&rest));

		if (c == '-' || utf8_is_blank(c))
			continue;
		if (c <= 0 || c > '~' || !strchr(LETTERS, (char)c) ||
		    n == LETTERS_OF_CODE)
			return false;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	return n == LETTERS_OF_CODE;
}

static bool hash_of(uint8_t hash[SHA256_BYTES], struct user_id user,
                    const char *typed)
{
	char code[LETTERS_OF_CODE + 1], bound[64];

	if (!normal(code, typed))
		return false;
	snprintf(bound, sizeof(bound), "%" PRId64 " %s", user.v, code);
	hmac_sha256(hash, secret_key(SECRET_CODES), slice_text(bound));
	return true;
}

void recovery_forget(struct db *db, struct user_id user)
{
	recovery_sql_forget(db, user);
}

void recovery_store(struct db *db, struct user_id user,
                    const struct recovery_codes *codes)
{
	uint8_t hash[SHA256_BYTES];

	for (size_t i = 0; i < RECOVERY_CODES; i++)
		if (hash_of(hash, user, codes->v[i]))
			recovery_sql_add(db, user, hash);
}

bool recovery_holds(struct db *db, struct arena *a, struct user_id user,
                    const char *typed)
{
	uint8_t hash[SHA256_BYTES];

	return hash_of(hash, user, typed) &&
	       recovery_sql_holds(db, a, user, hash);
}

bool recovery_use(struct db *db, struct user_id user, const char *typed)
{
	uint8_t hash[SHA256_BYTES];

	return hash_of(hash, user, typed) && recovery_sql_use(db, user, hash);
}

int64_t recovery_left(struct db *db, struct arena *a, struct user_id user)
{
	return recovery_sql_left(db, a, user);
}
