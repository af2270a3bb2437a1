/* SPDX-License-Identifier: MIT */
#pragma once
#include "sandbox/listing.h"
/*
 * quoted: what the price sources say a coin costs.
 *
 * All say about what the gateway counts with, each as of another minute: so
 * they differ a little, as real ones do.
 */
/* The price as decimal text; false: it has no price in that currency. */
bool quoted_price(char buf[DECIMAL_TEXT], const char *coin,
                  const char *currency, int seconds_ago);
