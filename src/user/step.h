/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "user/user.h"
/*
 * step: proof that the password was right, while the code is asked for.
 *
 * A sealed text that the form carries from the first step of a sign-in to
 * the second.  It is good for five minutes, in the browser it was made for
 * (session is the hash of its session), and only while the password stays
 * what it was.
 */

const char *step_make(struct arena *a, const struct user *user,
                      const char *session);
/* The user, or NULL. */
const struct user *step_read(struct db *db, struct arena *a, const char *text,
                             const char *session);
