/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/seal.h"
/*
 * identity: which shop a database is of.
 *
 * `cointill migrate`, the only one with the right, writes it down once: the
 * currency, a check value of each key (from which the key cannot be found),
 * and an epoch, a random text that is another one after a restore.  Every
 * program compares its setting and the keys it opened before it asks a
 * database for anything else (open_db), and refuses to work where they
 * differ: in another currency credits would be wrong for good, and under
 * another key units be sold that nobody can open.
 *
 * A key is compared as soon as both are known, whichever comes first, so a
 * program compares what it opens and needs no list of that.
 */
struct arena;
struct db;

enum identity_key { IDENTITY_APP, IDENTITY_UNIT, IDENTITY_CALLBACK };
enum { IDENTITY_KEYS = 3 };

/* For whoever reads a key of the shop from its file: false, having logged
 * why, where it is known not to be this shop's. */
bool identity_takes(enum identity_key which, const struct key *key);

/* Reads what the database says; NULL when it agrees with the setting and with
 * the keys taken so far, otherwise a sentence for the operator. */
const char *identity_fault(struct db *db, struct arena *a);

/* For `cointill migrate`: writes what the database does not say yet, of the
 * currency and of the keys taken so far.  NULL, or why this is not the shop
 * that the settings are of. */
const char *identity_write(struct db *db, struct arena *a);
