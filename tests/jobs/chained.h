/* SPDX-License-Identifier: MIT */
#pragma once
#include "lib/buyers.h"
/*
 * chained: the job chains in a shop whose coins are on nodes of its own, for
 * tests of the job; what it does is looked up in the database.
 */

/* Buyers, a price for every coin, and nothing that waits: three looks that
 * miss a transfer take it back. */
struct buyers *chained_open(void);
/* Addresses of Litecoin come of a key from now on. */
void chained_key(void);

/* An own payment of a new buyer, with its address told to the node: $25.00
 * at a frozen $100.00, or any amount. */
const struct payment *chained_own(const char *asset, int64_t cents);
/* One of the gateway's, of any amount, to be paid to that address. */
const struct payment *chained_gateway(const char *asset, const char *address);

/* Runs the job once; what it said. */
const char *chained_run(void);
/* The same, in a child with connections of its own, which is killed when it
 * has sent so many statements, each of them done.  Whether it came so far. */
bool chained_run_killed(unsigned after);
/* The same in two children at once; each must end well. */
void chained_run_twice(void);
/* Who was killed has left its leases behind. */
void chained_forget_leases(void);

/* What the SQL counts. */
int64_t chained_number(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
void chained_sql(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Deposits of a payment in a state ("CREDITED"). */
int64_t chained_in(const struct payment *p, const char *state);
/* What its buyer has. */
int64_t chained_balance(const struct payment *p);
void chained_is(const struct payment *p, enum payment_state state);
/* The books agree: with the deposits, among themselves, and for the auditor. */
void chained_audit(void);
