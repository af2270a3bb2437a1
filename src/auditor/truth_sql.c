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

/* What is held in REVIEW waits for a person, what is CONFIRMING for its chain;
 * neither is counted.  When its
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
       "         WHERE d.source IS NULL AND d.credited IS NOT NULL"
       "         UNION ALL"
       "        SELECT p.gateway_id, p.asset, p.currency, 0, NULL"
       "          FROM payments p"
       "         WHERE p.state IN ('REVIEW', 'CONFIRMING')"
       "           AND p.gateway_id IS NOT NULL"
       "         UNION ALL"
       "        SELECT " QUARANTINED ", p.asset, p.currency, 0, NULL"
       "          FROM quarantine q"
       "          JOIN payments p ON p.id = q.payment_id"
       "         WHERE p.state = 'REVIEW' AND p.gateway_id IS NULL) x"
       " GROUP BY x.gateway_id, x.asset, x.currency"
       " HAVING SUM(x.credited IS NULL) = 0"
       "   AND SUM(x.paid) <> SUM(x.credited)");

/* What came to each address by each transaction, and what is left of it; a
 * line may be in the log twice.  A WHERE may stand between the two. */
#define CAME                                                               \
	"SELECT m.asset, m.txid, m.address, MAX(m.at) AS at,"              \
	"       SUM(GREATEST(m.sign, 0) * m.units) AS came,"               \
	"       SUM(m.sign * m.units) AS stayed"                           \
	"  FROM (SELECT DISTINCT n, asset, txid, address, units, at, sign" \
	"          FROM JSON_TABLE(?, '$[*]'"                              \
	"                 COLUMNS (n BIGINT PATH '$[0]',"                  \
	"                          asset VARCHAR(16) PATH '$[1]',"         \
	"                          txid VARCHAR(128) PATH '$[2]',"         \
	"                          address VARCHAR(128) PATH '$[3]',"      \
	"                          units DECIMAL(38, 0) PATH '$[4]',"      \
	"                          at BIGINT PATH '$[5]',"                 \
	"                          sign INT PATH '$[6]',"                  \
	"                          is_known INT PATH '$[7]')) j"
#define BY_EACH ") m GROUP BY m.asset, m.txid, m.address"

#define LONG_AGO "(UNIX_TIMESTAMP(UTC_TIMESTAMP()) - 3600) * 1000"

/* What the shop holds for true of each; the states are to follow. */
#define SHOWN                                                            \
	"SELECT d.asset, d.txid, p.address, SUM(d.coin_amount) AS units" \
	"  FROM deposits d"                                              \
	"  JOIN payments p ON p.id = d.payment_id"                       \
	" WHERE d.source IS NOT NULL"
#define BY_EACH_SHOWN " GROUP BY d.asset, d.txid, p.address"

#define SAME "x.asset = y.asset AND x.txid = y.txid AND x.address = y.address"

/* An hour, in which everybody has looked; not what no source can tell of, and
 * not after an address was looked at for the last time. */
PLACES(MISSED,
       "SELECT CONCAT('transfer ', x.txid) AS place, NULL AS amount"
       "  FROM (" CAME " WHERE j.is_known = 1" BY_EACH ") x"
       "  JOIN payments p ON p.asset = x.asset AND p.address = x.address"
       "  JOIN watches w ON w.payment_id = p.id"
       "                AND UNIX_TIMESTAMP(w.watched_until) * 1000 > x.at"
       "  LEFT JOIN (" SHOWN " AND d.state <> 'GONE'" BY_EACH_SHOWN ") y"
       "    ON " SAME " WHERE x.at < " LONG_AGO
       " AND x.stayed > COALESCE(y.units, 0)");

/* What is credited, and what a credited payment rests on. */
PLACES(INVENTED,
       "SELECT CONCAT('transfer ', y.txid) AS place, NULL AS amount"
       "  FROM (" SHOWN " AND (d.credited IS NOT NULL"
       "         OR d.state = 'CONFIRMED' AND p.state = 'PAID')" BY_EACH_SHOWN
       "       ) y"
       "  LEFT JOIN (" CAME BY_EACH ") x ON " SAME
       " WHERE y.units > COALESCE(x.came, 0)");

PLACES(UNDONE, "SELECT CONCAT('transfer ', y.txid) AS place, NULL AS amount"
               "  FROM (" SHOWN " AND d.state = 'CREDITED'" BY_EACH_SHOWN ") y"
               "  JOIN (" CAME BY_EACH ") x ON " SAME " WHERE x.at < " LONG_AGO
               " AND y.units > x.stayed"
               "   AND y.units <= x.came");

CHECKS(TRUTH_CHECKS,
       {"truth", "what was credited is not what was paid in truth", &CREDITED,
        check_truth},
       {"truth", "coins came to an address that was looked at, and are missing",
        &MISSED, check_moved},
       {"truth", "coins were credited that never came in truth", &INVENTED,
        check_moved},
       {"truth", "coins were taken from a chain and are still credited",
        &UNDONE, check_moved});
