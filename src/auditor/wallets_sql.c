/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(NOT_GIVEN,
       "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
       "  FROM payments p"
       "  LEFT JOIN " ASSETS_TABLE " ON s.code = p.asset"
       "  LEFT JOIN own_addresses o ON o.user_id = p.user_id"
       "    AND o.network = s.network AND o.address = p.address"
       " WHERE p.provider = 'own' AND p.address IS NOT NULL AND o.id IS NULL");

PLACES(NOT_SAID,
       "SELECT CONCAT('address ', o.id) AS place, NULL AS amount"
       "  FROM own_addresses o"
       "  LEFT JOIN payments p ON p.id = o.payment_id"
       " WHERE o.payment_id IS NOT NULL"
       "   AND (NOT p.provider <=> 'own' OR NOT p.address <=> o.address"
       "     OR NOT p.user_id <=> o.user_id)");

/* The requests that show an own address, by what is looked at. */
#define AT_OWN                                            \
	" FROM payments p"                                \
	"  JOIN watches x ON x.payment_id = p.id"         \
	"  JOIN own_addresses o ON o.network = x.network" \
	"    AND o.script = x.script"                     \
	" WHERE p.provider = 'own'"

PLACES(OF_ANOTHER,
       "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount" AT_OWN
       " AND NOT p.user_id <=> o.user_id");

PLACES(OLD, "SELECT CONCAT('address ', o.id) AS place, NULL AS amount" AT_OWN
            " GROUP BY o.id"
            " HAVING NOT MAX(o.payment_id) <=> MAX(p.id)"
            "     OR SUM(p.state IN ('CREATING', 'OPEN')) > 1");

/* All requests at one address; a transfer may be seen while it comes back. */
PLACES(USED_UP, "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
                "  FROM payments p"
                "  JOIN watches x ON x.payment_id = p.id"
                "  JOIN watches y ON y.network = x.network"
                "    AND y.script = x.script AND y.payment_id < p.id"
                "  JOIN deposits d ON d.payment_id = y.payment_id"
                " WHERE p.provider = 'own'"
                "   AND d.seen_at < p.created_at - INTERVAL 1 MINUTE");

PLACES(TWICE,
       "SELECT CONCAT('address ', MIN(id)) AS place, NULL AS amount"
       "  FROM own_addresses GROUP BY network, script HAVING COUNT(*) > 1"
       " UNION ALL"
       " SELECT CONCAT('address ', MIN(id)), NULL"
       "  FROM own_addresses GROUP BY network, address HAVING COUNT(*) > 1"
       " UNION ALL"
       " SELECT CONCAT('address ', MIN(id)), NULL"
       "  FROM own_addresses WHERE wallet_id IS NOT NULL"
       " GROUP BY wallet_id, wallet_index HAVING COUNT(*) > 1"
       " UNION ALL"
       " SELECT CONCAT('payment ', payment_id), NULL"
       "  FROM own_addresses WHERE payment_id IS NOT NULL"
       " GROUP BY payment_id HAVING COUNT(*) > 1");

PLACES(FROM_NO_KEY,
       "SELECT CONCAT('address ', o.id) AS place, NULL AS amount"
       "  FROM own_addresses o"
       "  LEFT JOIN wallets w ON w.id = o.wallet_id"
       " WHERE (o.wallet_id IS NULL) <> (o.wallet_index IS NULL)"
       "    OR o.wallet_id IS NOT NULL"
       "       AND (o.payment_id IS NULL OR NOT w.network <=> o.network"
       "         OR w.confirmed_at IS NULL"
       "         OR o.wallet_index NOT BETWEEN 0 AND w.next_index - 1)");

PLACES(LIVE, "SELECT CONCAT('network ', network) AS place, NULL AS amount"
             "  FROM wallets"
             " WHERE confirmed_at IS NOT NULL AND retired_at IS NULL"
             " GROUP BY network"
             " HAVING COUNT(*) > 1");

/* Coins that were credited close the gap up to their index. */
PLACES(PAID, "SELECT CONCAT('wallet ', w.id) AS place, NULL AS amount"
             "  FROM wallets w"
             "  LEFT JOIN (SELECT o.wallet_id, MAX(o.wallet_index) AS most"
             "               FROM own_addresses o"
             "               JOIN watches y ON y.network = o.network"
             "                AND y.script = o.script"
             "               JOIN deposits d ON d.payment_id = y.payment_id"
             "              WHERE d.credited IS NOT NULL"
             "              GROUP BY o.wallet_id) x ON x.wallet_id = w.id"
             " WHERE w.paid_index < COALESCE(x.most, -1)"
             "    OR w.paid_index >= w.next_index"
             "    OR w.paid_index >= 0"
             "       AND NOT EXISTS (SELECT 1 FROM own_addresses o"
             "                         JOIN watches y"
             "                           ON y.network = o.network"
             "                          AND y.script = o.script"
             "                         JOIN deposits d"
             "                           ON d.payment_id = y.payment_id"
             "                        WHERE o.wallet_id = w.id"
             "                          AND o.wallet_index = w.paid_index)");

CHECKS(WALLETS_CHECKS,
       {"I-19", "a payment shows an own address that it was not given",
        &NOT_GIVEN, check_assets},
       {"I-19", "an own address was given to a payment that shows another",
        &NOT_SAID, NULL},
       {"I-19", "an own address was given twice", &TWICE, NULL},
       {"I-19", "an own address was shown to another buyer", &OF_ANOTHER, NULL},
       {"I-19", "an own address serves two requests, or not the newest", &OLD,
        NULL},
       {"I-19", "an own address came back although coins had come", &USED_UP,
        NULL},
       {"I-19", "an own address is of no key that gave it", &FROM_NO_KEY, NULL},
       {"wallets", "a network has more than one key in use", &LIVE, NULL},
       {"wallets", "the last paid index of a key is another", &PAID, NULL});
