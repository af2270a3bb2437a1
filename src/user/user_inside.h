/* SPDX-License-Identifier: MIT */
#pragma once
#include "user/password.h"
#include "user/user.h"
/*
 * user_inside: what the parts of user share.
 */

/* A text that changes with the stored password, and tells nothing of it. */
const char *user_password_mark(struct arena *a, const struct user *user);
/* A line of the trail; inside the transaction of what it tells. */
void user_note(struct db *db, struct user_id id, const char *action,
               const char *network);
/* The hash, with a seat for it; false when there is none. */
bool user_store_password(char out[PASSWORD_STORED], const char *password);
/* For nobody (NULL) too, who is user:0 in the trail: a commit takes time, and
 * that must not tell which names there are. */
void user_note_failure(struct db *db, const struct user *user,
                       const char *network);
