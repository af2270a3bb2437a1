/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
/*
 * password: how passwords are judged, stored and recognised.
 *
 * What is stored is Argon2id in PHC form, its output under a peppered
 * HMAC-SHA256:
 *
 *   $argon2id$v=19$m=19456,t=2,p=1,keyid=pep1$SALT$MAC
 *
 * so that a stolen database cannot be searched without the app key.  All
 * bytes of a password count; none is cut off.  Hashing takes 20 MiB and tens
 * of milliseconds: hold a seat of user/hash_slot.
 */
enum {
	PASSWORD_STORED = 160, /* room for the PHC form */
	PASSWORD_MAX = 128,    /* bytes */
	PASSWORD_MIN_TOTP = 8, /* where a code from a phone is asked for too */
};

enum password_cost { PASSWORD_OF_BUYER, PASSWORD_OF_ADMIN };

/* Why it may not be used, or NULL.  name is the account's. */
const char *password_fault(struct slice password, const char *name,
                           bool has_totp);
/* The shortest allowed without TOTP. */
int password_min(void);

void password_store(char out[PASSWORD_STORED], enum password_cost cost,
                    const char *password);

enum password_check {
	PASSWORD_WRONG,
	PASSWORD_RIGHT,
	PASSWORD_STALE /* right, but stored with weaker numbers than today's */
};

/* NULL as stored takes as long as any other and is always wrong. */
enum password_check password_check(const char *stored, enum password_cost cost,
                                   const char *password);
