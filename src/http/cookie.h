/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
/*
 * cookie: how our cookies are named and written.
 *
 * Over https a cookie is called __Host-NAME, which binds it to this host and
 * to https; over plain http, which is for the demo on loopback, browsers would
 * drop such a cookie, and it is called NAME.
 */
struct arena;
struct request;

enum { COOKIE_OF_SESSION = -1, COOKIE_GONE = 0 };

/* The value of ours that the browser sent, or NULL. */
const char *cookie_get(const struct request *rq, const char *name);
/* What Set-Cookie says; it is kept for that many seconds, or as long as the
 * browser runs (COOKIE_OF_SESSION). */
const char *cookie_line(struct arena *a, const char *name, const char *value,
                        int64_t seconds);
