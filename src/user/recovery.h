/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "user/user_id.h"
/*
 * recovery: ten codes that open an account whose password is lost.
 *
 * A code is 80 random bits, in letters and digits that do not look alike
 * (k3fw-9xtm-…).  Only its HMAC is stored; each works once.
 */
struct arena;
struct db;

enum { RECOVERY_CODES = 10 };

struct recovery_codes {
	const char *v[RECOVERY_CODES];
};

struct recovery_codes recovery_draw(struct arena *a);

/* Makes all of them useless; adds new ones.  Inside db_transact. */
void recovery_forget(struct db *db, struct user_id user);
void recovery_store(struct db *db, struct user_id user,
                    const struct recovery_codes *codes);
/* Whether the code, in whatever case and grouping, would work. */
bool recovery_holds(struct db *db, struct arena *a, struct user_id user,
                    const char *typed);
/* Uses it up; false when it does not work (any more). */
bool recovery_use(struct db *db, struct user_id user, const char *typed);
int64_t recovery_left(struct db *db, struct arena *a, struct user_id user);
