/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/seal.h"
/*
 * secret: the keys that guard accounts, one for each purpose, all derived
 * from the app key.
 *
 * None of them is in the database, so a copy of it alone opens nothing.
 */
enum secret {
	SECRET_PEPPER, /* of passwords */
	SECRET_CODES,  /* recovery codes */
	SECRET_TOTP,   /* seals the secrets of authenticator apps */
	SECRET_STEP,   /* seals what the first step of a sign-in proved */
	SECRET_DEVICE, /* browsers that signed in before */
	SECRET_NETWORK /* marks the network that an account is opened from */
};

/* Reads app_key_file; false and logs. */
bool secret_open(void);
/* Panics before secret_open. */
const struct key *secret_key(enum secret which);
