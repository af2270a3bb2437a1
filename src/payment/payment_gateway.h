/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "payment/payment.h"
/*
 * payment_gateway: the gateway as payments use it: its address, its key, and
 * the secret that signs the callbacks of each payment.
 *
 * A payment's callback secret is made from one key and the payment's id and
 * is stored nowhere, so that one leaked secret forges one payment.
 */
struct kryptoexpress;

/* Reads the settings, and with_keys the two below, which it takes to create
 * payments and to take the gateway's word; false and logged, when one is
 * missing: the program must not start then. */
bool payment_gateway_open(bool with_keys);
/* callback_key_file */
bool payment_gateway_hook_open(void);
/* gateway_key_file */
bool payment_gateway_key_open(void);
const struct kryptoexpress *payment_gateway(void);

/* 64 hex digits. */
const char *payment_hook_secret(struct arena *a, const char *public_id);
/* What a payment keeps of the network that asked for it; NULL of one that is
 * shared (http/network.h). */
const char *payment_network(struct arena *a, const char *network);
/* Where the gateway calls us about it. */
const char *payment_hook_url(struct arena *a, const struct payment *p);

/* Asks the gateway for an address and writes down what it says: OPEN, FAILED,
 * or still CREATING when nobody knows.  Outside any transaction, and never
 * twice for one payment: payment_make.h sees to that. */
void payment_ask(struct db *db, struct arena *a, const struct payment *p);
