/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/coin.h"
#include "base/money.h"
#include "payment/payment.h"
/*
 * deposit: what came to an address of ours, from the moment it is seen.
 *
 * A row is named by asset, transaction and position, so whoever shows it and
 * however often, it is there once.  Its life has two halves.  What the chains
 * show is written down as it is, together with the cursor of the source
 * (deposit_record.h); no money moves.  Then each row that is not settled is
 * judged from the table (deposit_settle.h), which is safe to repeat: killed in
 * between, the next run goes on.
 *
 *   SEEN -> CONFIRMED -> CREDITED -> REVERSED
 *     \-> GONE  \-> HELD -> CREDITED
 *
 * A witness is a transfer to an address of the gateway's: it stands beside
 * the gateway's word and ends at CONFIRMED.  A deposit without a source is
 * that word itself (txid "kryptoexpress:ID").
 */
struct arena;
struct asset;
struct db;

enum deposit_state {
	DEPOSIT_NONE,
	DEPOSIT_SEEN,
	DEPOSIT_CONFIRMED,
	DEPOSIT_CREDITED,
	DEPOSIT_HELD,
	DEPOSIT_REVERSED,
	DEPOSIT_GONE
};

struct deposit {
	int64_t id;
	struct payment_id payment;
	struct user_id user;
	const struct asset *asset;
	enum deposit_state state;
	bool is_witness;
	bool is_late;     /* first seen after the payment had ended */
	const char *txid; /* of the chain, or "kryptoexpress:ID" */
	const char *position;
	struct coin amount;
	const char *source;     /* NULL: the gateway's word */
	int64_t height;         /* -1: in no block */
	const char *block_hash; /* or NULL */
	int64_t confirmations;
	int64_t maturity;       /* of its coins (chain/credit.h) */
	int64_t missed;         /* looks in a row without it */
	const char *rate;       /* or NULL */
	struct money credited;  /* of CREDITED and REVERSED; else zero */
	struct money shortfall; /* of REVERSED: what was spent already */
	const char *reason;     /* of HELD, GONE and REVERSED; or NULL */
	struct moment seen_at, credited_at; /* 0: not yet, or not known */
};

struct deposits {
	size_t n;
	const struct deposit **v;
	/* Of a list that has a bound: those beyond it, and what they brought. */
	int64_t more;
	struct money more_credited;
};

enum { DEPOSITS_LISTED = 50 };

/* "SEEN" */
const char *deposit_state_code(enum deposit_state s);

/* Of a payment, in the order in which they were seen: the gateway's word, and
 * the largest, those of the coin that was asked for first.  A stranger may send
 * any number. */
struct deposits deposit_list(struct db *db, struct arena *a,
                             const struct payment *p);
/* Those of a buyer that are on their way, the first of each payment. */
struct deposits deposit_list_coming(struct db *db, struct arena *a,
                                    struct user_id user);

/* Confirmations until it is credited, which mined coins need more of; and
 * until nothing changes. */
int64_t deposit_depth(const struct deposit *d);
int64_t deposit_final(const struct deposit *d);

/* Whether it is seen and nothing is decided; one that is explained rests. */
bool deposit_is_coming(const struct deposit *d);

/* A deposit that is credited, and the balance just after. */
struct receipt {
	const struct deposit *deposit;
	struct money balance;
};

struct receipts {
	size_t n;
	const struct receipt *v;
};

/* Of these deposits of one payment, those that are credited and were not taken
 * back. */
struct receipts deposit_receipts(struct db *db, struct arena *a,
                                 const struct deposits *all);
