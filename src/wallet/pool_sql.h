/* SPDX-License-Identifier: MIT */
#pragma once
#include "wallet/wallet_sql.h"
/*
 * pool_sql: the statements of addresses that were imported, for wallet/ alone.
 */

/* Gives the oldest free one to the payment; NULL when there is none. */
const char *pool_sql_take(struct db *db, struct arena *a, enum network network,
                          int64_t payment);
/* Why it can't be added, in words, or NULL. */
const char *pool_sql_known(struct db *db, struct arena *a,
                           const struct own_script *s);
/* False when it is there. */
bool pool_sql_add(struct db *db, const struct own_script *s);
