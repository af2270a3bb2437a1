/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

/* Both sides of each transfer as what an account was given and what it spent
 * and got back, by the kind of the entry. */
#define SIDES                                                             \
	"SELECT t.entry_id, t.credit_account AS account,"                 \
	"       IF(e.kind IN ('purchase', 'refund'), 0, t.amount)"        \
	"         AS top_up,"                                             \
	"       IF(e.kind IN ('purchase', 'refund'), 0.0 - t.amount, 0)"  \
	"         AS consumed"                                            \
	"  FROM ledger_transfers t"                                       \
	"  JOIN ledger_entries e ON e.id = t.entry_id"                    \
	" UNION ALL"                                                      \
	" SELECT t.entry_id, t.debit_account,"                            \
	"       IF(e.kind IN ('purchase', 'refund'), 0, 0.0 - t.amount)," \
	"       IF(e.kind IN ('purchase', 'refund'), t.amount, 0)"        \
	"  FROM ledger_transfers t"                                       \
	"  JOIN ledger_entries e ON e.id = t.entry_id"

/* Of the balance itself: what a buyer has too much, the shop loses.
 * The 0.0 make exact decimals, which a number of any size fits. */
PLACES(TOTALS,
       "SELECT CONCAT('user ', u.id) AS place,"
       "       (COALESCE(s.top_up, 0.0) - u.top_up_amount)"
       "         - (COALESCE(s.consumed, 0.0) - u.consume_records) AS amount"
       "  FROM users u"
       "  LEFT JOIN (SELECT x.account, SUM(x.top_up) AS top_up,"
       "                    SUM(x.consumed) AS consumed"
       "               FROM (" SIDES ") x"
       "              GROUP BY x.account) s ON s.account = u.account_id"
       " WHERE u.top_up_amount <> COALESCE(s.top_up, 0)"
       "    OR u.consume_records <> COALESCE(s.consumed, 0)");

PLACES(LATEST,
       "SELECT CONCAT('user ', u.id) AS place,"
       "       (COALESCE(h.top_up_amount, 0.0) - u.top_up_amount)"
       "         - (COALESCE(h.consume_records, 0.0) - u.consume_records) AS amount"
       "  FROM users u"
       "  LEFT JOIN balance_history h ON h.user_id = u.id AND h.ver = u.ver"
       " WHERE u.top_up_amount <> COALESCE(h.top_up_amount, 0)"
       "    OR u.consume_records <> COALESCE(h.consume_records, 0)");

PLACES(GAPS, "SELECT CONCAT('user ', u.id) AS place, NULL AS amount"
             "  FROM users u"
             "  LEFT JOIN (SELECT user_id, COUNT(*) AS n, MIN(ver) AS least,"
             "                    MAX(ver) AS most"
             "               FROM balance_history"
             "              GROUP BY user_id) h ON h.user_id = u.id"
             " WHERE u.ver <> COALESCE(h.n, 0)"
             "    OR u.ver <> COALESCE(h.most, 0)"
             "    OR COALESCE(h.least, 1) <> 1");

PLACES(RUNNING,
       "SELECT CONCAT('user ', r.user_id, ' version ', r.ver) AS place,"
       "       (r.top_up - r.top_up_amount) - (r.consumed - r.consume_records)"
       "         AS amount"
       "  FROM (SELECT h.user_id, h.ver, h.top_up_amount, h.consume_records,"
       "               SUM(COALESCE(s.top_up, 0))"
       "                 OVER (PARTITION BY h.user_id ORDER BY h.ver) AS top_up,"
       "               SUM(COALESCE(s.consumed, 0))"
       "                 OVER (PARTITION BY h.user_id ORDER BY h.ver) AS consumed"
       "          FROM balance_history h"
       "          LEFT JOIN users u ON u.id = h.user_id"
       "          LEFT JOIN (SELECT x.entry_id, x.account, SUM(x.top_up) AS top_up,"
       "                            SUM(x.consumed) AS consumed"
       "                       FROM (" SIDES ") x"
       "                      GROUP BY x.entry_id, x.account) s"
       "            ON s.entry_id = h.entry_id AND s.account = u.account_id) r"
       " WHERE r.top_up <> r.top_up_amount OR r.consumed <> r.consume_records");

PLACES(ENTRIES,
       "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
       "  FROM ledger_entries e"
       "  LEFT JOIN balance_history h ON h.entry_id = e.id"
       " GROUP BY e.id"
       " HAVING COUNT(h.entry_id) <> 1 OR MAX(h.user_id) <> MAX(e.user_id)"
       " UNION ALL"
       " SELECT CONCAT('user ', h.user_id, ' version ', h.ver), NULL"
       "  FROM balance_history h"
       "  LEFT JOIN ledger_entries e ON e.id = h.entry_id"
       " WHERE e.id IS NULL");

PLACES(NEGATIVE,
       "SELECT CONCAT('user ', id) AS place,"
       "       LEAST(0.0 + top_up_amount - consume_records, 0) AS amount"
       "  FROM users"
       " WHERE top_up_amount < 0 OR consume_records < 0"
       "    OR consume_records > top_up_amount");

PLACES(WAS_NEGATIVE,
       "SELECT CONCAT('user ', user_id, ' version ', ver) AS place,"
       "       LEAST(0.0 + top_up_amount - consume_records, 0) AS amount"
       "  FROM balance_history"
       " WHERE top_up_amount < 0 OR consume_records < 0"
       "    OR consume_records > top_up_amount");

CHECKS(BALANCE_CHECKS,
       {"I-2", "a balance is not what its transfers add up to", &TOTALS, NULL},
       {"I-2", "a balance is not the last of its history", &LATEST, NULL},
       {"I-2", "the history of a balance has a gap or ends elsewhere", &GAPS,
        NULL},
       {"I-2", "a row of history is not the sum up to it", &RUNNING, NULL},
       {"I-2", "an entry and the history of balances do not match", &ENTRIES,
        NULL},
       {"I-3", "a balance is negative", &NEGATIVE, NULL},
       {"I-3", "a balance was negative", &WAS_NEGATIVE, NULL});
