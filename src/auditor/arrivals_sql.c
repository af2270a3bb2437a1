/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(SAID, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
             "  FROM payments"
             " WHERE (said_at IS NULL) <> (said_coin IS NULL)"
             "    OR (said_at IS NULL) <> (said_credit IS NULL)"
             "    OR said_at IS NOT NULL"
             "       AND (provider <> 'gateway'"
             "         OR state NOT IN ('CONFIRMING', 'PAID', 'REVIEW'))"
             "    OR said_at IS NULL"
             "       AND provider = 'gateway' AND state = 'CONFIRMING'");

/* A person decided what was in REVIEW, whose reports are kept; one that was
 * kept for another reason has a surplus. */
#define BY_ITSELF                                                         \
	"p.provider = 'gateway' AND p.state = 'PAID'"                     \
	" AND p.said_at IS NOT NULL"                                      \
	" AND NOT EXISTS (SELECT 1 FROM quarantine q"                     \
	"                  WHERE q.payment_id = p.id AND q.reason NOT IN" \
	"                        ('more arrived than the gateway counts'))"

PLACES(AS_SAID,
       "SELECT CONCAT('payment ', p.id) AS place,"
       "       p.said_credit - SUM(0.0 + d.credited) AS amount"
       "  FROM payments p"
       "  JOIN deposits d ON d.payment_id = p.id AND d.credited IS NOT NULL"
       " WHERE " BY_ITSELF " GROUP BY p.id, p.said_credit, p.said_coin"
       " HAVING SUM(0.0 + d.credited) <> p.said_credit"
       "     OR SUM(d.coin_amount) <> p.said_coin");

#define WITNESSES                                          \
	"  FROM deposits d"                                \
	" WHERE d.payment_id = p.id AND d.asset = p.asset" \
	"   AND d.is_witness = 1 AND d.state = 'CONFIRMED'"

PLACES(WITNESSED,
       "SELECT CONCAT('payment ', p.id) AS place,"
       "       0.0 - p.said_credit AS amount"
       "  FROM payments p"
       " WHERE " BY_ITSELF "   AND IF(p.kind = 'PAYMENT',"
       "     COALESCE((SELECT SUM(d.coin_amount)" WITNESSES "), 0)"
       "       < p.said_coin,"
       "     NOT EXISTS (SELECT 1" WITNESSES
       "                    AND d.coin_amount = p.said_coin)"
       "     AND NOT EXISTS (SELECT 1" WITNESSES
       "                      GROUP BY d.txid"
       "                      HAVING SUM(d.coin_amount) = p.said_coin))");

/* A day, for a worker that was down. */
PLACES(STUCK, "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
              "  FROM payments p"
              " WHERE p.state = 'CONFIRMING'"
              "   AND IF(p.provider = 'gateway', p.said_at + INTERVAL ? MINUTE,"
              "          p.expires_at) < UTC_TIMESTAMP(3) - INTERVAL 1 DAY"
              "   AND NOT EXISTS (SELECT 1 FROM deposits d"
              "                    WHERE d.payment_id = p.id"
              "                      AND d.source IS NOT NULL"
              "                      AND (d.state = 'SEEN'"
              "                        OR d.state = 'CONFIRMED'"
              "                           AND d.is_witness = 0"
              "                           AND d.reason IS NULL))");

PLACES(FROM_NOTHING,
       "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
       "  FROM payments p"
       " WHERE p.provider = 'own' AND p.state IN ('CONFIRMING', 'REVIEW')"
       "   AND NOT EXISTS (SELECT 1 FROM deposits d"
       "                    WHERE d.payment_id = p.id"
       "                      AND d.source IS NOT NULL)");

CHECKS(ARRIVALS_CHECKS,
       {"I-6", "what the gateway said and the state of a payment do not match",
        &SAID, NULL},
       {"I-6", "a payment waits for coins and none were ever seen",
        &FROM_NOTHING, NULL},
       {"I-6", "a payment waits for coins and none are on their way", &STUCK,
        check_witness_minutes},
       {"I-5", "what was credited is not what the gateway had said", &AS_SAID,
        NULL},
       {"I-20", "a payment was credited and its chain does not show it",
        &WITNESSED, NULL});
