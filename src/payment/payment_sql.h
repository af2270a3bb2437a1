/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
#include "payment/payment_settle.h"
/*
 * payment_sql: the statements of payments, for payment_….c alone.
 */
struct gateway_payment;
struct payment_wish;

/* The row, locked for the rest of the transaction. */
const struct payment *payment_sql_lock(struct db *db, struct arena *a,
                                       struct payment_id id);
/* The buyer's overdue rows that nobody else has locked. */
struct payments payment_sql_lock_overdue(struct db *db, struct arena *a,
                                         struct user_id user);
void payment_sql_insert(struct db *db, const char *hook_token,
                        const struct payment_wish *wish);
/* Moves it on from the state it was locked in.  PAID, REVIEW and FAILED are
 * not looked after any more. */
void payment_sql_move(struct db *db, const struct payment *p,
                      enum payment_state to, const char *reason,
                      const struct moment *paid_at);
/* Takes it upon itself to ask for its address; false when that is done, or
 * others do it. */
bool payment_sql_take(struct db *db, const struct payment *p);
/* Given up by its buyer: over, and not to be asked for. */
void payment_sql_cancelled(struct db *db, const struct payment *p);
/* Whether anything came that did not vanish. */
bool payment_sql_has_deposit(struct db *db, struct arena *a,
                             const struct payment *p);
/* One more or less in the buyer's guard row, which is locked. */
void payment_sql_count_open(struct db *db, struct user_id user, int change);
/* Whether the gateway's id, hash or address belongs to another payment. */
bool payment_sql_is_taken(struct db *db, struct arena *a,
                          const struct payment *p,
                          const struct gateway_payment *said);
/* Writes down what the gateway calls it, and looks after it from now on. */
void payment_sql_adopt(struct db *db, const struct payment *p,
                       const struct gateway_payment *said);
/* What the gateway says arrived, until the chain has spoken. */
void payment_sql_said(struct db *db, const struct payment *p,
                      struct coin arrived, struct money credit);
/* Whether the chain was looked at since then, for the payment's address. */
bool payment_sql_looked_since(struct db *db, struct arena *a,
                              const struct payment *p, struct moment since);
/* Keeps a report once. */
void payment_sql_quarantine(struct db *db, const struct payment *p,
                            const char *reason,
                            const struct payment_report *report,
                            const uint8_t digest[32]);
