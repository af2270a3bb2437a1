/* SPDX-License-Identifier: MIT */
#pragma once
#include "redis/redis.h"
/*
 * inside: what the files of redis/ share and nobody else includes.
 */

/* One command, one answer, whatever it is; a lost connection unwinds. */
const struct answer *redis_send(struct redis *r, struct arena *a,
                                struct words w);
/* Throws the connection away and unwinds. */
_Noreturn void redis_lose(struct redis *r, const char *why);
