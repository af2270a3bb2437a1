/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
/*
 * keys: every key we keep in Redis, in one place.
 *
 *   PREFIX s:HASH     a session            hash: a account, n name, t since,
 *                                          e epoch of the database
 *   PREFIX us:ACCOUNT an account's sessions sorted set of HASH by time
 *   PREFIX c:u:ACCOUNT a buyer's cart      hash: product id -> "quantity:price",
 *                                          g -> its generation
 *   PREFIX c:g:HASH   a guest's cart       the same
 *   PREFIX b:ACCOUNT  balance to show      minor units
 *   PREFIX n:ACCOUNT  unread notices       count
 *   PREFIX o:USER     open payments        sorted set of ids by expiry
 *   PREFIX v          catalogue version    text, changes with what pages show
 *   PREFIX l:WHAT:WHO a limit              count
 *   PREFIX h:HOST     a host's budget      hash: full at, rest until (µs)
 *   PREFIX p:SOURCE   pairs not priced     set of "TRXJPY"
 *   PREFIX origin     a wrong origin       text, as browsers sent it
 *   PREFIX probe      whether it is written to  "1"
 *
 * All may be lost; none decides about money, or about who somebody is: an
 * ACCOUNT is the public id of a user, never the number of a row, which is
 * another's once an older database was put back.  (USER is such a number; a
 * stranger's open payments there take slots until they expire, no more.)
 * All that a visitor can make has an end and a bound, which stand in one table
 * (keys.c) and are kept by the only two ways to write, redis_keep and
 * redis_script.
 */
struct arena;

const char *key_session(struct arena *a, const char *hash);
const char *key_user_sessions(struct arena *a, const char *account);
const char *key_user_cart(struct arena *a, const char *account);
const char *key_guest_cart(struct arena *a, const char *hash);
const char *key_balance(struct arena *a, const char *account);
const char *key_notices(struct arena *a, const char *account);
const char *key_open_payments(struct arena *a, int64_t user);
const char *key_catalogue(struct arena *a);
const char *key_limit(struct arena *a, const char *what, const char *who);
const char *key_budget(struct arena *a, const char *host);
const char *key_unpriced(struct arena *a, const char *source);
const char *key_wrong_origin(struct arena *a);
const char *key_probe(struct arena *a);
/* What every key begins with. */
const char *key_prefix(void);
/* Which life of the database sessions are for, "" until it is known. */
const char *key_epoch(void);
void key_set_epoch(const char *epoch);

/* How long a kind of key is kept, and how much it may hold. */
struct key_rule {
	const char *stem; /* "s:" */
	int64_t seconds;  /* at most; 0: for good */
	unsigned most;    /* fields or members; 0: it is a text */
};

/* Whether it begins with our prefix; NULL for a key of no kind. */
bool key_is_ours(struct slice key);
const struct key_rule *key_rule_of(struct slice key);
