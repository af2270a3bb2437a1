/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(CAUSES, "SELECT CONCAT(e.kind, ' ', e.cause_id) AS place, NULL AS amount"
               "  FROM ledger_entries e"
               " GROUP BY e.kind, e.cause_id"
               " HAVING COUNT(*) > 1");

PLACES(NOT_POSTED,
       "SELECT CONCAT('deposit ', d.id) AS place,"
       "       (IF(d.credited IS NULL, 0.0, 1.0) - COUNT(e.id))"
       "         * COALESCE(d.credited, 0) AS amount"
       "  FROM deposits d"
       "  LEFT JOIN ledger_entries e ON e.kind = 'deposit' AND e.cause_id = d.id"
       " GROUP BY d.id, d.credited"
       " HAVING COUNT(e.id) <> IF(d.credited IS NULL, 0, 1)");

PLACES(NO_DEPOSIT,
       "SELECT CONCAT('entry ', e.id) AS place, -SUM(t.amount) AS amount"
       "  FROM ledger_entries e"
       "  LEFT JOIN deposits d ON d.id = e.cause_id"
       "  LEFT JOIN ledger_transfers t ON t.entry_id = e.id"
       " WHERE e.kind = 'deposit' AND d.id IS NULL"
       " GROUP BY e.id");

PLACES(POSTED,
       "SELECT CONCAT('deposit ', d.id) AS place,"
       "       COALESCE(d.credited, 0) - COALESCE(SUM(t.amount), 0) AS amount"
       "  FROM deposits d"
       "  JOIN ledger_entries e ON e.kind = 'deposit' AND e.cause_id = d.id"
       "  LEFT JOIN ledger_transfers t ON t.entry_id = e.id"
       " GROUP BY e.id, d.id, d.credited"
       " HAVING COALESCE(SUM(t.amount), 0) <> COALESCE(d.credited, 0)");

PLACES(WAY,
       "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
       "  FROM deposits d"
       "  JOIN ledger_entries e ON e.kind = 'deposit' AND e.cause_id = d.id"
       "  JOIN ledger_transfers t ON t.entry_id = e.id"
       "  LEFT JOIN users u ON u.id = d.user_id"
       "  LEFT JOIN accounts c ON c.id = t.debit_account"
       " WHERE NOT c.code <=> CONCAT('clearing:', d.asset)"
       "    OR NOT u.account_id <=> t.credit_account"
       "    OR e.user_id <> d.user_id");

/* Another coin may have come to the address; it is not credited. */
PLACES(PAYERS,
       "SELECT CONCAT('deposit ', d.id) AS place, 0.0 - d.credited AS amount"
       "  FROM deposits d"
       "  LEFT JOIN payments p ON p.id = d.payment_id"
       "                      AND p.user_id = d.user_id"
       "                      AND (p.asset = d.asset OR d.credited IS NULL)"
       " WHERE p.id IS NULL");

/* What the gateway vouches for is one deposit; to an own address come as many
 * as the payer likes. */
PLACES(PAID_ONCE, "SELECT CONCAT('payment ', p.id) AS place,"
                  "       COALESCE(MIN(d.credited), p.fiat_amount)"
                  "         - COALESCE(SUM(d.credited), 0) AS amount"
                  "  FROM payments p"
                  "  LEFT JOIN deposits d ON d.payment_id = p.id"
                  " WHERE p.state = 'PAID'"
                  " GROUP BY p.id, p.fiat_amount, p.provider"
                  " HAVING IF(p.provider = 'own', COUNT(d.credited) < 1,"
                  "           COUNT(d.credited) <> 1)");

PLACES(UNPAID,
       "SELECT CONCAT('payment ', p.id) AS place, 0.0 - d.credited AS amount"
       "  FROM deposits d"
       "  JOIN payments p ON p.id = d.payment_id"
       " WHERE p.state <> 'PAID' AND d.credited IS NOT NULL");

/* Of an own address: deposits_sql.c. */
PLACES(NAMED, "SELECT CONCAT('payment ', p.id) AS place,"
              "       0.0 + p.fiat_amount - d.credited AS amount"
              "  FROM deposits d"
              "  JOIN payments p ON p.id = d.payment_id"
              " WHERE p.kind = 'PAYMENT' AND p.provider = 'gateway'"
              "   AND d.credited IS NOT NULL"
              "   AND NOT d.credited <=> p.fiat_amount");

PLACES(POSITIVE,
       "SELECT CONCAT('deposit ', id) AS place, NULL AS amount"
       "  FROM deposits"
       " WHERE credited NOT BETWEEN 1 AND 1000000000000 OR coin_amount <= 0");

PLACES(CURRENCY, "SELECT CONCAT('deposit ', d.id) AS place, NULL AS amount"
                 "  FROM deposits d"
                 "  JOIN payments p ON p.id = d.payment_id"
                 "  JOIN users u ON u.id = d.user_id"
                 " WHERE d.currency <> p.currency OR d.currency <> u.currency");

PLACES(WISHES, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
               "  FROM payments"
               " WHERE (kind = 'PAYMENT') <> (fiat_amount IS NOT NULL)"
               "    OR fiat_amount NOT BETWEEN 1 AND 1000000000000");

PLACES(STATES,
       "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
       "  FROM payments"
       " WHERE kind NOT IN ('PAYMENT', 'DEPOSIT')"
       "    OR provider NOT IN ('gateway', 'own')"
       "    OR state NOT IN ('CREATING', 'OPEN', 'PAID', 'EXPIRED', 'REVIEW',"
       "                     'FAILED', 'ABANDONED', 'CONFIRMING')");

/* An own payment has an address and no invoice; the address before it opens,
 * when a node has to be told of it. */
PLACES(INVOICES, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
                 "  FROM payments"
                 " WHERE (gateway_id IS NULL) <> (gateway_hash IS NULL)"
                 "    OR IF(provider = 'own', gateway_id IS NOT NULL,"
                 "          (gateway_id IS NULL) <> (address IS NULL))"
                 "    OR (address IS NULL) <> (expires_at IS NULL)");

PLACES(INVOICED,
       "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
       "  FROM payments"
       " WHERE CASE WHEN state IN ('OPEN', 'PAID', 'EXPIRED', 'CONFIRMING')"
       "              THEN address IS NULL"
       "            WHEN state IN ('CREATING', 'FAILED')"
       "              THEN provider = 'gateway' AND address IS NOT NULL"
       "            ELSE 0 END"
       "    OR state IN ('OPEN', 'CONFIRMING') AND kind = 'PAYMENT'"
       "       AND coin_amount IS NULL"
       "    OR provider = 'own' AND kind = 'PAYMENT' AND address IS NOT NULL"
       "       AND rate IS NULL"
       "    OR provider = 'gateway' AND rate IS NOT NULL");

PLACES(PAID_AT, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
                "  FROM payments"
                " WHERE (state = 'PAID') <> (paid_at IS NOT NULL)");

PLACES(EXPIRED, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
                "  FROM payments"
                " WHERE state = 'EXPIRED' AND expires_at > UTC_TIMESTAMP(3)");

/* The gateway has no idempotency key: what was asked is not asked again, and
 * nothing is made that was not asked.  Older rows know of neither. */
PLACES(ASKED, "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
              "  FROM payments"
              " WHERE provider = 'gateway' AND ask_at IS NOT NULL"
              "   AND (asked_at IS NOT NULL OR gateway_id IS NOT NULL)");

/* Its time was brought forward, so no price is kept for what comes then. */
PLACES(CANCELLED,
       "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
       "  FROM payments p"
       " WHERE p.cancelled_at IS NOT NULL"
       "   AND (p.state IN ('CREATING', 'OPEN')"
       "     OR p.state = 'EXPIRED' AND p.expires_at > p.cancelled_at"
       "     OR EXISTS (SELECT 1 FROM deposits d"
       "                 WHERE d.payment_id = p.id AND d.is_late = 0"
       "                   AND d.source IS NOT NULL AND d.is_witness = 0"
       "                   AND d.seen_at > p.cancelled_at))");

PLACES(CALLBACKS,
       "SELECT CONCAT('callback ', c.id) AS place, NULL AS amount"
       "  FROM callbacks c"
       "  JOIN payments p ON p.id = c.payment_id"
       " WHERE p.provider <> 'gateway'"
       "    OR c.digest <> UNHEX(SHA2(CONCAT(CAST(p.public_id AS BINARY),"
       "                                     '\n', c.body), 256))");

PLACES(REASONS,
       "SELECT CONCAT('payment ', id) AS place, NULL AS amount"
       "  FROM payments"
       " WHERE state IN ('FAILED', 'REVIEW') AND COALESCE(reason, '') = ''");

PLACES(COUNTED, "SELECT CONCAT('user ', u.id) AS place, NULL AS amount"
                "  FROM users u"
                "  LEFT JOIN (SELECT user_id, COUNT(*) AS n"
                "               FROM payments"
                "              WHERE state IN ('CREATING', 'OPEN')"
                "              GROUP BY user_id) p ON p.user_id = u.id"
                " WHERE u.open_payments <> COALESCE(p.n, 0)");

PLACES(TOO_MANY, "SELECT CONCAT('user ', user_id) AS place, NULL AS amount"
                 "  FROM payments"
                 " WHERE state IN ('CREATING', 'OPEN')"
                 " GROUP BY user_id"
                 " HAVING COUNT(*) > ?");

CHECKS(PAYMENTS_CHECKS,
       {"I-4", "money moved more than once for one cause", &CAUSES, NULL},
       {"I-4", "a deposit was not credited just as often as it says",
        &NOT_POSTED, NULL},
       {"I-4", "a credit has no deposit behind it", &NO_DEPOSIT, NULL},
       {"I-4", "a credit is not of the amount of its deposit", &POSTED, NULL},
       {"I-4", "a credit went not from its coin to the payer", &WAY, NULL},
       {"I-4", "a deposit has no payment of its user and coin", &PAYERS, NULL},
       {"I-4", "a paid payment was not credited, or more than once", &PAID_ONCE,
        NULL},
       {"I-4", "a payment that is not paid was credited", &UNPAID, NULL},
       {"I-5", "what was credited is not what was asked for", &NAMED, NULL},
       {"I-5", "a deposit credits or brings nothing or less", &POSITIVE, NULL},
       {"I-5", "a deposit is in another currency than its payment", &CURRENCY,
        NULL},
       {"I-5", "a payment names an amount that its kind has not", &WISHES,
        NULL},
       {"I-6", "a payment is in no state or of no kind that is known", &STATES,
        NULL},
       {"I-6", "the invoice of a payment is known in part only", &INVOICES,
        NULL},
       {"I-6", "a payment has no address, or one too early", &INVOICED, NULL},
       {"I-6", "a payment is paid and has no time, or has and is not", &PAID_AT,
        NULL},
       {"I-6", "a payment expired before its time", &EXPIRED, NULL},
       {"I-6", "a payment failed or is held without a reason", &REASONS, NULL},
       {"I-6", "an address was made unasked, or could be asked for again",
        &ASKED, NULL},
       {"I-6", "a payment was given up, and goes on as if it was not",
        &CANCELLED, NULL},
       {"I-4", "a callback is not what came for its payment", &CALLBACKS, NULL},
       {"I-14", "the open payments of a user are counted wrongly", &COUNTED,
        NULL},
       {"I-14", "a user has more open payments than are allowed", &TOO_MANY,
        check_open_most});
