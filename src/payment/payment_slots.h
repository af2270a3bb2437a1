/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "payment/payment.h"
/*
 * payment_slots: the cheap first refusal of one payment too many (Redis).
 *
 * A set of a buyer's open payments by expiry, counted and added to in one
 * script.  It decides early and never finally: MariaDB is the truth, keeps
 * the limit by itself, and refills the set when it is missing.
 */
struct redis;

/* Takes a slot for a payment about to begin; false when all are taken. */
bool payment_slot_take(struct redis *r, struct db *db, struct arena *a,
                       struct user_id user, const char *public_id);
/* Gives it back: not begun, or open no more. */
void payment_slot_drop(struct redis *r, struct arena *a, struct user_id user,
                       const char *public_id);
/* Makes the set what MariaDB says. */
void payment_slots_fill(struct redis *r, struct arena *a, struct user_id user,
                        const struct payments *open);

/* After a settled payment's COMMIT: its slot is free and the copies that
 * pages show are forgotten. */
void payment_told(struct redis *r, struct db *db, struct arena *a,
                  const struct payment *p);
