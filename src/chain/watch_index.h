/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "chain/watch.h"
/*
 * watch_index: which of many watches are meant, by what they decode to.
 *
 * All watches are of one network; several may share an address, one for each
 * asset.
 */
struct arena;
struct watch_index;

const struct watch_index *watch_index_open(struct arena *a,
                                           const struct watch *v, size_t n);
/* The next, after that one or from the start (NULL), that decodes to that
 * lower-case hex; NULL: there is none. */
const struct watch *watch_index_next(const struct watch_index *x,
                                     const char *hex,
                                     const struct watch *after);
