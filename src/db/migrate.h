/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdio.h>
/*
 * migrate: brings the schema forward, file by file (sql/NNNN-*.sql).
 *
 * Each file is applied once and remembered with its SHA-256 in
 * schema_migrations; a landed file that was edited since is refused.  A
 * file can be run twice (IF NOT EXISTS), since MariaDB commits every DDL
 * statement at once: killed in the middle, migrate goes on where it was.
 */
struct db;

/* Applies what is missing, saying so on out; false with the reason on err. */
bool migrate_run(struct db *db, const char *dir, FILE *out, FILE *err);
/* Whether nothing is missing (for doctor and readyz). */
bool migrate_is_done(struct db *db, const char *dir);
/* Runs a file of GRANT statements; may be run again. */
bool migrate_grants(struct db *db, const char *path, FILE *err);
