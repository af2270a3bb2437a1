/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "gateway/kryptoexpress.h"
#include "payment/payment.h"
#include "payment/payment_settle.h"
#include "user/user_id.h"
/*
 * buyers: a database with the schema, accounts, and buyers whose payments a
 * test settles; for tests of nouns and jobs, without pages.
 */
struct buyers {
	struct arena *arena;
	struct db *db;
	struct redis *redis;
};

/* Once per test; settings are for a shop in USD and a Redis prefix of the
 * test alone. */
struct buyers *buyers_open(void);
/* Connections of its own, in a child of the test. */
void buyers_reopen(void);

struct user_id buyers_add(const char *name);
/* A key file for tests and the gateway at a port of 127.0.0.1. */
void buyers_gateway(int port);

/* An OPEN payment of 2500 cents for 0.0005 BTC, or of any amount. */
const struct payment *buyers_payment(struct user_id user,
                                     enum payment_kind kind);
/* The payment as it is now. */
const struct payment *buyers_now(const struct payment *p);
/* What the gateway says of it, when all is well. */
struct gateway_payment buyers_said(const struct payment *p, bool is_paid);
/* Settles with a body made of the report. */
enum payment_result buyers_settle(const struct payment *p,
                                  const struct gateway_payment *said);
/* One number of SQL with one id in it. */
int64_t buyers_count(const char *sql_with_d, int64_t id);
