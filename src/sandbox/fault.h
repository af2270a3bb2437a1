/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "sandbox/payment.h"
/*
 * fault: what can be made to go wrong.
 *
 * A fault of a payment acts on one payment at once, or is kept for the next
 * one and acts when that is paid.  A fault of a call is kept for the next
 * call of an operation: create, get, wallet, quote
 * (a withdrawal's dry run), withdrawal or any; or for the next call of a
 * network (bitcoin, ...) or of a service (esplora, kraken, ...).  A fault of
 * a chain happens to it at once.
 */
struct arena;
struct db;

struct fault {
	const char *name;
	bool of_call;
	bool of_chain;    /* at once; see disturb.h */
	const char *done; /* for a person, once it is set */
};

/* NULL: there is none of that name. */
const struct fault *fault_find(const char *name);

/* Whether the operation is a call, not "payment". */
bool fault_of_calls(const char *operation);

/* Keeps a fault for the next n calls or payments. */
void fault_arm(struct db *db, const struct fault *f, const char *operation,
               int64_t n);
/* Takes the fault kept for a call, or "": a transaction of its own. */
const char *fault_take(struct db *db, struct arena *a, const char *operation);
/* The same inside a transaction. */
const char *fault_pop(struct db *db, struct arena *a, const char *operation);

/* Whether the operation is a network or a service. */
bool fault_of_services(const char *operation);
/* Takes the fault kept for a call of a service on a network, or "". */
const char *fault_take_service(struct db *db, struct arena *a,
                               const char *service, const char *network);
const char *fault_pop_service(struct db *db, struct arena *a,
                              const char *service, const char *network);
/* Whether there is any, without a lock. */
bool fault_is_kept(struct db *db, struct arena *a, const char *service,
                   const char *network);
/* Forgets all that is kept for it. */
void fault_forget(struct db *db, const char *operation);

/* Queues what the plan of a payment just paid says. */
void fault_announce_paid(struct db *db, struct arena *a, struct payment *p);
/* Lets it happen to a locked payment now, paying it where it must be paid;
 * false when its time is over. */
bool fault_act(struct db *db, struct arena *a, struct payment *p,
               const struct fault *f, int64_t copies);
