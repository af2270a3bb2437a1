/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/seal.h"
#include "user/user_id.h"
/*
 * recovery_sql: the statements of the recovery codes, for recovery.c alone.
 */
struct arena;
struct db;

void recovery_sql_forget(struct db *db, struct user_id user);
void recovery_sql_add(struct db *db, struct user_id user,
                      const uint8_t hash[SHA256_BYTES]);
bool recovery_sql_holds(struct db *db, struct arena *a, struct user_id user,
                        const uint8_t hash[SHA256_BYTES]);
/* False when it was used before, or never was. */
bool recovery_sql_use(struct db *db, struct user_id user,
                      const uint8_t hash[SHA256_BYTES]);
int64_t recovery_sql_left(struct db *db, struct arena *a, struct user_id user);
