/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
/*
 * dispatch: one request from its parameters to its reply, whatever happens.
 *
 * Losing MariaDB or Redis on the way leads back here, to a 503; a request that
 * fills its arena to a 500, in another arena, of the same id.  Either page asks
 * nobody and changes nothing, and the next request finds all in order.  The
 * gateway's callbacks are answered so too, and come again.
 */
struct arena;
struct db;
struct redis;
struct reply;

struct services {
	struct db *db;
	struct redis *redis;
};

/* *a is another arena afterwards when the first was full, and is closed then.
 * `services` is a struct services: this is a fcgi_answer. */
struct reply *dispatch(struct arena **a, char *const *params, struct slice body,
                       void *services);
