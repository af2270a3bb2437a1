/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

/* Grouped and not joined: the subject of the outbox has no index. */
PLACES(ORDERS_TOLD,
       "SELECT CONCAT('order ', x.subject) AS place, NULL AS amount"
       "  FROM (SELECT public_id AS subject, buyer_id AS user_id,"
       "               total_price AS amount, 1 AS side"
       "          FROM buys"
       "         UNION ALL"
       "        SELECT subject, user_id, COALESCE(amount, -1), -1"
       "          FROM outbox"
       "         WHERE kind = 'order_placed') x"
       " GROUP BY x.subject, x.user_id, x.amount"
       " HAVING SUM(x.side) <> 0");

PLACES(DEPOSITS_TOLD,
       "SELECT CONCAT('payment ', x.subject) AS place, NULL AS amount"
       "  FROM (SELECT p.public_id AS subject, d.user_id,"
       "               d.credited AS amount, 1 AS side"
       "          FROM deposits d"
       "          JOIN payments p ON p.id = d.payment_id"
       "         WHERE d.credited IS NOT NULL"
       "         UNION ALL"
       "        SELECT subject, user_id, COALESCE(amount, -1), -1"
       "          FROM outbox"
       "         WHERE kind = 'deposit_credited') x"
       " GROUP BY x.subject, x.user_id, x.amount"
       " HAVING SUM(x.side) <> 0");

PLACES(REVERSALS_TOLD,
       "SELECT CONCAT('payment ', x.subject) AS place, NULL AS amount"
       "  FROM (SELECT p.public_id AS subject, d.user_id,"
       "               d.credited AS amount, 1 AS side"
       "          FROM deposits d"
       "          JOIN payments p ON p.id = d.payment_id"
       "         WHERE d.state = 'REVERSED'"
       "         UNION ALL"
       "        SELECT subject, user_id, COALESCE(amount, -1), -1"
       "          FROM outbox"
       "         WHERE kind = 'deposit_reversed') x"
       " GROUP BY x.subject, x.user_id, x.amount"
       " HAVING SUM(x.side) <> 0");

PLACES(ENDS_TOLD,
       "SELECT CONCAT('payment ', x.subject) AS place, NULL AS amount"
       "  FROM (SELECT public_id AS subject, user_id, 1 AS wanted, 0 AS told,"
       "               CASE state WHEN 'EXPIRED' THEN 'payment_expired'"
       "                          WHEN 'REVIEW' THEN 'payment_review'"
       "                          ELSE 'deposit_seen' END AS kind"
       "          FROM payments"
       "         WHERE state = 'REVIEW'"
       "            OR state = 'EXPIRED' AND cancelled_at IS NULL"
       "            OR state = 'CONFIRMING' AND provider = 'own'"
       "         UNION ALL"
       "        SELECT subject, user_id, 0, 1, CONCAT(kind)"
       "          FROM outbox"
       "         WHERE kind IN ('payment_expired', 'payment_review',"
       "                        'deposit_seen')) x"
       " GROUP BY x.subject, x.user_id, x.kind"
       " HAVING SUM(x.wanted) > SUM(x.told)");

PLACES(ABOUT,
       "SELECT CONCAT('outbox ', o.id) AS place, NULL AS amount"
       "  FROM outbox o"
       "  LEFT JOIN buys b ON b.public_id = o.subject AND b.buyer_id = o.user_id"
       "  LEFT JOIN payments p"
       "    ON p.public_id = o.subject AND p.user_id = o.user_id"
       " WHERE IF(o.kind = 'order_placed', b.id IS NULL, p.id IS NULL)");

PLACES(NOTICES, "SELECT CONCAT('notice ', n.outbox_id) AS place, NULL AS amount"
                "  FROM notices n"
                "  LEFT JOIN outbox o ON o.id = n.outbox_id"
                " WHERE o.id IS NULL OR o.delivered_at IS NULL"
                "    OR n.user_id <> o.user_id OR n.kind <> CONCAT(o.kind)"
                "    OR n.subject <> o.subject OR NOT n.amount <=> o.amount"
                "    OR NOT n.currency <=> o.currency");

PLACES(DELIVERED, "SELECT CONCAT('outbox ', o.id) AS place, NULL AS amount"
                  "  FROM outbox o"
                  "  LEFT JOIN notices n ON n.outbox_id = o.id"
                  " WHERE o.delivered_at IS NOT NULL AND n.outbox_id IS NULL");

CHECKS(OUTBOX_CHECKS,
       {"outbox", "an order and the outbox do not match", &ORDERS_TOLD, NULL},
       {"outbox", "a deposit and the outbox do not match", &DEPOSITS_TOLD,
        NULL},
       {"outbox", "a reversal and the outbox do not match", &REVERSALS_TOLD,
        NULL},
       {"outbox", "a payment that moved on is not in the outbox", &ENDS_TOLD,
        NULL},
       {"outbox", "the outbox tells of what is not its user's", &ABOUT, NULL},
       {"outbox", "a notice is not as the outbox says", &NOTICES, NULL},
       {"outbox", "something counts as told and has no notice", &DELIVERED,
        NULL});
