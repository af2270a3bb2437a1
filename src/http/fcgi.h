/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
/*
 * fcgi: the loop of a FastCGI worker (libfcgi), on descriptor 0.
 *
 * One request at a time.  SIGTERM, SIGINT and SIGUSR2 let the request in hand
 * finish and end the loop; so does having served `most` requests.  Every request
 * has its own arena, closed after the answer was sent; who answers may put
 * another in its place.
 */
struct arena;
struct reply;

typedef struct reply *fcgi_answer(struct arena **a, char *const *params,
                                  struct slice body, void *arg);

/* Serves until told to stop; the answer may be NULL for a bare 503. */
int fcgi_serve(fcgi_answer *answer, void *arg, unsigned most);
