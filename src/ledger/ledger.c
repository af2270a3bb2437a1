/* SPDX-License-Identifier: MIT */
#include "ledger/ledger.h"
#include "base/arena.h"
#include "base/panic.h"
#include "ledger/ledger_sql.h"

struct money ledger_available(const struct balance *b)
{
	struct money rest;

	must(money_sub(&rest, b->top_up, b->consumed));
	return rest;
}

bool ledger_credit_deposit(struct db *db, struct arena *a, struct balance *b,
                           struct cause cause, const char *asset,
                           struct money amount)
{
	int64_t entry, clearing;

	must(cause.kind == ENTRY_DEPOSIT);
	must(!money_is_zero(amount) && !money_is_negative(amount));
	clearing = ledger_sql_account(db, a,
	                              arena_printf(a, "clearing:%s", asset));
	if (!ledger_sql_entry(db, &entry, b->user, cause))
		return false;
	ledger_sql_transfer(db, entry, 1, clearing, b->account, amount);
	ledger_sql_top_up(db, b, entry, amount);
	return true;
}

bool ledger_reverse_deposit(struct db *db, struct arena *a, struct balance *b,
                            struct cause cause, const char *asset,
                            struct money amount, struct money *owed)
{
	struct money taken = ledger_available(b);
	int64_t entry, clearing, debt;
	int seq = 0;

	must(cause.kind == ENTRY_REVERSAL);
	must(!money_is_zero(amount) && !money_is_negative(amount));
	if (money_cmp(taken, amount) > 0)
		taken = amount;
	must(money_sub(owed, amount, taken));
	clearing = ledger_sql_account(db, a,
	                              arena_printf(a, "clearing:%s", asset));
	debt = ledger_sql_account(db, a, "debt");
	if (!ledger_sql_entry(db, &entry, b->user, cause))
		return false;
	if (!money_is_zero(taken))
		ledger_sql_transfer(db, entry, ++seq, b->account, clearing,
		                    taken);
	if (!money_is_zero(*owed))
		ledger_sql_transfer(db, entry, ++seq, debt, clearing, *owed);
	ledger_sql_take_back(db, b, entry, taken);
	return true;
}

void ledger_charge_purchase(struct db *db, struct arena *a, struct balance *b,
                            struct cause cause, struct money amount)
{
	int64_t entry, sales;

	must(cause.kind == ENTRY_PURCHASE);
	must(money_cmp(amount, ledger_available(b)) <= 0);
	sales = ledger_sql_account(db, a, "sales");
	/* The order's id is new in this transaction: no entry can be there. */
	must(ledger_sql_entry(db, &entry, b->user, cause));
	if (!money_is_zero(amount))
		ledger_sql_transfer(db, entry, 1, b->account, sales, amount);
	ledger_sql_consume(db, b, entry, amount);
}
