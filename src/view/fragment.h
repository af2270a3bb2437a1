/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "view/view.h"
/*
 * fragment: rendered parts of pages that are the same for every visitor, kept
 * by this process.
 *
 * A fragment belongs to one version of the catalogue: a call with another
 * version drops all.  At most 64 are kept, of 1 MiB together; the one used
 * least recently goes first, and none is shown for longer than 60 s, so that
 * a change whose message was lost is seen soon.
 */
struct arena;

enum { FRAGMENT_PIECES = 4 };

/* What a page shows of it: its title and the pieces between what varies. */
struct fragment {
	const char *title;
	struct html piece[FRAGMENT_PIECES];
};

/* Copied into the arena; NULL when there is none. */
const struct fragment *fragment_find(struct arena *a, const char *key,
                                     const char *version);
/* Keeps a copy, unless it is larger than a fragment may be. */
void fragment_keep(const char *key, const char *version,
                   const struct fragment *f);
void fragment_drop_all(void);
/* How many are kept, and their bytes. */
size_t fragment_count(void);
size_t fragment_bytes(void);
