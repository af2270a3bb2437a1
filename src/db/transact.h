/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
/*
 * transact: the one place that begins and commits.
 *
 * The body runs inside BEGIN and COMMIT.  It is run again from its start
 * after a deadlock, a lock time-out, a snapshot conflict or a Galera
 * certification failure (at most 8 times, with jitter), and once the
 * connection was lost at COMMIT, when nobody knows whether it happened: so a
 * body keeps no state of an earlier run and writes under a unique key, where
 * a duplicate means "done before".  Inside a body: no HTTP, no Redis, no
 * mail; what must happen outside goes into the outbox.
 */
struct db;

enum tx { TX_COMMIT, TX_ROLLBACK };

typedef enum tx tx_body(struct db *db, void *arg);

/* Runs it; unwinds (RESCUE_LOST) when the retries are used up or the server
 * stays away.  Returns what the last run of the body said. */
enum tx db_transact(struct db *db, tx_body *body, void *arg);
/* Runs the body once, on one snapshot of the whole database that it can only
 * read; unwinds (RESCUE_LOST) when the server stays away. */
typedef void read_body(struct db *db, void *arg);
void db_read(struct db *db, read_body *body, void *arg);

/* Bodies run again since the process started. */
uint64_t db_repeats(void);
