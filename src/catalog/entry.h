/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "catalog/catalog.h"
/*
 * entry: the place in the catalogue that a unit belongs to: category,
 * subcategory and product by their names (whatever the case of their
 * letters, as the database judges it), made where they are missing.
 *
 * An entry that is there already is left as it is: its words and its price
 * are never changed here.
 */
struct arena;
struct db;

enum { ENTRY_NAME_MAX = 120, ENTRY_DESCRIPTION_MAX = 16 * 1024 };

struct entry {
	const char *category, *subcategory, *name, *description;
	struct money price;
	uint32_t min_quantity, max_quantity;
};

struct entry_found {
	struct product_id id;
	struct money price;
};

/* What two entries have in common that are one product: the database's word,
 * for it knows the case of letters beyond ASCII and decides in the end. */
const char *entry_key(struct db *db, struct arena *a, const struct entry *e);
/* The product of those names, or NULL. */
const struct entry_found *entry_find(struct db *db, struct arena *a,
                                     const struct entry *e);
/* The product, made if need be. */
struct product_id entry_make(struct db *db, struct arena *a,
                             const struct entry *e);
