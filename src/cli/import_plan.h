/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "catalog/entry.h"
#include "catalog/unit.h"
/*
 * import_plan: what a file would put into the catalogue: its products, each
 * once, and the fingerprints of its units.
 *
 * Which names are the same is the database's word (entry_key).  Of names that
 * only look the same each is a product, and somebody is told.
 */
struct arena;
struct db;
struct import_plan;
struct record;

struct planned {
	struct entry entry;
	unsigned line; /* where the product first stands */
	bool looked_up, price_differs;
	bool is_alone;        /* wanted even without a unit */
	struct product_id id; /* 0: the catalogue has no such product yet */
	struct money shop_price;
	uint64_t units;             /* to be added */
	const struct planned *twin; /* that looks the same, or NULL */
};

struct import_plan *import_plan_open(struct arena *a, struct db *db,
                                     size_t units_max);

/* The product of a record and the unit's content (p is NULL where there is
 * no unit); NULL and why when the record is not right.  temp holds what is
 * not kept. */
struct planned *import_plan_record(struct import_plan *plan, struct arena *temp,
                                   const struct record *r, unsigned line,
                                   struct slice *content, const char **why);

/* Remembers a unit; the line where it stood before, or 0. */
unsigned import_plan_seen(struct import_plan *plan, const struct fingerprint *f,
                          unsigned line);
/* Forgets all units, but not the products. */
void import_plan_again(struct import_plan *plan);

size_t import_plan_count(const struct import_plan *plan);
struct planned *import_plan_item(struct import_plan *plan, size_t i);
