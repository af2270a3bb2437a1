/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(AMOUNTS, "SELECT CONCAT('entry ', entry_id) AS place, NULL AS amount"
                "  FROM ledger_transfers"
                " WHERE amount NOT BETWEEN 1 AND 1000000000000");

PLACES(SIDES, "SELECT CONCAT('entry ', entry_id) AS place, NULL AS amount"
              "  FROM ledger_transfers"
              " WHERE debit_account = credit_account");

PLACES(HALVES, "SELECT CONCAT('entry ', t.entry_id) AS place,"
               "       IF(d.id IS NULL, 0.0 - t.amount, t.amount) AS amount"
               "  FROM ledger_transfers t"
               "  LEFT JOIN accounts d ON d.id = t.debit_account"
               "  LEFT JOIN accounts c ON c.id = t.credit_account"
               " WHERE d.id IS NULL OR c.id IS NULL");

PLACES(MIXED, "SELECT CONCAT('entry ', t.entry_id) AS place, NULL AS amount"
              "  FROM ledger_transfers t"
              "  JOIN accounts d ON d.id = t.debit_account"
              "  JOIN accounts c ON c.id = t.credit_account"
              " WHERE t.currency <> d.currency OR t.currency <> c.currency");

PLACES(SUM_ZERO,
       "SELECT x.currency AS place, SUM(x.amount) AS amount"
       "  FROM (SELECT a.currency, t.amount FROM ledger_transfers t"
       "          JOIN accounts a ON a.id = t.debit_account"
       "         UNION ALL"
       "        SELECT a.currency, 0.0 - t.amount FROM ledger_transfers t"
       "          JOIN accounts a ON a.id = t.credit_account) x"
       " GROUP BY x.currency"
       " HAVING SUM(x.amount) <> 0");

PLACES(NO_ENTRY, "SELECT CONCAT('entry ', t.entry_id) AS place, NULL AS amount"
                 "  FROM ledger_transfers t"
                 "  LEFT JOIN ledger_entries e ON e.id = t.entry_id"
                 " WHERE e.id IS NULL");

PLACES(EMPTY,
       "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
       "  FROM ledger_entries e"
       "  LEFT JOIN ledger_transfers t ON t.entry_id = e.id"
       "  LEFT JOIN buys b ON e.kind = 'purchase' AND b.id = e.cause_id"
       " WHERE t.entry_id IS NULL AND (b.id IS NULL OR b.total_price <> 0)");

PLACES(NUMBERED, "SELECT CONCAT('entry ', entry_id) AS place, NULL AS amount"
                 "  FROM ledger_transfers"
                 " GROUP BY entry_id"
                 " HAVING MIN(seq) <> 1 OR MAX(seq) <> COUNT(*)");

PLACES(STRANGERS,
       "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
       "  FROM ledger_transfers t"
       "  JOIN ledger_entries e ON e.id = t.entry_id"
       "  JOIN users u ON u.account_id IN (t.debit_account, t.credit_account)"
       " WHERE u.id <> e.user_id");

PLACES(KINDS,
       "SELECT CONCAT('entry ', id) AS place, NULL AS amount"
       "  FROM ledger_entries"
       " WHERE kind NOT IN ('deposit', 'purchase', 'refund', 'adjustment',"
       "                    'reversal')");

PLACES(NO_ACCOUNT,
       "SELECT CONCAT('user ', u.id) AS place, NULL AS amount"
       "  FROM users u"
       "  LEFT JOIN accounts a ON a.id = u.account_id AND a.kind = 'user'"
       " WHERE a.id IS NULL"
       " UNION ALL"
       " SELECT CONCAT('account ', account_id), NULL"
       "  FROM users"
       " GROUP BY account_id"
       " HAVING COUNT(*) > 1");

PLACES(NO_USER, "SELECT CONCAT('account ', a.id) AS place, NULL AS amount"
                "  FROM accounts a"
                "  LEFT JOIN users u ON u.account_id = a.id"
                " WHERE a.kind = 'user' AND u.id IS NULL");

PLACES(CODES,
       "SELECT CONCAT('account ', id) AS place, NULL AS amount"
       "  FROM accounts"
       " WHERE CASE kind WHEN 'user' THEN code NOT LIKE 'user:_%'"
       "                 WHEN 'clearing' THEN code NOT LIKE 'clearing:_%'"
       "                 WHEN 'sales' THEN code <> 'sales'"
       "                 WHEN 'debt' THEN code <> 'debt'"
       "                 WHEN '' THEN 1"
       "                 ELSE 0 END");

PLACES(ORPHANS,
       "SELECT x.place, NULL AS amount"
       "  FROM (SELECT user_id, CONCAT('entry ', id) AS place FROM ledger_entries"
       "         UNION ALL"
       "        SELECT user_id, CONCAT('history of ', user_id) FROM balance_history"
       "         UNION ALL"
       "        SELECT buyer_id, CONCAT('order ', id) FROM buys"
       "         UNION ALL"
       "        SELECT user_id, CONCAT('payment ', id) FROM payments"
       "         UNION ALL"
       "        SELECT user_id, CONCAT('deposit ', id) FROM deposits"
       "         UNION ALL"
       "        SELECT user_id, CONCAT('outbox ', id) FROM outbox"
       "         UNION ALL"
       "        SELECT user_id, CONCAT('form ', token) FROM form_tokens) x"
       "  LEFT JOIN users u ON u.id = x.user_id"
       " WHERE u.id IS NULL");

CHECKS(LEDGER_CHECKS,
       {"I-1", "a transfer moves nothing, less or too much", &AMOUNTS, NULL},
       {"I-1", "a transfer has one account on both sides", &SIDES, NULL},
       {"I-1", "a transfer names an account that does not exist", &HALVES,
        NULL},
       {"I-1", "a transfer is in another currency than its accounts", &MIXED,
        NULL},
       {"I-1", "the accounts of a currency do not sum to zero", &SUM_ZERO,
        NULL},
       {"I-1", "a transfer has no entry that says why", &NO_ENTRY, NULL},
       {"I-1", "an entry moves no money, and is no free order", &EMPTY, NULL},
       {"I-1", "the transfers of an entry are not numbered 1, 2, …", &NUMBERED,
        NULL},
       {"I-1", "an entry moves money of a buyer it is not about", &STRANGERS,
        NULL},
       {"I-1", "an entry is of no kind that is known", &KINDS, NULL},
       {"accounts", "a user has no account of their own", &NO_ACCOUNT, NULL},
       {"accounts", "an account of a buyer has no buyer", &NO_USER, NULL},
       {"accounts", "the code of an account is not that of its kind", &CODES,
        NULL},
       {"accounts", "something belongs to a user who does not exist", &ORPHANS,
        NULL});
