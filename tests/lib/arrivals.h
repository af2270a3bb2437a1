/* SPDX-License-Identifier: MIT */
#pragma once
#include "deposit/deposit_record.h"
#include "lib/shop.h"
#include "payment/payment_arrive.h"
/*
 * arrivals: payments with an address and coins on their chains, for a test.
 *
 * Looks are recorded as if a source had given them; no source is asked.
 */

/* A buyer's own payment in BTC at a frozen price of 50,000: named, for $25.00
 * (50,000 satoshi), or for any amount. */
const struct payment *arrivals_own(struct user_id user, enum payment_kind kind);
/* One of the gateway's, with an address and an hour to go. */
const struct payment *arrivals_gateway(struct user_id user,
                                       enum payment_kind kind);
/* The price of BTC now, for those without a frozen one. */
void arrivals_price(const char *price);

/* One transfer as a source shows it. */
struct shown {
	const char *txid;
	const char *position;
	uint64_t units;
	int64_t confirmations;
};

/* A look at the payment's address that shows these, up to one without txid. */
struct recorded arrivals_look(const struct payment *p,
                              const struct shown *shown);
#define LOOK(p, ...)       \
	arrivals_look((p), \
	              (const struct shown[]){__VA_ARGS__ __VA_OPT__(, ){0}})
/* The coins of all later looks have to be so old before they may move. */
void arrivals_mature(int64_t maturity);
/* Judges it, as the job does. */
struct settled arrivals_settle(const struct payment *p);
/* The payment as it is now. */
const struct payment *arrivals_now(const struct payment *p);
