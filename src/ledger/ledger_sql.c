/* SPDX-License-Identifier: MIT */
#include "ledger/ledger_sql.h"
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/db.h"
#include "settings.h"

STATEMENT(LOCK, "SELECT account_id, currency, top_up_amount, consume_records,"
                "       ver, open_payments"
                "  FROM users"
                " WHERE id = ?"
                "   FOR UPDATE");

struct balance ledger_lock(struct db *db, struct arena *a, struct user_id user)
{
	const struct row *row = db_row(db, a, &LOCK, ARGS(arg_int(user.v)));

	must(row);
	return (struct balance){
		.user = user,
		.account = row_int(row, "account_id"),
		.top_up = row_money(row, "top_up_amount", "currency"),
		.consumed = row_money(row, "consume_records", "currency"),
		.ver = row_int(row, "ver"),
		.open_payments = row_int(row, "open_payments"),
	};
}

STATEMENT(SHOWN, "SELECT top_up_amount - consume_records AS available, currency"
                 "  FROM users"
                 " WHERE id = ?");

struct money ledger_balance_shown(struct db *db, struct arena *a,
                                  struct user_id user)
{
	const struct row *row = db_row(db, a, &SHOWN, ARGS(arg_int(user.v)));

	must(row);
	return row_money(row, "available", "currency");
}

STATEMENT(ACCOUNT, "SELECT id FROM accounts WHERE code = ?");

int64_t ledger_sql_account(struct db *db, struct arena *a, const char *code)
{
	const struct row *row = db_row(db, a, &ACCOUNT, ARGS(arg_text(code)));

	must(row);
	return row_int(row, "id");
}

static const char *const KINDS[] = {
	[ENTRY_DEPOSIT] = "deposit",
	[ENTRY_PURCHASE] = "purchase",
	[ENTRY_REVERSAL] = "reversal",
};

STATEMENT(ADD_ENTRY,
          "INSERT INTO ledger_entries (kind, cause_id, user_id, form_token,"
          "                            actor)"
          "  VALUES (?, ?, ?, ?, ?)");

bool ledger_sql_entry(struct db *db, int64_t *entry, struct user_id user,
                      struct cause cause)
{
	return db_try_insert(db, entry, &ADD_ENTRY,
	                     ARGS(arg_text(KINDS[cause.kind]),
	                          arg_int(cause.id), arg_int(user.v),
	                          arg_text(cause.form_token),
	                          arg_text(cause.actor)));
}

STATEMENT(ADD_TRANSFER,
          "INSERT INTO ledger_transfers (entry_id, seq, debit_account,"
          "                              credit_account, amount, currency)"
          "  VALUES (?, ?, ?, ?, ?, ?)");

void ledger_sql_transfer(struct db *db, int64_t entry, int seq, int64_t debit,
                         int64_t credit, struct money amount)
{
	db_run(db, &ADD_TRANSFER,
	       ARGS(arg_int(entry), arg_int(seq), arg_int(debit),
	            arg_int(credit), arg_money(amount),
	            arg_text(setting_text(SET_CURRENCY))));
}

/* Each role may update only its own column (sql/grants.sql). */
STATEMENT(TOP_UP, "UPDATE users"
                  "   SET top_up_amount = top_up_amount + ?, ver = ver + 1"
                  " WHERE id = ? AND ver = ?");

STATEMENT(TAKE_BACK, "UPDATE users"
                     "   SET top_up_amount = top_up_amount - ?, ver = ver + 1"
                     " WHERE id = ? AND ver = ?"
                     "   AND top_up_amount - consume_records >= ?");

STATEMENT(CONSUME, "UPDATE users"
                   "   SET consume_records = consume_records + ?, ver = ver + 1"
                   " WHERE id = ? AND ver = ?"
                   "   AND top_up_amount - consume_records >= ?");

STATEMENT(ADD_HISTORY,
          "INSERT INTO balance_history (user_id, ver, entry_id, top_up_amount,"
          "                             consume_records)"
          "  VALUES (?, ?, ?, ?, ?)");

static void add_history(struct db *db, const struct balance *b, int64_t entry)
{
	db_run(db, &ADD_HISTORY,
	       ARGS(arg_int(b->user.v), arg_int(b->ver), arg_int(entry),
	            arg_money(b->top_up), arg_money(b->consumed)));
}

void ledger_sql_top_up(struct db *db, struct balance *b, int64_t entry,
                       struct money amount)
{
	must(db_run(db, &TOP_UP,
	            ARGS(arg_money(amount), arg_int(b->user.v),
	                 arg_int(b->ver))) == 1);
	must(money_add(&b->top_up, b->top_up, amount));
	b->ver++;
	add_history(db, b, entry);
}

void ledger_sql_take_back(struct db *db, struct balance *b, int64_t entry,
                          struct money amount)
{
	must(db_run(db, &TAKE_BACK,
	            ARGS(arg_money(amount), arg_int(b->user.v), arg_int(b->ver),
	                 arg_money(amount))) == 1);
	must(money_sub(&b->top_up, b->top_up, amount));
	b->ver++;
	add_history(db, b, entry);
}

void ledger_sql_consume(struct db *db, struct balance *b, int64_t entry,
                        struct money amount)
{
	must(db_run(db, &CONSUME,
	            ARGS(arg_money(amount), arg_int(b->user.v), arg_int(b->ver),
	                 arg_money(amount))) == 1);
	must(money_add(&b->consumed, b->consumed, amount));
	b->ver++;
	add_history(db, b, entry);
}

STATEMENT(OPEN_SALES, "INSERT IGNORE INTO accounts (kind, code, currency)"
                      "  VALUES ('sales', 'sales', ?)");

STATEMENT(OPEN_DEBT, "INSERT IGNORE INTO accounts (kind, code, currency)"
                     "  VALUES ('debt', 'debt', ?)");

STATEMENT(OPEN_CLEARING, "INSERT IGNORE INTO accounts (kind, code, currency)"
                         "  VALUES ('clearing', CONCAT('clearing:', ?), ?)");

void ledger_open_accounts(struct db *db)
{
	struct arg currency = arg_text(setting_text(SET_CURRENCY));

	db_run(db, &OPEN_SALES, ARGS(currency));
	db_run(db, &OPEN_DEBT, ARGS(currency));
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		db_run(db, &OPEN_CLEARING,
		       ARGS(arg_text(ASSETS[i].code), currency));
}
