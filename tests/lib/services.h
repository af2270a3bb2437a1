/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "db/db.h"
#include "redis/redis.h"
/*
 * services: a real MariaDB and a real Redis for a test.
 *
 * COINTILL_TEST_DB_SOCKET and COINTILL_TEST_REDIS_SOCKET say where they are;
 * ./check starts them.  Criterion runs each test in a process of its own, so
 * a test has its own database, numbered by the process and dropped at its
 * end, and its own prefix for the keys in Redis.
 */

/* As whom a test speaks, to its own database; made at first use. */
const struct db_login *test_login(void);

/* Another connection, to disturb the one under test and to look at what was
 * done; a statement that fails, fails the test. */
void test_sql(const char *sql);
int64_t test_number(const char *sql);
/* Whether a trigger or a constraint refuses the statement. */
bool test_sql_refused(const char *sql);
/* Whether the database lets it be done. */
bool test_sql_works(const char *sql);
void test_kill(int64_t connection);
/* From here on no trigger keeps this test from any damage. */
void test_drop_triggers(void);

const char *test_db_socket(void);
const char *test_redis_socket(void);

/* Nobody is asked about any chain: the settings sources_… are empty. */
void test_no_sources(void);

/* Any command that writes, past the rules that our own writing keeps. */
void test_write(struct redis *r, struct arena *a, struct words w);

/* The keys that a pattern matches. */
const struct answer *test_keys(struct redis *r, struct arena *a,
                               const char *pattern);

/* A key of this test alone. */
struct slice test_key(struct arena *a, const char *name);
