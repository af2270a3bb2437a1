/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

PLACES(TOTAL,
       "SELECT CONCAT('order ', b.id) AS place,"
       "       0.0 + b.total_price - COALESCE(SUM(i.unit_price), 0) AS amount"
       "  FROM buys b"
       "  LEFT JOIN buy_items i ON i.buy_id = b.id"
       " GROUP BY b.id, b.total_price"
       " HAVING b.total_price <> COALESCE(SUM(i.unit_price), 0)");

PLACES(QUANTITY, "SELECT CONCAT('order ', b.id) AS place, NULL AS amount"
                 "  FROM buys b"
                 "  LEFT JOIN buy_items i ON i.buy_id = b.id"
                 " GROUP BY b.id, b.quantity"
                 " HAVING b.quantity <> COUNT(i.id)");

PLACES(NO_ORDER,
       "SELECT CONCAT('order ', i.buy_id) AS place, 0.0 - i.unit_price AS amount"
       "  FROM buy_items i"
       "  LEFT JOIN buys b ON b.id = i.buy_id"
       " WHERE b.id IS NULL");

PLACES(CHARGED_ONCE,
       "SELECT CONCAT('order ', b.id) AS place,"
       "       (COUNT(e.id) - 1.0) * b.total_price AS amount"
       "  FROM buys b"
       "  LEFT JOIN ledger_entries e ON e.kind = 'purchase' AND e.cause_id = b.id"
       " GROUP BY b.id, b.total_price"
       " HAVING COUNT(e.id) <> 1");

PLACES(FOR_NOTHING,
       "SELECT CONCAT('entry ', e.id) AS place, SUM(t.amount) AS amount"
       "  FROM ledger_entries e"
       "  LEFT JOIN buys b ON b.id = e.cause_id AND b.buyer_id = e.user_id"
       "  LEFT JOIN ledger_transfers t ON t.entry_id = e.id"
       " WHERE e.kind = 'purchase' AND b.id IS NULL"
       " GROUP BY e.id");

PLACES(CHARGED,
       "SELECT CONCAT('order ', b.id) AS place,"
       "       COALESCE(SUM(t.amount), 0) - b.total_price AS amount"
       "  FROM buys b"
       "  JOIN ledger_entries e ON e.kind = 'purchase' AND e.cause_id = b.id"
       "  LEFT JOIN ledger_transfers t ON t.entry_id = e.id"
       " GROUP BY e.id, b.id, b.total_price"
       " HAVING COALESCE(SUM(t.amount), 0) <> b.total_price");

PLACES(WAY,
       "SELECT CONCAT('order ', e.cause_id) AS place, NULL AS amount"
       "  FROM ledger_transfers t"
       "  JOIN ledger_entries e ON e.id = t.entry_id"
       "  LEFT JOIN users u ON u.id = e.user_id"
       "  LEFT JOIN accounts s ON s.id = t.credit_account"
       " WHERE e.kind = 'purchase'"
       "   AND (NOT u.account_id <=> t.debit_account OR NOT s.kind <=> 'sales')");

PLACES(REVEALED, "SELECT CONCAT('reveal ', r.id) AS place, NULL AS amount"
                 "  FROM reveals r"
                 "  LEFT JOIN buys b ON b.id = r.buy_id"
                 " WHERE NOT b.buyer_id <=> r.user_id");

PLACES(LEADS,
       "SELECT CONCAT('form ', f.token) AS place, NULL AS amount"
       "  FROM form_tokens f"
       "  LEFT JOIN buys b"
       "    ON f.result LIKE '/order/%'"
       "   AND b.public_id = SUBSTRING(f.result, 8) AND b.buyer_id = f.user_id"
       "  LEFT JOIN payments p"
       "    ON f.result LIKE '/deposit/%'"
       "   AND p.public_id = SUBSTRING(f.result, 10) AND p.user_id = f.user_id"
       " WHERE b.id IS NULL AND p.id IS NULL");

PLACES(FORM, "SELECT CONCAT('entry ', e.id) AS place, NULL AS amount"
             "  FROM ledger_entries e"
             "  LEFT JOIN form_tokens f"
             "    ON f.user_id = e.user_id AND f.token = e.form_token"
             "  LEFT JOIN buys b ON e.kind = 'purchase' AND b.id = e.cause_id"
             " WHERE (e.kind = 'purchase' OR e.form_token IS NOT NULL)"
             "   AND NOT f.result <=> CONCAT('/order/', b.public_id)");

PLACES(FORM_TWICE, "SELECT CONCAT('form ', form_token) AS place, NULL AS amount"
                   "  FROM ledger_entries"
                   " WHERE form_token IS NOT NULL"
                   " GROUP BY user_id, form_token"
                   " HAVING COUNT(*) > 1"
                   " UNION ALL"
                   " SELECT result, NULL"
                   "  FROM form_tokens"
                   " GROUP BY result"
                   " HAVING COUNT(*) > 1");

PLACES(CART_TWICE, "SELECT CONCAT('order ', MAX(id)) AS place,"
                   "       0.0 + MAX(total_price) AS amount"
                   "  FROM buys"
                   " WHERE cart IS NOT NULL"
                   " GROUP BY buyer_id, cart"
                   " HAVING COUNT(*) > 1");

/* Each unit says how many there might be; what was taken before units said it
 * counts, but breaks no limit. */
PLACES(FREE, "SELECT CONCAT('user ', b.buyer_id, ' product ', i.product_id)"
             "         AS place, NULL AS amount"
             "  FROM buy_items i"
             "  JOIN buys b ON b.id = i.buy_id"
             " WHERE i.unit_price = 0"
             " GROUP BY b.buyer_id, i.product_id"
             " HAVING COUNT(*) > GREATEST(MAX(i.free_most),"
             "                            SUM(i.free_most IS NULL))");

PLACES(FREE_UNSAID, "SELECT CONCAT('order ', i.buy_id) AS place, NULL AS amount"
                    "  FROM buy_items i"
                    "  JOIN buys b ON b.id = i.buy_id"
                    " WHERE i.unit_price = 0 AND i.free_most IS NULL"
                    "   AND b.cart IS NOT NULL");

CHECKS(ORDERS_CHECKS,
       {"I-8", "the total of an order is not the sum of its lines", &TOTAL,
        NULL},
       {"I-8", "an order has not as many units as it says", &QUANTITY, NULL},
       {"I-8", "a line belongs to an order that does not exist", &NO_ORDER,
        NULL},
       {"I-8", "an order was not charged exactly once", &CHARGED_ONCE, NULL},
       {"I-8", "somebody was charged without an order of theirs", &FOR_NOTHING,
        NULL},
       {"I-8", "what was charged for an order is not its total", &CHARGED,
        NULL},
       {"I-8", "the charge went not from the buyer to the sales", &WAY, NULL},
       {"I-9", "units were shown to another than their buyer", &REVEALED, NULL},
       {"I-24", "the token of a form leads to nothing of its user", &LEADS,
        NULL},
       {"I-24", "the form of a charge led elsewhere than to its order", &FORM,
        NULL},
       {"I-24", "one form moved money more than once", &FORM_TWICE, NULL},
       {"I-24", "one cart was bought more than once", &CART_TWICE, NULL},
       {"I-8", "an account has more free units than it may", &FREE, NULL},
       {"I-8", "a free unit was taken without a limit", &FREE_UNSAID, NULL});
