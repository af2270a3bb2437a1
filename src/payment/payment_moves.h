/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
#include "ledger/ledger.h"
#include "payment/payment_settle.h"
/*
 * payment_moves: the steps that reports of the gateway and transfers on a
 * chain have in common, for payment_….c alone.
 *
 * All run in the transaction that holds the payment's row.
 */

/* Moves it on; who leaves CREATING or OPEN counts no more.  paid_at, of PAID,
 * may be NULL: now. */
void payment_leave(struct db *db, const struct payment *p,
                   enum payment_state to, const char *reason,
                   const struct moment *paid_at);
/* CREATING for too long: FAILED where surely nothing was made, else ABANDONED
 * now. */
void payment_give_up(struct db *db, const struct payment *p);
/* Keeps a report for a person, once. */
void payment_keep(struct db *db, struct arena *a, const struct payment *p,
                  const char *reason, const struct payment_report *report);
/* In REVIEW now, where its state allows that; else kept all the same.  The
 * user's row is locked here unless it was before. */
enum payment_result payment_to_review(struct db *db, struct arena *a,
                                      const struct payment *p,
                                      const char *reason,
                                      const struct payment_report *report);
/* Credits what the gateway vouches for; the user's row is locked in b. */
void payment_credit_word(struct db *db, struct arena *a,
                         const struct payment *p, struct balance *b,
                         const char *actor, const struct moment *paid_at,
                         struct coin arrived, struct money credit);
/* Why so much is not credited without a person, or NULL.  The user's row is
 * locked: so his own limit is kept to the cent, and that of all buyers may be
 * passed by one credit for each that is judged at the same moment. */
const char *payment_passes_caps(struct db *db, struct arena *a,
                                struct user_id user, struct money credit);
/* Over: EXPIRED now, and the buyer is told. */
enum payment_result payment_to_expired(struct db *db, struct arena *a,
                                       const struct payment *p);
