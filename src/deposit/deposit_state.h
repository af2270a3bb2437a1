/* SPDX-License-Identifier: MIT */
#pragma once
#include "deposit/deposit.h"
/*
 * deposit_state: how a deposit moves on, for who judges it (payment_arrive).
 *
 * All but the lists run inside the transaction that holds the payment's row;
 * each moves from the state that was locked, or panics.
 */

/* Those of a payment that changed since they were judged, in the order in
 * which they were seen, up to so many; locked. */
struct deposits deposit_lock_due(struct db *db, struct arena *a,
                                 const struct payment *p, unsigned most);
/* These were judged: they are due again when a look shows something new, or
 * when the price that one waits for is there. */
void deposit_judged(struct db *db, const struct deposits *some);
/* Those that waited for a price are due where there is a fresh one. */
void deposit_wake(struct db *db);
/* The payment was decided: so much for those that stood beside its word. */
void deposit_stir(struct db *db, const struct payment *p);

/* The largest of a payment, those of the coin that was asked for first, up to
 * so many; locked. */
struct deposits deposit_lock_largest(struct db *db, struct arena *a,
                                     const struct payment *p, unsigned most);
/* Whether any of a payment is on its way (deposit_is_coming). */
bool deposit_any_coming(struct db *db, struct arena *a,
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
/* Minor units credited within the last hour: of one buyer, whose row is
 * locked; and of all, of each at most so many. */
int64_t deposit_hour_of(struct db *db, struct arena *a, struct user_id user);
int64_t deposit_hour(struct db *db, struct arena *a, int64_t most_of_each);
