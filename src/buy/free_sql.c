/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "buy/free.h"
#include "db/db.h"
#include "settings.h"

STATEMENT(TAKEN, "SELECT i.product_id, COUNT(*) AS units"
                 "  FROM buys b"
                 "  JOIN buy_items i ON i.buy_id = b.id"
                 " WHERE b.buyer_id = ? AND i.unit_price = 0"
                 " GROUP BY i.product_id");

STATEMENT(HAS_PAID, "SELECT EXISTS (SELECT 1 FROM deposits"
                    "                WHERE user_id = ?"
                    "                  AND state = 'CREDITED') AS has_paid");

struct free_taken free_taken(struct db *db, struct arena *a,
                             struct user_id buyer)
{
	struct rows rows = db_rows(db, a, &TAKEN, ARGS(arg_int(buyer.v)));
	struct free_taken t = {
		.has_paid = row_bool(
			db_row(db, a, &HAS_PAID, ARGS(arg_int(buyer.v))),
			"has_paid"),
		.n = rows.n,
		.v = arena_array(a, rows.n, struct free_units),
	};

	for (size_t i = 0; i < rows.n; i++)
		t.v[i] = (struct free_units){
			{row_int(rows.row[i], "product_id")},
			(uint32_t)row_int(rows.row[i], "units"),
		};
	return t;
}

uint32_t free_most(const struct free_taken *t, uint32_t max_quantity)
{
	int64_t unpaid = setting_count(SET_FREE_UNITS_UNPAID);

	return !t->has_paid && max_quantity > unpaid ? (uint32_t)unpaid
	                                             : max_quantity;
}

uint32_t free_left(const struct free_taken *t, struct product_id product,
                   uint32_t max_quantity)
{
	uint32_t most = free_most(t, max_quantity), units = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].product.v == product.v)
			units = t->v[i].units;
	return units < most ? most - units : 0;
}
