/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
#include "cart/cart.h"
#include "ledger/once.h"
#include "user/user_id.h"
/*
 * buy: an order.
 *
 * Placed once, paid at once from the balance, delivered at once: units,
 * charge, order and notice are one transaction.  What the buyer agreed to
 * (each price and the total) is compared under lock; a different sum is never
 * charged.  Names and prices are frozen in the order.  A cart is bought once
 * (its generation), and of free goods an account has no more than its share
 * (buy/free.h).
 */
struct arena;
struct db;

enum buy_result {
	BUY_NONE,
	BUY_DONE,
	BUY_REPEATED,   /* the same form again: the first order */
	BUY_CART_DONE,  /* the same cart by another form: its order */
	BUY_OTHER_FORM, /* the token was used for something else */
	BUY_CHANGED,    /* a price, a limit or the total is not as seen */
	BUY_SOLD_OUT,   /* fewer units left than wanted */
	BUY_FREE_LIMIT, /* more free units than the account may have */
	BUY_SHORT       /* too little credit */
};

struct buy_outcome {
	enum buy_result result;
	const char *path;          /* "/order/…", when done or repeated */
	struct money available;    /* afterwards */
	bool shelves_look_changed; /* a page shows some stock differently */
};

/* The cart's generation names the order: another checkout of it finds the
 * first. */
struct buy_outcome buy_checkout(struct db *db, struct arena *a,
                                struct user_id buyer, const struct cart *cart,
                                struct money agreed, const struct once *once);

/* The path of the order of that cart, or NULL. */
const char *buy_of_cart(struct db *db, struct arena *a, struct user_id buyer,
                        const char *generation);

struct buy {
	int64_t id;
	const char *public_id;
	int64_t quantity;
	struct money total;
	struct moment at;
	bool is_refunded;
	const char *first_name; /* of the products, for lists */
	int64_t products;       /* different ones, for lists */
};

struct buys {
	size_t n;
	struct buy *v;
};

/* The buyer's own order, or NULL: anybody else's is not there. */
const struct buy *buy_find(struct db *db, struct arena *a, struct user_id buyer,
                           const char *public_id);
/* A page of them, newest first; *total is how many there are. */
struct buys buy_list(struct db *db, struct arena *a, struct user_id buyer,
                     uint32_t page, uint32_t page_size, uint32_t *total);

/* What was left of the balance when the order was paid. */
struct money buy_balance_after(struct db *db, struct arena *a,
                               const struct buy *buy);

/* The lines of an order as it was placed. */
struct buy_line {
	const char *name, *slug;
	int64_t quantity;
	struct money price, total;
};

struct buy_lines {
	size_t n;
	struct buy_line *v;
};

struct buy_lines buy_lines(struct db *db, struct arena *a,
                           const struct buy *buy);

/* A delivered unit, still sealed (catalog/unit.h opens it). */
struct buy_unit {
	const char *name; /* of the product */
	struct slice sealed, fingerprint;
};

struct buy_units {
	size_t n;
	struct buy_unit *v;
};

/* Up to `most` of them, from the one after `from` others. */
struct buy_units buy_units(struct db *db, struct arena *a, struct user_id buyer,
                           const struct buy *buy, uint32_t from, uint32_t most);

/* Notes that the units are shown now; gives the first time they were. */
struct moment buy_reveal(struct db *db, struct arena *a, struct user_id buyer,
                         const struct buy *buy);
