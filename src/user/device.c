/* SPDX-License-Identifier: MIT */
#include "user/device.h"
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/seal.h"
#include "user/secret.h"
#include "user/user_inside.h"

enum { MAC_BYTES = 24, NAME_TEXT = PUBLIC_ID_TEXT - 1 };

/* "1.NAME.MAC": the form's number, the device, and what proves that it is
 * this account's. */
static const char *text_of(struct arena *a, const struct user *user,
                           const char *name)
{
	uint8_t mac[SHA256_BYTES];

	hmac_sha256(
		mac, secret_key(SECRET_DEVICE),
		slice_text(arena_printf(a, "1 %s %s %s", user->account,
	                                user_password_mark(a, user), name)));
	return arena_printf(a, "1.%s.%s", name,
	                    text_base64url(a, mac, MAC_BYTES));
}

const char *device_make(struct arena *a, const struct user *user)
{
	char name[PUBLIC_ID_TEXT];

	random_public_id(name);
	return text_of(a, user, name);
}

const char *device_read(struct arena *a, const struct user *user,
                        const char *text)
{
	const char *name, *ours;

	if (!user || strncmp(text, "1.", 2) != 0 ||
	    strcspn(text + 2, ".") != NAME_TEXT)
		return NULL;
	name = arena_bytes(a, text + 2, NAME_TEXT);
	ours = text_of(a, user, name);
	if (strlen(ours) != strlen(text) ||
	    !text_same_secret(ours, text, strlen(ours)))
		return NULL;
	return name;
}
