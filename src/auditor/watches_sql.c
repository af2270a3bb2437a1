/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

/* Coins may come to it any moment. */
#define AWAITED "p.state IN ('CREATING', 'OPEN', 'CONFIRMING')"

/* The gateway's addresses are looked at where a source knows the coin, since
 * the first of the network was; own ones always. */
PLACES(UNWATCHED, "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
                  "  FROM payments p"
                  "  LEFT JOIN watches w ON w.payment_id = p.id"
                  "  LEFT JOIN " ASSETS_TABLE " ON s.code = p.asset"
                  " WHERE p.address IS NOT NULL AND w.payment_id IS NULL"
                  "   AND (p.provider = 'own'"
                  "     OR " AWAITED " AND s.is_known = 1"
                  "        AND p.id > (SELECT MIN(f.payment_id) FROM watches f"
                  "                     WHERE f.network = s.network))");

PLACES(ASLEEP, "SELECT CONCAT('payment ', p.id) AS place, NULL AS amount"
               "  FROM watches w"
               "  JOIN payments p ON p.id = w.payment_id"
               " WHERE w.next_look_at IS NULL"
               "   AND (" AWAITED "     OR EXISTS (SELECT 1 FROM deposits d"
               "                 WHERE d.payment_id = p.id AND d.is_final = 0"
               "                   AND d.source IS NOT NULL"
               "                   AND d.state IN ('SEEN', 'CONFIRMED')))");

PLACES(ELSEWHERE,
       "SELECT CONCAT('payment ', w.payment_id) AS place, NULL AS amount"
       "  FROM watches w"
       "  LEFT JOIN payments p ON p.id = w.payment_id"
       "  LEFT JOIN " ASSETS_TABLE " ON s.code = p.asset"
       "  LEFT JOIN own_addresses o ON o.user_id = p.user_id"
       "    AND o.network = s.network AND o.address = p.address"
       "    AND p.provider = 'own'"
       " WHERE p.address IS NULL OR NOT s.network <=> w.network"
       "    OR w.script = '' OR o.script <> w.script"
       "    OR o.network <> w.network");

PLACES(SPANS, "SELECT CONCAT('payment ', w.payment_id) AS place,"
              "       NULL AS amount"
              "  FROM watches w"
              "  JOIN payments p ON p.id = w.payment_id"
              " WHERE w.watched_until < p.expires_at"
              "    OR w.looks < 0 OR (w.looks = 0) <> (w.looked_at IS NULL)"
              "    OR w.cursor_text IS NOT NULL AND w.source IS NULL");

PLACES(CURSORS,
       "SELECT CONCAT(c.network, ' ', c.source) AS place, NULL AS amount"
       "  FROM cursors c"
       "  LEFT JOIN (SELECT DISTINCT s.network FROM " ASSETS_TABLE ") n"
       "    ON n.network = c.network"
       " WHERE n.network IS NULL OR c.source = '' OR c.cursor_text = ''");

PLACES(SOURCES,
       "SELECT CONCAT('source ', c.name) AS place, NULL AS amount"
       "  FROM sources c"
       "  LEFT JOIN (SELECT DISTINCT s.network FROM " ASSETS_TABLE ") n"
       "    ON n.network = c.network"
       " WHERE n.network IS NULL AND c.network <> 'prices'"
       "    OR c.failures < 0 OR c.tip < 0"
       "    OR c.failures > 0 AND c.failed_at IS NULL"
       "    OR c.passed < 0 OR (c.passed = 0) <> (c.passed_at IS NULL)");

/* Of one address no more than there is room for (watch/unread.h), and none
 * that is asked for without end or not at all. */
PLACES(UNREAD, "SELECT CONCAT('transfers that cannot be read, of payment ',"
               "              u.payment_id) AS place, NULL AS amount"
               "  FROM unread_transfers u"
               "  LEFT JOIN watches w ON w.payment_id = u.payment_id"
               "                     AND w.network = u.network"
               "  LEFT JOIN (SELECT DISTINCT s.network FROM " ASSETS_TABLE ") n"
               "    ON n.network = u.network"
               " GROUP BY u.payment_id, u.network"
               " HAVING COUNT(*) > 20 OR MIN(n.network IS NOT NULL) = 0"
               "     OR u.payment_id > 0 AND MIN(w.payment_id IS NOT NULL) = 0"
               "     OR MIN(u.txid <> '' AND u.tries BETWEEN 1 AND 15) = 0"
               "     OR MAX(u.retry_at IS NULL AND u.tries < 15) = 1");

#define IS_PRICE(X) X " REGEXP '^[0-9]+([.][0-9]+)?$' AND " X " REGEXP '[1-9]'"

PLACES(PRICES,
       "SELECT x.place, NULL AS amount"
       "  FROM (SELECT CONCAT('quote ', coin, ' ', source) AS place, price"
       "          FROM quotes"
       "         UNION ALL"
       "        SELECT CONCAT('rate ', coin), price FROM rates"
       "         UNION ALL"
       "        SELECT CONCAT('payment ', id), rate FROM payments"
       "         WHERE rate IS NOT NULL"
       "         UNION ALL"
       "        SELECT CONCAT('deposit ', id), rate FROM deposits"
       "         WHERE rate IS NOT NULL) x"
       " WHERE NOT (" IS_PRICE("x.price") ")");

PLACES(RATES, "SELECT CONCAT('rate ', r.coin) AS place, NULL AS amount"
              "  FROM rates r"
              "  LEFT JOIN (SELECT DISTINCT s.coin FROM " ASSETS_TABLE ") c"
              "    ON c.coin = r.coin"
              " WHERE c.coin IS NULL OR (r.price IS NULL) <> (r.at IS NULL)"
              "    OR r.price IS NULL AND COALESCE(r.paused, '') = ''");

CHECKS(WATCHES_CHECKS,
       {"watch", "an address is open and nobody looks at it", &UNWATCHED,
        check_assets},
       {"watch", "an address is no longer looked at, and coins are awaited",
        &ASLEEP, NULL},
       {"watch", "what is looked at is not the address of its payment",
        &ELSEWHERE, check_assets},
       {"watch", "an address is looked at for too short, or never was", &SPANS,
        NULL},
       {"watch", "a cursor is of no network or leads nowhere", &CURSORS,
        check_assets},
       {"watch", "the health of a source makes no sense", &SOURCES,
        check_assets},
       {"watch", "what cannot be read is of no address, or asked for wrongly",
        &UNREAD, check_assets},
       {"prices", "a price is no number above zero", &PRICES, NULL},
       {"prices", "a price is of no coin, or of no time", &RATES,
        check_assets});
