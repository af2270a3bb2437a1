/* SPDX-License-Identifier: MIT */
#pragma once
#include "ledger/ledger.h"
/*
 * ledger_sql: the statements of the ledger, for ledger.c alone.
 */

/* The id of an account that must exist. */
int64_t ledger_sql_account(struct db *db, struct arena *a, const char *code);
/* False when the cause was posted before. */
bool ledger_sql_entry(struct db *db, int64_t *entry, struct user_id user,
                      struct cause cause);
/* Number seq, from 1, of the entry. */
void ledger_sql_transfer(struct db *db, int64_t entry, int seq, int64_t debit,
                         int64_t credit, struct money amount);
/* Changes one of the two sums of the guard row, under the version that was
 * locked, with its line of history; b follows. */
void ledger_sql_top_up(struct db *db, struct balance *b, int64_t entry,
                       struct money amount);
void ledger_sql_take_back(struct db *db, struct balance *b, int64_t entry,
                          struct money amount);
void ledger_sql_consume(struct db *db, struct balance *b, int64_t entry,
                        struct money amount);
