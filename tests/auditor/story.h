/* SPDX-License-Identifier: MIT */
#pragma once
#include "lib/shop.h"
/*
 * story: what an honest shop's database looks like, made by the shop's own
 * code, to be damaged and put right again.
 */

/*
 * Three buyers, and payments and orders of every kind:
 *
 *   ann  paid $100.00 and, any amount, $25.00; bought 3 teas and a cup,
 *        looked at the first order
 *   bob  paid $60.00, has one payment open and one begun; bought a cup and
 *        something free
 *   cid  has a payment each expired, failed, and held for a person
 */
struct shop *story_open(void);

/* Lets triggers and constraints of this connection rest, and remembers how
 * everything is now. */
void story_keep(void);
/* Makes everything so again. */
void story_restore(void);

/* The log of the sandbox about this story; its path. */
const char *story_truth(void);
