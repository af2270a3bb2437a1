/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "user/user_id.h"
/*
 * once: the one-time token of a form that moves money.
 *
 * The page draws a fresh token; the effect and the token are written in one
 * transaction; the same form again finds the token and leads to the first
 * result.  The same token with other fields is refused.
 */
struct arena;
struct db;

struct once {
	const char *token;       /* 22 characters, from the form */
	uint8_t fingerprint[32]; /* of route and fields */
};

enum once_state {
	ONCE_FRESH,
	ONCE_DONE, /* *result is the path of the first */
	ONCE_OTHER /* the token belongs to another form */
};

enum once_state once_find(struct db *db, struct arena *a, struct user_id user,
                          const struct once *once, const char **result);

/* Inside the transaction; false when it was stored before (roll back and
 * look with once_find). */
bool once_store(struct db *db, struct user_id user, const struct once *once,
                const char *result);
