/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment_callback.h"
/*
 * payment_callback_sql: the statements of kept callbacks, for
 * payment_callback.c alone.
 */
struct kept_callback {
	int64_t id;
	const char *public_id; /* of its payment */
	struct slice body;
	bool is_last; /* it is not asked after again */
};

bool payment_callback_sql_add(struct db *db, const struct payment *p,
                              struct slice body, const uint8_t digest[32]);
/* Puts off when it is asked next, so that it is ours until then; NULL when it
 * is not due. */
const struct kept_callback *
payment_callback_sql_take(struct db *db, struct arena *a, int64_t id);
void payment_callback_sql_done(struct db *db, int64_t id);
