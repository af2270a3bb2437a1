/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/coin.h"
#include "base/money.h"
/*
 * rate: what one coin was worth when so many brought so much credit.
 */
struct arena;
struct asset;

/* "1 BTC = $64,120.00", rounded down; "" when it can't be said. */
const char *rate_show(struct arena *a, const struct asset *asset, struct coin c,
                      struct money worth);
/* The same of a price as the database has it, exactly where it is small:
 * "1 DOGE = 0.08123 USD". */
const char *rate_show_price(struct arena *a, const struct asset *asset,
                            const char *price);
