/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * cursor: how far a whole chain was read, by each kind of source.
 */
struct arena;
struct db;

/* NULL: never read. */
const char *cursor_find(struct db *db, struct arena *a, const char *network,
                        const char *kind);
/* In the transaction of what was read. */
void cursor_move(struct db *db, const char *network, const char *kind,
                 const char *cursor);
