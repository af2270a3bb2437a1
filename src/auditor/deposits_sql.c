/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(STATES, "SELECT CONCAT('deposit ', id) AS place, NULL AS amount"
               "  FROM deposits"
               " WHERE state NOT IN ('SEEN', 'CONFIRMED', 'CREDITED', 'HELD',"
               "                     'REVERSED', 'GONE')");

PLACES(MONEY, "SELECT CONCAT('deposit ', id) AS place, NULL AS amount"
              "  FROM deposits"
              " WHERE (state IN ('CREDITED', 'REVERSED'))"
              "         <> (credited IS NOT NULL)"
              "    OR (credited IS NULL) <> (credited_at IS NULL)"
              "    OR (state = 'REVERSED') <> (reversed_at IS NOT NULL)");

/* The same output by another spelling is the same output. */
PLACES(ORIGINS,
       "SELECT CONCAT(asset, ' ', MIN(txid), ' ', MIN(position)) AS place,"
       "       COALESCE(MAX(credited) - SUM(credited), 0.0) AS amount"
       "  FROM deposits"
       " GROUP BY asset, TRIM(LEADING '0x' FROM LOWER(txid)),"
       "          TRIM(LEADING '0' FROM LOWER(position))"
       " HAVING COUNT(*) > 1");

PLACES(WITNESSES,
       "SELECT CONCAT('deposit ', id) AS place, 0.0 - credited AS amount"
       "  FROM deposits"
       " WHERE is_witness = 1"
       "   AND (credited IS NOT NULL OR state IN ('CREDITED', 'REVERSED'))");

/* A word of the gateway is named by its invoice. */
PLACES(SIDES,
       "SELECT CONCAT('deposit ', d.id) AS place, 0.0 - d.credited AS amount"
       "  FROM deposits d"
       "  JOIN payments p ON p.id = d.payment_id"
       " WHERE CASE WHEN d.source IS NULL"
       "              THEN d.is_witness OR p.provider <> 'gateway'"
       "                OR NOT d.txid <=> CONCAT('kryptoexpress:',"
       "                                         p.gateway_id)"
       "            ELSE d.is_witness <> (p.provider = 'gateway') END");

PLACES(SHALLOW,
       "SELECT CONCAT('deposit ', id) AS place, 0.0 - credited AS amount"
       "  FROM deposits"
       " WHERE source IS NOT NULL AND credited IS NOT NULL"
       "   AND NOT COALESCE(needed_depth >= GREATEST(1, maturity)"
       "                    AND credited_depth >= needed_depth, 0)");

PLACES(ADDRESSES,
       "SELECT CONCAT('deposit ', d.id) AS place, 0.0 - d.credited AS amount"
       "  FROM deposits d"
       "  LEFT JOIN watches w ON w.payment_id = d.payment_id"
       "  LEFT JOIN " ASSETS_TABLE " ON s.code = d.asset"
       " WHERE d.source IS NOT NULL AND NOT s.network <=> w.network");

/* In time and of the coin that was asked for. */
#define AS_ASKED "d.asset = p.asset AND p.rate IS NOT NULL AND d.is_late = 0"

PLACES(PROMISED,
       "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
       "  FROM deposits d"
       "  JOIN payments p ON p.id = d.payment_id"
       " WHERE d.source IS NOT NULL AND d.is_witness = 0 AND " AS_ASKED
       "   AND NOT d.rate <=> p.rate");

/* Compared by products, which are exact where quotients are not.  A price has
 * at most 18 places. */
#define WORTH "(d.coin_amount * CAST(d.rate AS DECIMAL(30, 18)))"

PLACES(VALUED,
       "SELECT CONCAT('deposit ', d.id) AS place,"
       "       IF(x.is_asked, 0.0 + x.fiat_amount, FLOOR(" WORTH " / s.unit))"
       "         - d.credited AS amount"
       "  FROM deposits d"
       "  JOIN (SELECT d.id, p.fiat_amount,"
       "               COALESCE(" AS_ASKED " AND p.kind = 'PAYMENT'"
       "                 AND d.rate = p.rate"
       "                 AND d.coin_amount = p.coin_amount, 0) AS is_asked"
       "          FROM deposits d"
       "          JOIN payments p ON p.id = d.payment_id"
       "         WHERE d.source IS NOT NULL AND d.credited IS NOT NULL) x"
       "    ON x.id = d.id"
       "  JOIN " ASSETS_TABLE " ON s.code = d.asset"
       " WHERE NOT COALESCE(IF(x.is_asked, d.credited = x.fiat_amount,"
       "         d.credited * s.unit <= " WORTH "           AND " WORTH
       " < (d.credited + 1.0) * s.unit), 0)");

PLACES(FINAL, "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
              "  FROM deposits d"
              "  LEFT JOIN payments p ON p.id = d.payment_id"
              " WHERE d.is_final = 1"
              "   AND (d.state IN ('SEEN', 'GONE')"
              "     OR d.state <> 'REVERSED' AND d.missed > 0"
              "     OR d.state = 'CONFIRMED'"
              "        AND IF(d.is_witness, p.state NOT IN ('PAID', 'REVIEW'),"
              "               d.reason IS NULL))");

PLACES(BURIED, "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
               "  FROM deposits d"
               "  JOIN " ASSETS_TABLE " ON s.code = d.asset"
               " WHERE d.state = 'GONE' AND d.confirmations >= s.final");

PLACES(UNEXPLAINED, "SELECT CONCAT('deposit ', id) AS place, NULL AS amount"
                    "  FROM deposits"
                    " WHERE state IN ('HELD', 'GONE', 'REVERSED')"
                    "   AND COALESCE(reason, '') = ''");

/* An hour from what a look wrote down to what is made of it. */
PLACES(FORGOTTEN, "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
                  "  FROM deposits d"
                  "  LEFT JOIN payments p ON p.id = d.payment_id"
                  " WHERE d.state = 'HELD' AND NOT p.state <=> 'REVIEW'"
                  "   AND (d.is_final = 1"
                  "     OR d.seen_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)"
                  "   AND NOT EXISTS (SELECT 1 FROM quarantine q"
                  "                    WHERE q.payment_id = d.payment_id)");

/* Deep by any setting, with a price, and the judge is not to look again. */
PLACES(PASSED_OVER, "SELECT CONCAT('deposit ', id) AS place, NULL AS amount"
                    "  FROM deposits"
                    " WHERE state IN ('SEEN', 'CONFIRMED') AND due = 0"
                    "   AND is_witness = 0 AND reason IS NULL"
                    "   AND rate IS NOT NULL AND missed = 0"
                    "   AND confirmations > 1000");

CHECKS(DEPOSITS_CHECKS,
       {"I-4", "a transfer to the gateway's address was credited itself",
        &WITNESSES, NULL},
       {"I-4", "a deposit is neither a word of the gateway nor of the chain",
        &SIDES, NULL},
       {"I-5", "a deposit is not at the price that was promised", &PROMISED,
        NULL},
       {"I-5", "what was credited is not what the coins were worth", &VALUED,
        check_assets},
       {"I-19", "an output of a chain is there more than once", &ORIGINS, NULL},
       {"I-19", "a deposit came to no address that is ours on its network",
        &ADDRESSES, check_assets},
       {"I-20", "a deposit is in no state that is known", &STATES, NULL},
       {"I-20", "a deposit has money and should not, or should and has not",
        &MONEY, NULL},
       {"I-20", "a deposit was credited before it was deep enough", &SHALLOW,
        NULL},
       {"I-20", "a deposit counts as final and is not decided", &FINAL, NULL},
       {"I-20", "a deposit is gone that was too deep to vanish", &BURIED,
        check_assets},
       {"I-20", "a deposit is held, gone or taken back without a reason",
        &UNEXPLAINED, NULL},
       {"I-20", "a deposit is held and nobody is asked to look at it",
        &FORGOTTEN, NULL},
       {"I-20", "a deposit counts as judged and nothing came of it",
        &PASSED_OVER, NULL});
