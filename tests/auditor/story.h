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
 *
 * and what the chains show (story_chain.c), by payment:
 *
 *   dan, to the gateway's addresses of Litecoin, all called paid by it:
 *     9   named, two witnesses agree: paid
 *     10  any amount, one transaction of two outputs agrees: paid
 *     11  named, a witness is not deep enough: confirming
 *     12  any amount, a witness differs: held for a person
 *   eve and fay, to own addresses; 13-20 of a key, 21 from the pool:
 *     13  eve, USDT: just what was asked for and then more: paid, credited
 *         twice
 *     14  eve, ETH: credited, and taken back
 *     15  fay, USDT: credited, spent, and taken back as a debt
 *     16  eve, ETH: seen: confirming
 *     17  eve, ETH: deep enough and without a price: confirming
 *     18  fay, USDT: another coin came: held
 *     19  fay, ETH: gone, and expired
 *     20  fay, ETH: open
 *     21  eve, USDT on TRON: late, and paid
 */
struct shop *story_open(void);

/* Lets triggers and constraints of this connection rest, and remembers how
 * everything is now. */
void story_keep(void);
/* Makes everything so again that these statements may have changed. */
void story_restore(const char *sql);

/* The log of the sandbox about this story; its path. */
const char *story_truth(void);
