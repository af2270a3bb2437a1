/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * stub: a service on 127.0.0.1 that answers just what it is told, byte for
 * byte, so that it can also be slow, break off, or answer nonsense.
 *
 * It lives as long as the process of the test.
 */
struct stub_page {
	const char *path;   /* up to the question mark, or with the query */
	const char *answer; /* with its status line; NULL closes instead */
	int delay_ms;       /* before the answer */
	int crowd;          /* answers only once so many requests have come */
	int keeps;          /* the connection open for another request */
	const char *holds;  /* only for a request that has this in it */
	int times;          /* only so often; 0: always */
};

/* Starts one; pages end with a NULL path.  Returns its port. */
int stub_start(const struct stub_page *pages);
/* Starts one whose answers are made of the request's head and body, one at a
 * time, whatever the path. */
typedef const char *stub_make(const char *request);
int stub_start_making(stub_make *make);
/* How many requests have come. */
int stub_requests(void);
/* How many were answered with the page of that number. */
int stub_served(int page);
/* How many were under way at the same time, at most. */
int stub_widest(void);
/* The head and body of the latest. */
const char *stub_latest(void);
/* A port at which nobody listens. */
int stub_dead_port(void);
/* A port that somebody else may take. */
int stub_free_port(void);
