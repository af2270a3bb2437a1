/* SPDX-License-Identifier: MIT */
#pragma once
#include "deposit/deposit.h"
/*
 * deposit_state: how a deposit moves on, for who judges it (payment_arrive).
 *
 * All but the lists run inside the transaction that holds the payment's row;
 * each moves from the state that was locked, or panics.
 */

/* All of a payment, locked. */
struct deposits deposit_lock(struct db *db, struct arena *a,
                             const struct payment *p);

/* One of them as it is now. */
const struct deposit *deposit_lock_again(struct db *db, struct arena *a,
                                         const struct deposit *d);

/* To CONFIRMED, HELD or GONE; reason may be NULL. */
void deposit_move(struct db *db, const struct deposit *d, enum deposit_state to,
                  const char *reason);
/* Says why it stays as it is. */
void deposit_explain(struct db *db, const struct deposit *d,
                     const char *reason);
/* Sets the rate of this moment, if there is a fresh one. */
void deposit_price(struct db *db, const struct deposit *d);
/* Sets that rate; either leaves one that is set. */
void deposit_price_at(struct db *db, const struct deposit *d, const char *rate);
void deposit_credit(struct db *db, const struct deposit *d, struct money credit,
                    const char *rate);
void deposit_reverse(struct db *db, const struct deposit *d, struct money owed,
                     const char *reason);
/* Deep enough: nobody looks at it any more. */
void deposit_finish(struct db *db, const struct deposit *d);

/* The gateway's word, credited at once; false when it was there before. */
bool deposit_vouch(struct db *db, int64_t *id, const struct payment *p,
                   const char *txid, struct coin arrived, struct money credit);
/* Minor units credited within the last hour, by all. */
int64_t deposit_hour(struct db *db, struct arena *a);
