/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/coin.h"
#include "base/money.h"
#include "base/text.h"
#include "sandbox/listing.h"
/*
 * payment: an address the gateway gave out, and what came to it.
 *
 * A PAYMENT is for an amount, which several transfers may fill; a DEPOSIT is
 * for any amount, and only its first transfer counts.  It is open until it
 * is paid or its time is over, and never changes back.
 */
struct arena;
struct db;

struct payment {
	int64_t id;
	bool is_deposit;
	struct currency settles_in;
	const struct listed_coin *coin;
	bool has_amounts; /* a DEPOSIT only once it is paid */
	struct money fiat;
	struct coin asked, received;
	const char *address, *hash;
	const char *callback_url, *callback_secret; /* NULL: none */
	struct moment created_at, expires_at, paid_at;
	bool is_paid, is_expired, is_withdrawn;
	struct moment withdrawn_shown_at; /* when it begins to say so */
	const char *plan;                 /* the fault of its callback */
	int64_t copies;                   /* of that callback */
	const char *get_lie;              /* what it falsely says when asked */
};

/* The payment as the gateway sends it, compact. */
struct slice payment_json(struct arena *a, const struct payment *p,
                          struct moment now);
/* Digits of base units as a number with at least so many places. */
const char *payment_number(struct arena *a, struct coin c, unsigned decimals,
                           unsigned places);
/* The same payment told falsely: a lie is "amount", "coin", "paid", "unpaid"
 * or "" for none. */
struct payment payment_told(const struct payment *p, const char *lie,
                            struct moment now);

/* Gives it id, address and hash, and stores it; in a transaction. */
void payment_create(struct db *db, struct arena *a, struct payment *p);

/* What a transfer did. */
enum arrival { ARRIVAL_PART, ARRIVAL_PAID, ARRIVAL_UNCOUNTED };

/*
 * Coins come to the address, in a transaction and with the payment locked.
 * What comes too late or to a DEPOSIT that had one already does not count,
 * unless the gateway is told to be lenient.
 */
enum arrival payment_receive(struct db *db, struct arena *a, struct payment *p,
                             struct coin c, bool lenient);
/* All that is missing; for a DEPOSIT, coins for 25 dollars. */
struct coin payment_missing(const struct payment *p, struct moment now);
/* Its time is over, now. */
void payment_expire(struct db *db, struct arena *a, struct payment *p);
bool payment_is_open(const struct payment *p, struct moment now);

/* NULL: there is none. */
struct payment *payment_lock(struct db *db, struct arena *a, int64_t id);
const struct payment *payment_find(struct db *db, struct arena *a,
                                   const char *hash);
/* The id by hash or address; 0: there is none. */
int64_t payment_id_of(struct db *db, struct arena *a, const char *name);
/* The newest, first. */
const struct payment *payment_list(size_t *n, struct db *db, struct arena *a);
/* Open ones whose time is over, locked. */
const int64_t *payment_overdue(size_t *n, struct db *db, struct arena *a);
/* Paid and not withdrawn ones of a coin, locked; id 0: all of them. */
const struct payment *payment_held(size_t *n, struct db *db, struct arena *a,
                                   const struct listed_coin *c, int64_t id);

int64_t payment_insert(struct db *db, const struct payment *p);
void payment_save(struct db *db, const struct payment *p);
