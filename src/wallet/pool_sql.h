/* SPDX-License-Identifier: MIT */
#pragma once
#include "wallet/holder_sql.h"
#include "wallet/wallet_sql.h"
/*
 * pool_sql: the statements of addresses that were imported, for wallet/ alone.
 */

struct pool_address {
	int64_t id;
	const char *address; /* NULL: there is none */
};

/* The oldest free one that nobody else is about to give, locked for the rest
 * of the transaction. */
struct pool_address pool_sql_lock_oldest(struct db *db, struct arena *a,
                                         enum network network);
void pool_sql_give(struct db *db, const struct pool_address *free,
                   const struct holder *h, int64_t payment);
/* Why it can't be added, in words, or NULL. */
const char *pool_sql_known(struct db *db, struct arena *a,
                           const struct own_script *s);
/* Whether the gateway made it for one of our payments. */
bool pool_sql_is_of_gateway(struct db *db, struct arena *a,
                            const struct own_script *s);
/* False when it is there. */
bool pool_sql_add(struct db *db, const struct own_script *s);
