/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

#define EPOCH "TIMESTAMP'1970-01-01 00:00:00'"

/* A minute, for the clocks of the gateway and of another node. */
PLACES(FUTURE,
       "SELECT x.place, NULL AS amount"
       "  FROM (SELECT CONCAT('user ', id) AS place, created_at AS at FROM users"
       "         UNION ALL"
       "        SELECT CONCAT('entry ', id), created_at FROM ledger_entries"
       "         UNION ALL"
       "        SELECT CONCAT('order ', id), buy_datetime FROM buys"
       "         UNION ALL"
       "        SELECT CONCAT('reveal ', id), at FROM reveals"
       "         UNION ALL"
       "        SELECT CONCAT('payment ', id), created_at FROM payments"
       "         UNION ALL"
       "        SELECT CONCAT('payment ', id), paid_at FROM payments"
       "         UNION ALL"
       "        SELECT CONCAT('payment ', id), said_at FROM payments"
       "         WHERE said_at IS NOT NULL"
       "         UNION ALL"
       "        SELECT CONCAT('deposit ', id),"
       "               GREATEST(COALESCE(credited_at, " EPOCH
       "), COALESCE(seen_at, " EPOCH "),"
       "                        COALESCE(missed_at, " EPOCH "),"
       "                        COALESCE(reversed_at, " EPOCH "))"
       "          FROM deposits"
       "         UNION ALL"
       "        SELECT CONCAT('quote ', coin, ' ', source), at FROM quotes"
       "         UNION ALL"
       "        SELECT CONCAT('rate ', coin), at FROM rates"
       "         UNION ALL"
       "        SELECT CONCAT('watch of payment ', payment_id),"
       "               GREATEST(looked_at, COALESCE(imported_at, looked_at))"
       "          FROM watches"
       "         UNION ALL"
       "        SELECT CONCAT('cursor of ', network), moved_at FROM cursors"
       "         UNION ALL"
       "        SELECT CONCAT('source ', name),"
       "               GREATEST(COALESCE(good_at, " EPOCH
       "), COALESCE(failed_at, " EPOCH "))"
       "          FROM sources"
       "         UNION ALL"
       "        SELECT CONCAT('wallet ', id),"
       "               GREATEST(created_at, COALESCE(confirmed_at, " EPOCH "),"
       "                        COALESCE(retired_at, " EPOCH "))"
       "          FROM wallets"
       "         UNION ALL"
       "        SELECT CONCAT('address ', id), created_at FROM own_addresses"
       "         UNION ALL"
       "        SELECT CONCAT('form ', token), created_at FROM form_tokens"
       "         UNION ALL"
       "        SELECT CONCAT('outbox ', id), created_at FROM outbox"
       "         UNION ALL"
       "        SELECT CONCAT('outbox ', id), delivered_at FROM outbox"
       "         UNION ALL"
       "        SELECT CONCAT('notice ', outbox_id), read_at FROM notices"
       "         UNION ALL"
       "        SELECT CONCAT('unit ', id), created_at FROM items"
       "         UNION ALL"
       "        SELECT CONCAT('audit ', id), created_at FROM audit_log) x"
       " WHERE x.at > UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE");

/* The guard row puts the entries of a buyer in order; a second, for a clock
 * that was set. */
PLACES(BACKWARDS,
       "SELECT CONCAT('user ', x.user_id, ' version ', x.ver) AS place,"
       "       NULL AS amount"
       "  FROM (SELECT h.user_id, h.ver, e.created_at,"
       "               LAG(e.created_at)"
       "                 OVER (PARTITION BY h.user_id ORDER BY h.ver) AS before_it"
       "          FROM balance_history h"
       "          JOIN ledger_entries e ON e.id = h.entry_id) x"
       " WHERE x.created_at < x.before_it - INTERVAL 1 SECOND");

PLACES(ORDERS_BACKWARDS,
       "SELECT CONCAT('order ', x.id) AS place, NULL AS amount"
       "  FROM (SELECT id, buy_datetime,"
       "               LAG(buy_datetime)"
       "                 OVER (PARTITION BY buyer_id ORDER BY id) AS before_it"
       "          FROM buys) x"
       " WHERE x.buy_datetime < x.before_it - INTERVAL 1 SECOND");

PLACES(APART, "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
              "  FROM ledger_entries e"
              "  LEFT JOIN buys b ON e.kind = 'purchase' AND b.id = e.cause_id"
              "  LEFT JOIN deposits d"
              "    ON e.kind IN ('deposit', 'reversal') AND d.id = e.cause_id"
              " WHERE ABS(TIMESTAMPDIFF(SECOND, e.created_at,"
              "             COALESCE(b.buy_datetime,"
              "                      IF(e.kind = 'deposit', d.credited_at,"
              "                         d.reversed_at)))) > 60");

PLACES(BEFORE, "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
               "  FROM deposits d"
               "  JOIN payments p ON p.id = d.payment_id"
               " WHERE d.credited_at < p.created_at - INTERVAL 1 SECOND"
               "    OR d.seen_at < p.created_at - INTERVAL 1 SECOND"
               "    OR d.credited_at < d.seen_at - INTERVAL 1 SECOND"
               "    OR d.reversed_at < d.credited_at - INTERVAL 1 SECOND"
               " UNION ALL"
               " SELECT CONCAT('reveal ', r.id), NULL"
               "  FROM reveals r"
               "  JOIN buys b ON b.id = r.buy_id"
               " WHERE r.at < b.buy_datetime - INTERVAL 1 SECOND"
               " UNION ALL"
               " SELECT CONCAT('entry ', e.id), NULL"
               "  FROM ledger_entries e"
               "  JOIN users u ON u.id = e.user_id"
               " WHERE e.created_at < u.created_at - INTERVAL 1 SECOND");

PLACES(CURRENCIES,
       "SELECT x.place, NULL AS amount"
       "  FROM (SELECT CONCAT('account ', id) AS place, currency FROM accounts"
       "         UNION ALL"
       "        SELECT CONCAT('user ', id), currency FROM users"
       "         UNION ALL"
       "        SELECT CONCAT('entry ', entry_id), currency FROM ledger_transfers"
       "         UNION ALL"
       "        SELECT CONCAT('product ', id), currency FROM products"
       "         UNION ALL"
       "        SELECT CONCAT('order ', id), currency FROM buys"
       "         UNION ALL"
       "        SELECT CONCAT('order ', buy_id), currency FROM buy_items"
       "         UNION ALL"
       "        SELECT CONCAT('payment ', id), currency FROM payments"
       "         UNION ALL"
       "        SELECT CONCAT('deposit ', id), currency FROM deposits"
       "         UNION ALL"
       "        SELECT CONCAT('outbox ', id), currency FROM outbox"
       "         UNION ALL"
       "        SELECT CONCAT('notice ', outbox_id), currency FROM notices) x"
       " WHERE x.currency <> ?");

CHECKS(HISTORY_CHECKS,
       {"dates", "something happened in the future", &FUTURE, NULL},
       {"dates", "the history of a balance goes back in time", &BACKWARDS,
        NULL},
       {"dates", "the orders of a buyer go back in time", &ORDERS_BACKWARDS,
        NULL},
       {"dates", "an entry is not of the time of what caused it", &APART, NULL},
       {"dates", "a consequence is older than its cause", &BEFORE, NULL},
       {"currency", "something is in another currency than the shop",
        &CURRENCIES, check_currency});
