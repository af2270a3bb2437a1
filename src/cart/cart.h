/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"
#include "base/random.h"
#include "catalog/catalog.h"
/*
 * cart: what a visitor means to buy, kept in Redis for 30 days.
 *
 * A line is a product, a quantity and the price the visitor saw when it was
 * added or last accepted, so that a change can be shown and asked about.
 * Nothing is reserved.  A cart is named by its key: a guest's or an account's
 * (http/session says which); a guest's lives as long as the session.
 *
 * A cart has a generation, drawn at random with its first line.  An order
 * keeps it under a unique key, so that two checkouts of one cart, from two
 * tabs, are one order; what was bought gives the cart a new one.  Redis is not
 * believed: a line that is none is taken out, and the database decides.
 */
struct arena;
struct redis;

enum {
	CART_UNITS_MAX = 500, /* in one order */
	CART_GENERATION = PUBLIC_ID_TEXT
};

struct cart_line {
	struct product_id product;
	uint32_t quantity;
	struct money price; /* as last seen by the visitor */
};

struct cart {
	size_t n;
	struct cart_line *v;              /* by ascending product id */
	char generation[CART_GENERATION]; /* "" of an empty one */
};

struct cart cart_read(struct redis *r, struct arena *a, const char *key);

/* Adds to the line, up to `most` units of it; *now is the new quantity.
 * False when the cart has no room for another line. */
bool cart_put(struct redis *r, struct arena *a, const char *key,
              struct product_id product, uint32_t quantity, uint32_t most,
              struct money price, uint32_t *now);

/* Sets the line; quantity 0 takes it out.  False when the cart has no room
 * for another line. */
bool cart_set(struct redis *r, struct arena *a, const char *key,
              struct cart_line line);

/* Moves a guest's lines into an account's cart: the larger quantity of a
 * product stays, and so does the account's price. */
void cart_join(struct redis *r, struct arena *a, const char *guest,
               const char *account);

/* After an order of that generation: its lines are taken out, and what was put
 * in meanwhile stays, as a cart of a new generation.  A cart of another one is
 * left alone. */
void cart_bought(struct redis *r, struct arena *a, const char *key,
                 const char *generation, const struct cart *order);
