/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * cursor: how far a whole chain was read, by each kind of source; of nodes'
 * wallets, which know different addresses, by each of them.
 */
struct arena;
struct db;

/* NULL: never read.  What has none of its own begins where its kind is. */
const char *cursor_find(struct db *db, struct arena *a, const char *network,
                        const char *name, const char *kind);
/* In the transaction of what was read. */
void cursor_move(struct db *db, const char *network, const char *name,
                 const char *cursor);
