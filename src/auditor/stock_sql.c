/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"

#define UNSOLD_UNITS                                                 \
	"SELECT product_id, COUNT(*) AS n, MIN(shelf) AS least,"     \
	"       MAX(shelf) AS most, COUNT(DISTINCT shelf) AS places" \
	"  FROM items"                                               \
	" WHERE is_sold = 0"                                         \
	" GROUP BY product_id"

PLACES(TWICE, "SELECT CONCAT('unit ', item_id) AS place, NULL AS amount"
              "  FROM buy_items"
              " GROUP BY item_id"
              " HAVING COUNT(*) > 1");

PLACES(SOLD, "SELECT CONCAT('unit ', i.id) AS place, NULL AS amount"
             "  FROM items i"
             "  LEFT JOIN buy_items b ON b.item_id = i.id"
             " WHERE i.is_sold = 1 AND b.id IS NULL");

PLACES(UNSOLD, "SELECT CONCAT('unit ', i.id) AS place, NULL AS amount"
               "  FROM buy_items b"
               "  JOIN items i ON i.id = b.item_id"
               " WHERE i.is_sold <> 1");

PLACES(NO_UNIT,
       "SELECT CONCAT('order ', b.buy_id) AS place, b.unit_price AS amount"
       "  FROM buy_items b"
       "  LEFT JOIN items i ON i.id = b.item_id"
       " WHERE i.id IS NULL OR i.product_id <> b.product_id");

PLACES(NO_PRODUCT, "SELECT CONCAT('unit ', i.id) AS place, NULL AS amount"
                   "  FROM items i"
                   "  LEFT JOIN products p ON p.id = i.product_id"
                   " WHERE p.id IS NULL");

PLACES(STOCK, "SELECT CONCAT('product ', p.id) AS place, NULL AS amount"
              "  FROM products p"
              "  LEFT JOIN (" UNSOLD_UNITS ") u ON u.product_id = p.id"
              " WHERE p.stock <> COALESCE(u.n, 0)");

PLACES(SHELF, "SELECT CONCAT('product ', p.id) AS place, NULL AS amount"
              "  FROM products p"
              "  JOIN (" UNSOLD_UNITS ") u ON u.product_id = p.id"
              " WHERE u.least <> p.shelf_next"
              "    OR u.most <> 0.0 + p.shelf_next + u.n - 1"
              "    OR u.places <> u.n");

CHECKS(STOCK_CHECKS, {"I-7", "a unit was sold more than once", &TWICE, NULL},
       {"I-7", "a unit counts as sold and is in no order", &SOLD, NULL},
       {"I-7", "a unit is in an order and still for sale", &UNSOLD, NULL},
       {"I-7", "a line of an order has no unit of its product", &NO_UNIT, NULL},
       {"I-7", "a unit is of a product that does not exist", &NO_PRODUCT, NULL},
       {"I-7", "the stock of a product is not its unsold units", &STOCK, NULL},
       {"I-7", "the unsold units of a product do not stand in line", &SHELF,
        NULL});
