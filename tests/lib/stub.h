/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * stub: a service on 127.0.0.1 that answers just what it is told, byte for
 * byte, so that it can also be slow, break off, or answer nonsense.
 *
 * It lives as long as the process of the test.
 */
struct stub_page {
	const char *path;   /* up to the question mark */
	const char *answer; /* with its status line; NULL closes instead */
	int delay_ms;       /* before the answer */
	int crowd;          /* answers only once so many requests have come */
	int keeps;          /* the connection open for another request */
};

/* Starts one; pages end with a NULL path.  Returns its port. */
int stub_start(const struct stub_page *pages);
/* How many requests have come. */
int stub_requests(void);
/* The head and body of the latest. */
const char *stub_latest(void);
/* A port at which nobody listens. */
int stub_dead_port(void);
