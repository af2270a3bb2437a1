/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * remote: asking foreign services over HTTP, several at once (libcurl).
 *
 * A call is described, sent, and read; nothing is retried here.  Every call
 * has its own connection that is used once, because libcurl sends a POST
 * again by itself when a reused one turns out dead.  No redirects, no proxy,
 * a limit on time and on size.  https only, except towards loopback when the
 * setting allows it (demo and tests).  Only remote/ calls curl_*.
 */
struct arena;

enum remote_status {
	REMOTE_OK,       /* an answer came; look at its HTTP status */
	REMOTE_NOT_SENT, /* surely not: no byte of it left this host */
	REMOTE_UNKNOWN   /* sent, maybe; no whole answer */
};

struct remote_call {
	/* what to ask */
	const char *method; /* "GET" or "POST" */
	const char *url;
	const char *const *headers; /* "Name: value", NULL-terminated */
	struct slice body;
	unsigned timeout_s;
	/* of the answer, which takes up to 4 times as much of the arena */
	size_t limit_bytes;
	/* what came of it */
	enum remote_status status;
	long http; /* status code of the answer */
	char content_type[64];
	struct slice answer; /* NUL-terminated, in the arena */
	const char *why;     /* when not REMOTE_OK */
	bool is_too_large;   /* that is why */
	int64_t took_ms;
};

/* Performs all calls at once, at most `wide` of them in flight. */
void remote_perform(struct arena *a, struct remote_call *calls, size_t n,
                    unsigned wide);

/* The same, but none is begun after that time (clock_ticks_ms): those left
 * are REMOTE_NOT_SENT. */
void remote_perform_until(struct arena *a, struct remote_call *calls, size_t n,
                          unsigned wide, int64_t until_ms);

/* Whether plain http to 127.0.0.1 may be used. */
void remote_allow_loopback(bool allow);
