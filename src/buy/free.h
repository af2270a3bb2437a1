/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "catalog/catalog.h"
#include "user/user_id.h"
/*
 * free: how many units of a product that costs nothing an account may have.
 *
 * An order's limit would be none, for anybody places another order.  So
 * max_quantity counts for ever where the price is zero; and an account to
 * which no deposit was ever credited has as many as the setting
 * free_units_unpaid at most, since anybody opens another account.
 */
struct arena;
struct db;

/* What an account has had for nothing. */
struct free_taken {
	bool has_paid;
	size_t n;
	struct free_units {
		struct product_id product;
		uint32_t units;
	} * v;
};

/* A plain read; under ledger_lock nothing is added to it meanwhile. */
struct free_taken free_taken(struct db *db, struct arena *a,
                             struct user_id buyer);

/* In all, and how many of them are left. */
uint32_t free_most(const struct free_taken *t, uint32_t max_quantity);
uint32_t free_left(const struct free_taken *t, struct product_id product,
                   uint32_t max_quantity);
