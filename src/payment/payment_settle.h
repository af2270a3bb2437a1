/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "payment/payment.h"
/*
 * payment_settle: what a report of the gateway does to a payment.
 *
 * One transaction, whoever brings the report: the payment's row is locked,
 * judged (payment_judge.h) and, where it says so, credited, held for a person
 * or ended.  The same report again does nothing.
 */
struct gateway_payment;

/* What somebody says about a payment. */
struct payment_report {
	const struct gateway_payment *said;
	struct slice body;  /* as it came, for a person to read */
	const char *source; /* "callback" or "poller" */
};

/* The body of a report that came without one of its own. */
struct slice payment_report_body(struct arena *a,
                                 const struct gateway_payment *said);

enum payment_result {
	PAYMENT_UNCHANGED, /* nothing new, or settled before */
	PAYMENT_ADOPTED,   /* OPEN now, with an address */
	PAYMENT_CREDITED,
	PAYMENT_WAITS, /* CONFIRMING now: paid, when the chain shows it too */
	PAYMENT_ENDED, /* EXPIRED, ABANDONED or FAILED now */
	PAYMENT_HELD,  /* in REVIEW now */
	PAYMENT_NOTED  /* kept in quarantine, the state is as it was */
};

enum payment_result payment_settle(struct db *db, struct arena *a,
                                   const struct payment *p,
                                   const struct payment_report *report);
/* Keeps the report for a person, and the payment in REVIEW where its state
 * allows that. */
enum payment_result payment_hold(struct db *db, struct arena *a,
                                 const struct payment *p, const char *reason,
                                 const struct payment_report *report);
/* The same for what is no payment at all; the state stays as it is. */
void payment_note(struct db *db, struct arena *a, const struct payment *p,
                  const char *reason, const struct payment_report *report);
/* OPEN and past its time, CREATING for an hour, or never asked for: ended. */
enum payment_result payment_end(struct db *db, struct arena *a,
                                const struct payment *p);
/* CREATING and surely not made: FAILED, with the reason in words. */
enum payment_result payment_refuse(struct db *db, struct arena *a,
                                   const struct payment *p, const char *reason);

/* Those that payment_end would end, oldest first. */
struct payments payment_list_overdue(struct db *db, struct arena *a,
                                     unsigned most);
