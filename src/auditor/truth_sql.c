/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

/* A line may be in the log twice. */
#define PAID_IN_TRUTH                                           \
	"SELECT DISTINCT n, gateway_id, asset, currency, paid"  \
	"  FROM JSON_TABLE(?, '$[*]'"                           \
	"         COLUMNS (n BIGINT PATH '$[0]',"               \
	"                  gateway_id VARCHAR(64) PATH '$[1]'," \
	"                  paid BIGINT PATH '$[2]',"            \
	"                  currency CHAR(3) PATH '$[3]',"       \
	"                  asset VARCHAR(16) PATH '$[4]')) j"

#define QUARANTINED "JSON_VALUE(CONVERT(q.body USING utf8mb4), '$.id')"

/* What is held in REVIEW waits for a person and is not counted.  When its
 * invoice was never adopted, the report that was kept names it. */
PLACES(CREDITED,
       "SELECT CONCAT('invoice ', x.gateway_id) AS place,"
       "       SUM(x.paid) - SUM(x.credited) AS amount"
       "  FROM (SELECT t.gateway_id, t.asset, t.currency, t.paid, 0 AS credited"
       "          FROM (" PAID_IN_TRUTH ") t"
       "         UNION ALL"
       "        SELECT COALESCE(p.gateway_id, ''), d.asset, d.currency, 0,"
       "               d.credited"
       "          FROM deposits d"
       "          LEFT JOIN payments p ON p.id = d.payment_id"
       "         UNION ALL"
       "        SELECT p.gateway_id, p.asset, p.currency, 0, NULL"
       "          FROM payments p"
       "         WHERE p.state = 'REVIEW' AND p.gateway_id IS NOT NULL"
       "         UNION ALL"
       "        SELECT " QUARANTINED ", p.asset, p.currency, 0, NULL"
       "          FROM quarantine q"
       "          JOIN payments p ON p.id = q.payment_id"
       "         WHERE p.state = 'REVIEW' AND p.gateway_id IS NULL) x"
       " GROUP BY x.gateway_id, x.asset, x.currency"
       " HAVING SUM(x.credited IS NULL) = 0"
       "   AND SUM(x.paid) <> SUM(x.credited)");

CHECKS(TRUTH_CHECKS,
       {"truth", "what was credited is not what was paid in truth", &CREDITED,
        check_truth});
