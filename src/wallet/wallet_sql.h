/* SPDX-License-Identifier: MIT */
#pragma once
#include "wallet/wallet.h"
/*
 * wallet_sql: the statements of wallets and of addresses given out, for
 * wallet/ alone.
 */

struct holder;

/* What an address decodes to, as own_addresses.script has it. */
struct own_script {
	const char *network, *address, *hex;
};

struct wallets wallet_sql_lock_network(struct db *db, struct arena *a,
                                       enum network network);
/* The confirmed one, locked for the rest of the transaction, or as it is. */
const struct wallet *wallet_sql_lock_live(struct db *db, struct arena *a,
                                          enum network network);
const struct wallet *wallet_sql_live(struct db *db, struct arena *a,
                                     enum network network);
const struct wallet *wallet_sql_first(struct db *db, struct arena *a,
                                      enum network network,
                                      const char *first_address);
/* False when there is one with that first address. */
bool wallet_sql_insert(struct db *db, const struct wallet *w);
void wallet_sql_confirm(struct db *db, const struct wallet *w);
/* False when that address was given out or imported before. */
bool wallet_sql_take(struct db *db, const struct wallet *w, int64_t index,
                     const struct own_script *s, const struct holder *h,
                     int64_t payment);
/* From the index it was locked with. */
void wallet_sql_move(struct db *db, const struct wallet *w, int64_t next);
bool wallet_sql_is_known(struct db *db, struct arena *a,
                         const struct own_script *s);
