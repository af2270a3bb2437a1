/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(TAKEN_ONCE, "SELECT CONCAT('deposit ', x.id) AS place, NULL AS amount"
                   "  FROM (SELECT id, 1 AS wanted, 0 AS done FROM deposits"
                   "         WHERE state = 'REVERSED'"
                   "         UNION ALL"
                   "        SELECT cause_id, 0, 1 FROM ledger_entries"
                   "         WHERE kind = 'reversal') x"
                   " GROUP BY x.id"
                   " HAVING SUM(x.wanted) <> SUM(x.done)");

PLACES(NEVER_GIVEN,
       "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
       "  FROM ledger_entries e"
       "  LEFT JOIN deposits d ON d.id = e.cause_id AND d.user_id = e.user_id"
       "  LEFT JOIN ledger_entries c ON c.kind = 'deposit' AND c.cause_id = d.id"
       " WHERE e.kind = 'reversal'"
       "   AND (d.id IS NULL OR c.id IS NULL OR c.id > e.id"
       "     OR d.source IS NULL)");

/* What was taken back, and how much of it as a debt. */
#define TAKEN                                                  \
	"SELECT e.id, e.cause_id, e.user_id,"                  \
	"       SUM(t.amount) AS amount,"                      \
	"       SUM(IF(a.kind = 'debt', t.amount, 0)) AS owed" \
	"  FROM ledger_entries e"                              \
	"  JOIN ledger_transfers t ON t.entry_id = e.id"       \
	"  LEFT JOIN accounts a ON a.id = t.debit_account"     \
	" WHERE e.kind = 'reversal'"                           \
	" GROUP BY e.id, e.cause_id, e.user_id"

PLACES(AMOUNT, "SELECT CONCAT('deposit ', d.id) AS place,"
               "       x.amount - COALESCE(d.credited, 0) AS amount"
               "  FROM (" TAKEN ") x"
               "  JOIN deposits d ON d.id = x.cause_id"
               " WHERE NOT x.amount <=> d.credited");

PLACES(SHORTFALL,
       "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
       "  FROM deposits d"
       "  LEFT JOIN (" TAKEN ") x ON x.cause_id = d.id"
       " WHERE d.shortfall <> 0 AND d.state <> 'REVERSED'"
       "    OR d.state = 'REVERSED' AND d.shortfall <> COALESCE(x.owed, 0)");

/* A debt is taken only when nothing is left to take. */
PLACES(SPARED, "SELECT CONCAT('entry ', x.id) AS place, NULL AS amount"
               "  FROM (" TAKEN ") x"
               "  JOIN balance_history h ON h.entry_id = x.id"
               " WHERE x.owed > 0 AND h.top_up_amount <> h.consume_records");

PLACES(WAY, "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
            "  FROM ledger_entries e"
            "  JOIN ledger_transfers t ON t.entry_id = e.id"
            "  LEFT JOIN deposits d ON d.id = e.cause_id"
            "  LEFT JOIN users u ON u.id = e.user_id"
            "  LEFT JOIN accounts f ON f.id = t.debit_account"
            "  LEFT JOIN accounts c ON c.id = t.credit_account"
            " WHERE e.kind = 'reversal'"
            "   AND (NOT c.code <=> CONCAT('clearing:', d.asset)"
            "     OR NOT (f.kind <=> 'debt' OR f.id <=> u.account_id))");

PLACES(DEBTS,
       "SELECT CONCAT('entry ', t.entry_id) AS place, NULL AS amount"
       "  FROM accounts a"
       "  JOIN ledger_transfers t ON a.id IN (t.debit_account, t.credit_account)"
       "  LEFT JOIN ledger_entries e ON e.id = t.entry_id"
       " WHERE a.kind = 'debt'"
       "   AND NOT COALESCE(e.kind IN ('reversal', 'adjustment'), 0)");

CHECKS(REVERSALS_CHECKS,
       {"I-20", "a deposit was not taken back just once, or was not to be",
        &TAKEN_ONCE, NULL},
       {"I-20", "something was taken back that no chain had brought",
        &NEVER_GIVEN, NULL},
       {"I-20", "what was taken back is not what was credited", &AMOUNT, NULL},
       {"I-20", "the shortfall of a deposit is not what became a debt",
        &SHORTFALL, NULL},
       {"I-20", "a debt was taken while there was a balance", &SPARED, NULL},
       {"I-20", "a reversal went not from the buyer or the debts to its coin",
        &WAY, NULL},
       {"I-20", "a debt was made or paid by no reversal", &DEBTS, NULL});
