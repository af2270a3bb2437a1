/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "cart/cart.h"
#include "gateway/kryptoexpress.h"
#include "lib/shop.h"
#include "payment/payment_settle.h"
/*
 * story_parts: what the two files of the story share.
 */

/* CREATING, of so many cents; 0: any amount. */
const struct payment *story_begin(struct user_id user, const char *asset,
                                  int64_t cents);
/* Unpaid, over in so many minutes; of 0.001 coins. */
struct gateway_payment story_invoice(const struct payment *p, int64_t cents,
                                     int64_t minutes);
enum payment_result story_report(const struct payment *p,
                                 struct gateway_payment *said);
struct cart_line story_line(int64_t product, uint32_t quantity, int64_t price);
void story_buy(struct user_id user, struct cart_line *lines, size_t n,
               int64_t total, bool is_shown);

/* story_chain.c: the second half of story_open; a product of $25.00. */
void story_chain(struct shop *shop, int64_t product);
/* Its lines of the truth log. */
void story_chain_truth(FILE *f);
