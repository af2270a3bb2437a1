/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "base/money.h"
/*
 * shown: the short-lived copies in Redis of what every page's header shows.
 *
 * Written after a commit, gone after ten minutes, and never asked when
 * anything is decided.
 */
struct arena;
struct redis;

void shown_balance(struct redis *r, struct arena *a, const char *account,
                   struct money available);
void shown_notices(struct redis *r, struct arena *a, const char *account,
                   int64_t unread);
/* Forgets both, so that the next page asks MariaDB. */
void shown_forget(struct redis *r, struct arena *a, const char *account);
