/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
/*
 * identity_sql: the statements of identity.c.
 */
struct arena;
struct db;

/* Whether there is a table, and we may look into it. */
bool identity_sql_is_there(struct db *db, struct arena *a);
struct identity_row {
	const char *currency, *epoch;
};
/* NULL when it was never written. */
const struct identity_row *identity_sql_get(struct db *db, struct arena *a);
/* Nothing where there is one. */
void identity_sql_add(struct db *db, const char *currency, const char *epoch);
/* The check value of the key in use; empty when there is none. */
struct slice identity_sql_key(struct db *db, struct arena *a, const char *name);
void identity_sql_add_key(struct db *db, const char *name, struct slice check);
/* What the ledger is in, if that is not this currency; or NULL. */
const char *identity_sql_other(struct db *db, struct arena *a,
                               const char *currency);
