/* SPDX-License-Identifier: MIT */
#include "sandbox/wallet.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(ADD,
          "INSERT INTO withdrawals (coin, to_address, total, fee, created_ms)"
          " VALUES (?, ?, ?, ?, ?)");

STATEMENT(BALANCE,
          "SELECT CAST(COALESCE(SUM(received), 0) AS DECIMAL(38,0)) AS balance"
          "  FROM payments"
          " WHERE coin = ? AND paid_ms IS NOT NULL AND is_withdrawn = 0");

int64_t wallet_insert(struct db *db, const struct withdrawal *w)
{
	return db_insert(db, &ADD,
	                 ARGS(arg_text(w->coin->code), arg_text(w->to_address),
	                      arg_coin(w->total), arg_coin(w->fee),
	                      arg_int(w->at.ms)));
}

struct coin wallet_balance(struct db *db, struct arena *a,
                           const struct listed_coin *c)
{
	return row_coin(db_row(db, a, &BALANCE, ARGS(arg_text(c->code))),
	                "balance");
}
