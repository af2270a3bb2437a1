/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/money.h"
/*
 * settings: everything an operator may set, one row each in settings.c.
 *
 * Read once at start from a file of `name = value` lines; an unknown name or
 * a value out of range stops the program with the line and the reason.
 * Secrets are never values: a setting names the file that holds one; a name
 * without a slash is looked up in $CREDENTIALS_DIRECTORY (systemd) or in keys/ beside the file.
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
	SET_DEPOSIT_MIN,
	SET_DEPOSIT_MAX,
	SET_REVIEW_ABOVE,
	SET_REVIEW_HOURLY,
	SET_POLL_DAYS,
	SET_CART_LINES_MAX,
	SET_PAGE_SIZE,
	SET_PASSWORD_MIN,
	SET_HASH_SLOTS,
	SET_HASH_QUEUE,
	SET_LOGIN_TRIES,
	SET_NETWORK_TRIES,
	SET_LIMIT_REGISTER,
	SETTING_COUNT
};

/* Reads the file; false after a sentence on err. */
bool settings_read(const char *path, FILE *err);
/* One value as the file would give it; NULL, or the reason. */
const char *settings_set(const char *name, const char *value);

const char *setting_text(enum setting s);
int64_t setting_count(enum setting s);
bool setting_yes(enum setting s);
/* In the shop's currency. */
struct money setting_money(enum setting s);
struct currency setting_currency(void);

/* Every setting with its default and meaning, as the manual shows it. */
void settings_print(FILE *out);
