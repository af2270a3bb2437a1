/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/money.h"
/*
 * settings: everything an operator may set, one row each in settings.c.
 *
 * Read once at start from a file of `name = value` lines; an unknown name, a
 * value out of range or a word that means nothing stops the program with the
 * line and the reason.  So whoever reads one relies on it.
 * Secrets are never values: a setting names the file that holds one; a name
 * without a slash in front is looked up in $CREDENTIALS_DIRECTORY (systemd) or
 * in keys/ of /etc/cointill.
 */
enum setting {
	SET_SHOP_NAME,
	SET_ORIGIN,
	SET_CURRENCY,
	SET_LANG,
	SET_DB_SOCKET,
	SET_DB_HOST,
	SET_DB_PORT,
	SET_DB_NAME,
	SET_DB_PASSWORD_DIR,
	SET_DB_USER_SHOP,
	SET_DB_USER_PAY,
	SET_DB_USER_ADMIN,
	SET_DB_USER_WORKER,
	SET_DB_USER_AUDIT,
	SET_DB_USER_MIGRATE,
	SET_REDIS_SOCKET,
	SET_REDIS_PASSWORD_FILE,
	SET_REDIS_PREFIX,
	SET_RUN_DIR,
	SET_SHARE_DIR,
	SET_APP_KEY_FILE,
	SET_UNIT_KEY_FILE,
	SET_CALLBACK_KEY_FILE,
	SET_GATEWAY_URL,
	SET_GATEWAY_KEY_FILE,
	SET_CALLBACK_ORIGIN,
	SET_ALLOW_LOOPBACK_HTTP,
	SET_COINS,
	SET_OPEN_PAYMENTS_MAX,
	SET_OPEN_NETWORK_MAX,
	SET_REQUESTS_HOURLY,
	SET_DEPOSIT_MIN,
	SET_DEPOSIT_MAX,
	SET_REVIEW_ABOVE,
	SET_REVIEW_HOURLY,
	SET_REVIEW_HOURLY_BUYER,
	SET_POLL_DAYS,
	SET_CHAIN,
	SET_SOURCES_BITCOIN,
	SET_SOURCES_LITECOIN,
	SET_SOURCES_DOGECOIN,
	SET_SOURCES_ETHEREUM,
	SET_SOURCES_BSC,
	SET_SOURCES_SOLANA,
	SET_SOURCES_TRON,
	SET_SOURCE_KEY_DIR,
	SET_SOURCE_BUDGETS,
	SET_CONFIRMATIONS,
	SET_WATCH_NATIVE,
	SET_NODE_WALLET,
	SET_LOOK_SECONDS,
	SET_WITNESS_MINUTES,
	SET_VANISH_LOOKS,
	SET_VANISH_SECONDS,
	SET_OWN_COINS,
	SET_OWN_MINUTES,
	SET_OWN_GAP,
	SET_OWN_HELD,
	SET_OWN_HELD_NEW,
	SET_OWN_HELD_NETWORK,
	SET_OWN_RESERVE,
	SET_PRICE_SOURCES,
	SET_KRAKEN_URL,
	SET_COINGECKO_URL,
	SET_COINBASE_URL,
	SET_PRICE_AGE,
	SET_PRICE_BAND,
	SET_PRICE_SPREAD,
	SET_STABLE_PARITY,
	SET_CART_LINES_MAX,
	SET_FREE_UNITS_UNPAID,
	SET_PAGE_SIZE,
	SET_PASSWORD_MIN,
	SET_HASH_SLOTS,
	SET_HASH_QUEUE,
	SET_LOGIN_TRIES,
	SET_NETWORK_TRIES,
	SET_LIMIT_REGISTER,
	SETTING_COUNT
};

/* What a text says beyond its kind: NULL, or what is wrong with it, naming the
 * word.  A setting of coins or networks is judged by those who know them. */
struct arena;
typedef const char *setting_fault(struct arena *a, enum setting s,
                                  const char *text);

/* Reads the file; false after a sentence on err for each line that is wrong. */
bool settings_read(const char *path, setting_fault *judge, FILE *err);
/* One value as the file would give it; NULL, or the reason. */
const char *settings_set(const char *name, const char *value);

const char *setting_text(enum setting s);
/* The value of NAME=VALUE among the words of a text; NULL when not there. */
const char *setting_word(enum setting s, const char *name);
int64_t setting_count(enum setting s);
bool setting_yes(enum setting s);
/* In the shop's currency, and no more than money_most: what is larger than any
 * row of the database needs no limit. */
struct money setting_money(enum setting s);
struct currency setting_currency(void);
/* Minor units that an account must have deposited to be one that has paid. */
int64_t setting_paid_least(void);

/* Every setting with its default and meaning, as the manual shows it; amounts
 * in the currency that was read. */
void settings_print(FILE *out);
