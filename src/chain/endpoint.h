/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "chain/assets.h"
/*
 * endpoint: one place where a source answers for one network.
 *
 * The settings sources_NETWORK list them in the order in which they are
 * asked, as KIND=URL words; what must not be read by others (a key, the login
 * of a node) is in a file named after the host (source_key.h).  Where a provider wants its
 * key in the path, {key} stands there.
 */
struct arena;
struct source;

struct endpoint {
	const struct source *source;
	enum network network;
	const char *name; /* "bitcoin/esplora@mempool.space", no secret in it */
	const char *url;  /* without a slash at its end */
	const char *host; /* with its port, where the URL has one */
	const char *key;  /* "user:password" of a node, a key; or NULL */
	/* What the host bears: so many calls an hour, so many at once; 0: any. */
	unsigned per_hour, burst;
};

struct endpoints {
	size_t n;
	const struct endpoint *v;
};

/* In order; those of the process, read from the settings and the files at first
 * use. */
struct endpoints endpoints_of(enum network network);
/* Reads its key again: a node's cookie changes whenever it starts. */
void endpoint_renew(const struct endpoint *e);
/* NULL, or what is wrong with a text of KIND=URL words, naming the word. */
const char *endpoints_fault(struct arena *a, enum network network,
                            const char *text);
/* Whether a source can tell of that asset: then the chain is a witness. */
bool endpoint_knows(const struct asset *asset);
