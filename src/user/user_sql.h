/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "user/user.h"
/*
 * user_sql: the statements of users, for user.c, user_totp.c and
 * user_change.c alone.
 */

const struct user *user_sql_find(struct db *db, struct arena *a,
                                 const char *name);
/* The account and the row; false when the name is taken.  mark: of the network
 * it is opened from, or NULL. */
bool user_sql_add(struct db *db, struct user_id *id, const char *public_id,
                  const char *name, const char *password, const char *mark);
/* What is stored now, read in the transaction. */
const char *user_sql_password(struct db *db, struct arena *a,
                              struct user_id id);
/* False when it was not `old` any more. */
bool user_sql_change_password(struct db *db, struct user_id id, const char *old,
                              const char *password);
/* What a recovery does to the row. */
void user_sql_recover(struct db *db, struct user_id id, const char *password);

/* The sealed secret, empty where TOTP is off. */
struct slice user_sql_totp(struct db *db, struct arena *a, struct user_id id);
/* False when the step or a later one was used. */
bool user_sql_take_step(struct db *db, struct user_id id, int64_t step);
/* False when TOTP is on already. */
bool user_sql_enable_totp(struct db *db, struct user_id id, struct slice sealed,
                          int64_t step);
void user_sql_disable_totp(struct db *db, struct user_id id);
