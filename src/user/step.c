/* SPDX-License-Identifier: MIT */
#include "user/step.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "user/secret.h"
#include "user/user_inside.h"

enum { GOOD_MS = 5 * 60 * 1000, TEXT_MAX = 512 };

static const char *context(struct arena *a, const char *session)
{
	return arena_printf(a, "step:%s", session);
}

const char *step_make(struct arena *a, const struct user *user,
                      const char *session)
{
	const char *plain = arena_printf(a, "%s %" PRId64 " %s", user->account,
	                                 clock_now().ms + GOOD_MS,
	                                 user_password_mark(a, user));
	struct slice sealed = seal(a, secret_key(SECRET_STEP),
	                           context(a, session), slice_text(plain));

	return text_hex(a, sealed.p, sealed.len);
}

/* What step_make sealed for that browser; NULL when it is anything else. */
static char *opened(struct arena *a, const char *text, const char *session)
{
	size_t len = strlen(text) / 2;
	uint8_t sealed[TEXT_MAX];
	struct slice plain;

	if (len > sizeof(sealed) || !text_unhex(sealed, len, text) ||
	    !unseal(&plain, a, secret_key(SECRET_STEP), context(a, session),
	            (struct slice){(const char *)sealed, len}))
		return NULL;
	return arena_bytes(a, plain.p, plain.len);
}

const struct user *step_read(struct db *db, struct arena *a, const char *text,
                             const char *session)
{
	char *account = opened(a, text, session), *rest;
	struct user_id id;
	const struct user *user;

	rest = account ? strchr(account, ' ') : NULL;
	if (!rest)
		return NULL;
	*rest++ = '\0';
	if (clock_now().ms > strtoll(rest, &rest, 10))
		return NULL;
	id = user_of(db, a, account);
	if (!id.v)
		return NULL;
	user = user_get(db, a, id);
	return strcmp(user_password_mark(a, user), rest + 1) ? NULL : user;
}
