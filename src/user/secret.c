/* SPDX-License-Identifier: MIT */
#include "user/secret.h"
#include <string.h>
#include "base/panic.h"
#include "identity/identity.h"
#include "settings.h"

/* The number changes with the scheme; the pepper's is the key id that is
 * stored with every password. */
static const char *const PURPOSES[] = {
	[SECRET_PEPPER] = "password pepper 1",
	[SECRET_CODES] = "recovery codes 1",
	[SECRET_TOTP] = "totp secrets 1",
	[SECRET_STEP] = "sign-in step 1",
	[SECRET_DEVICE] = "known devices 1",
	[SECRET_NETWORK] = "networks 1",
};

static struct key keys[sizeof(PURPOSES) / sizeof(PURPOSES[0])];
static bool opened;

bool secret_open(void)
{
	struct key app;

	if (!key_read(&app, setting_text(SET_APP_KEY_FILE)) ||
	    !identity_takes(IDENTITY_APP, &app))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		keys[i] = key_derive(&app, PURPOSES[i]);
	explicit_bzero(&app, sizeof(app));
	opened = true;
	return true;
}

const struct key *secret_key(enum secret which)
{
	must(opened);
	return &keys[which];
}
