/* SPDX-License-Identifier: MIT */
#pragma once
#include "user/user.h"
/*
 * device: a browser that has signed in to an account before.
 *
 * It keeps a text that only we can make, for an account and a name of its own
 * (OWASP's device cookie).  The text opens nothing: it says that whoever is
 * wrong about a password here is no stranger, and is counted apart from them
 * (shop/guess).  It is good while the password stays what it was, so changing
 * that makes strangers of all devices but the present one.
 */

const char *device_make(struct arena *a, const struct user *user);
/* The device's own name, or NULL: not made by us, not for this user (who may
 * be NULL), or before the password was changed. */
const char *device_read(struct arena *a, const struct user *user,
                        const char *text);
