/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
/*
 * payment_own_sql: the statements of payments to own addresses, for
 * payment_own.c alone.
 */
struct payment_wish;

/* coin counts where an amount is named; a node has to be told of the address
 * first. */
int64_t payment_own_sql_insert(struct db *db, const char *hook_token,
                               const struct payment_wish *wish,
                               struct coin coin, bool has_node);
/* Its time begins. */
void payment_own_sql_address(struct db *db, int64_t id, const char *address,
                             bool is_open);
