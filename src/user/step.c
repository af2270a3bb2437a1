/* SPDX-License-Identifier: MIT */
#include "user/step.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "user/secret.h"

enum { GOOD_MS = 5 * 60 * 1000, TEXT_MAX = 512 };

static const char *context(struct arena *a, const char *session)
{
	return arena_printf(a, "step:%s", session);
}

static const char *fingerprint(struct arena *a, const struct user *user)
{
	uint8_t hash[SHA256_BYTES];

	sha256(hash, slice_text(user->password));
	return text_hex(a, hash, sizeof(hash) / 2);
}

const char *step_make(struct arena *a, const struct user *user,
                      const char *session)
{
	const char *plain =
		arena_printf(a, "%" PRId64 " %" PRId64 " %s", user->id.v,
	                     clock_now().ms + GOOD_MS, fingerprint(a, user));
	struct slice sealed = seal(a, secret_key(SECRET_STEP),
	                           context(a, session), slice_text(plain));

	return text_hex(a, sealed.p, sealed.len);
}

const struct user *step_read(struct db *db, struct arena *a, const char *text,
                             const char *session)
{
	size_t len = strlen(text) / 2;
	uint8_t sealed[TEXT_MAX];
	struct slice plain;
	const struct user *user;
	int64_t id;
	char *rest;

	if (len > sizeof(sealed) || !text_unhex(sealed, len, text) ||
	    !unseal(&plain, a, secret_key(SECRET_STEP), context(a, session),
	            (struct slice){(const char *)sealed, len}))
		return NULL;
	/* Sealed by step_make, so it has its form. */
	id = strtoll(arena_bytes(a, plain.p, plain.len), &rest, 10);
	if (clock_now().ms > strtoll(rest, &rest, 10))
		return NULL;
	user = user_get(db, a, (struct user_id){id});
	return strcmp(fingerprint(a, user), rest + 1) ? NULL : user;
}
