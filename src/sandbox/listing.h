/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/clock.h"
#include "base/coin.h"
#include "base/decimal.h"
#include "base/money.h"
/*
 * listing: the coins and currencies the gateway takes, at made-up prices.
 *
 * A price sways by half a percent within an hour, each coin in its own time;
 * stablecoins stand still.  The table is not the shop's: what one side gets
 * wrong, the other must not share.
 */
enum address_kind {
	ADDRESS_BTC,
	ADDRESS_LTC,
	ADDRESS_DOGE,
	ADDRESS_EVM,
	ADDRESS_SOL,
	ADDRESS_TRON
};

struct listed_coin {
	const char *code;           /* "USDT_ERC20" */
	const char *coin, *network; /* for people */
	bool is_stable;
	enum address_kind address;
	unsigned decimals; /* of a base unit */
	unsigned places;   /* of an amount it asks for */
	int64_t usd_e8;    /* the price of one, about */
	const char *fee;   /* of moving it, in coins */
};

const struct listed_coin *listed_coin_find(const char *code);
/* NULL after the last; the stablecoins come last. */
const struct listed_coin *listed_coin_at(size_t i);

/* Whether it settles in that currency. */
bool listed_currency(const char *code);
/* NULL after the last. */
const char *listed_currency_at(size_t i);
/* What that money is worth in US cents, rounded down. */
int64_t listed_usd_cents(struct money m);

/* Coins to ask for that money: rounded up to the coin's places. */
struct coin listed_due(const struct listed_coin *c, struct money m,
                       struct moment now);
/* What coins are worth: rounded down. */
struct money listed_worth(const struct listed_coin *c, struct coin units,
                          struct currency currency, struct moment now);
/* The price of one coin as decimal text with at least one place. */
void listed_price(char buf[DECIMAL_TEXT], const struct listed_coin *c,
                  const char *currency, struct moment now);
