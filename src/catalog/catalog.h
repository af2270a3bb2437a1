/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"
/*
 * catalog: categories, subcategories and products.
 *
 * Pages show stock in bands ("In stock", "3 left", "Sold out"), so that a sale
 * seldom changes a page.  Whatever changes what pages show gives the
 * catalogue a new version in Redis (catalog_changed), which drops every
 * cached page.
 */
struct arena;
struct db;
struct redis;

struct product_id {
	int64_t v;
};

struct product {
	struct product_id id;
	const char *slug, *name, *description;
	const char *category_slug, *category_name;
	const char *subcategory_slug, *subcategory_name;
	struct money price;
	int64_t stock;
	uint32_t min_quantity, max_quantity;
	bool is_listed;
};

struct products {
	size_t n;
	struct product *v;
};

/* "In stock", "3 left" (up to 5), "Sold out"; and in, low or out. */
const char *catalog_stock_text(struct arena *a, int64_t stock);
const char *catalog_stock_band(int64_t stock);
/* Whether a page shows the two differently. */
bool catalog_stock_looks_same(int64_t before, int64_t after);

/* The listed product, or NULL. */
const struct product *catalog_find(struct db *db, struct arena *a,
                                   const char *slug);
/* Those of the ids that exist and are listed, in any order; a plain read. */
struct products catalog_list_ids(struct db *db, struct arena *a,
                                 const struct product_id *ids, size_t n);

enum catalog_sort { SORT_NAME, SORT_PRICE, SORT_PRICE_DOWN, SORT_NEWEST };

struct listing {
	int64_t category;    /* 0: all */
	int64_t subcategory; /* 0: all */
	const char *search;  /* words that must all occur; "" for all */
	enum catalog_sort sort;
	uint32_t page, page_size; /* from 1 */
};

/* One page of products; *total is how many fit in all. */
struct products catalog_list(struct db *db, struct arena *a,
                             const struct listing *l, uint32_t *total);

struct category {
	int64_t id;
	const char *slug, *name, *description;
	int64_t products; /* listed ones */
};

struct categories {
	size_t n;
	struct category *v;
};

struct categories catalog_categories(struct db *db, struct arena *a);
struct categories catalog_subcategories(struct db *db, struct arena *a,
                                        int64_t category);
/* The category of a slug, or NULL; where it names a subcategory, that one
 * comes back in *sub as well. */
const struct category *catalog_category(struct db *db, struct arena *a,
                                        const char *slug,
                                        const struct category **sub);

/* Gives the catalogue a new version. */
void catalog_changed(struct redis *r, struct arena *a);
