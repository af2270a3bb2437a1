/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/money.h"
#include "user/user_id.h"
/*
 * ledger: why and how much money moved, append-only.
 *
 * An entry has one cause, ever; its transfers each debit one account and
 * credit another by the same amount.  A buyer's guard row (`users`) is locked
 * first, carries top_up_amount and consume_records, and gets a new version
 * with every change, written to balance_history.  All ledger_… functions that
 * write run inside db_transact.
 */
struct arena;
struct db;

/* A buyer's guard row, locked for the rest of the transaction. */
struct balance {
	struct user_id user;
	int64_t account;
	struct money top_up, consumed;
	int64_t ver;
	int64_t open_payments;
};

enum entry_kind {
	ENTRY_NONE,
	ENTRY_DEPOSIT,
	ENTRY_PURCHASE,
	ENTRY_REVERSAL /* of a deposit that vanished from its chain */
};

/* Why: unique by kind and id. */
struct cause {
	enum entry_kind kind;
	int64_t id;             /* deposits.id or buys.id, by kind */
	const char *form_token; /* or NULL */
	const char *actor;      /* "user:12", "callback" */
};

/* Locks the row; panics when there is no such user. */
struct balance ledger_lock(struct db *db, struct arena *a, struct user_id user);
struct money ledger_available(const struct balance *b);

/* Credits what arrived in a coin; false when the cause was posted before. */
MONEY_CHECKED bool ledger_credit_deposit(struct db *db, struct arena *a,
                                         struct balance *b, struct cause cause,
                                         const char *asset,
                                         struct money amount);

/* Takes back what a deposit that vanished had brought, as far as it is still
 * there; *owed is what was spent already, which the account `debt` carries.
 * False when it was taken back before. */
MONEY_CHECKED bool ledger_reverse_deposit(struct db *db, struct arena *a,
                                          struct balance *b, struct cause cause,
                                          const char *asset,
                                          struct money amount,
                                          struct money *owed);

/* Charges an order; the caller has compared with ledger_available.  A zero
 * amount leaves an entry without a transfer. */
void ledger_charge_purchase(struct db *db, struct arena *a, struct balance *b,
                            struct cause cause, struct money amount);

/* The balance now, from a plain read: to show, never to decide. */
struct money ledger_balance_shown(struct db *db, struct arena *a,
                                  struct user_id user);

/* A line of a buyer's statement. */
struct statement_line {
	struct moment at;
	enum entry_kind kind;
	struct money in, out, balance;
	const char *text;      /* "BTC deposit", "Order" */
	const char *public_id; /* of the payment or order */
};

struct statement_lines {
	size_t n;
	struct statement_line *v;
	struct money opening, closing, sum_in, sum_out;
};

/* Everything of [from, to), oldest first; at most 10,000 lines. */
struct statement_lines ledger_statement(struct db *db, struct arena *a,
                                        struct user_id user, struct moment from,
                                        struct moment to);

/* Opens the system accounts that are missing (sales, debt, clearing:ASSET). */
void ledger_open_accounts(struct db *db);
