/* SPDX-License-Identifier: MIT */
#pragma once
#include "buy/buy.h"
#include "buy/free.h"
#include "catalog/catalog.h"
/*
 * buy_sql: the statements of a checkout, for buy.c alone.
 */

/* A product row, locked, with its place on the shelf. */
struct shelf {
	struct product_id product;
	struct money price;
	int64_t stock, next;
	uint32_t min_quantity, max_quantity;
	bool is_listed;
};

struct shelves {
	size_t n;
	struct shelf *v; /* by ascending product id */
};

/* Locks the products of the cart, in ascending order. */
struct shelves buy_sql_lock_shelves(struct db *db, struct arena *a,
                                    const struct cart *cart);
int64_t buy_sql_add(struct db *db, const char *public_id, struct user_id buyer,
                    const char *generation, int64_t quantity,
                    struct money total);
/* Gives the order the next units of each locked shelf, a free one with the
 * limit it was taken under; how many it got. */
uint64_t buy_sql_take_units(struct db *db, struct arena *a, int64_t buy,
                            const struct cart *cart,
                            const struct shelves *shelves,
                            const struct free_taken *taken);
/* Marks the order's units as sold and moves the shelves on; whether every
 * unit was there to be sold. */
bool buy_sql_empty_shelves(struct db *db, int64_t buy, uint64_t units,
                           uint64_t products);
