/* SPDX-License-Identifier: MIT */
#pragma once
#include "cart/cart.h"
/*
 * till: a cart held against the catalogue of this moment.
 *
 * What changed since the visitor looked (a price, fewer units left, sold out)
 * is told apart, and asked about before anything is bought.  `agreed` stands
 * for exactly these lines, quantities and prices of this generation of the
 * cart: a checkout that carries it says what the buyer saw, and which cart is
 * bought with it.
 */
enum till_change {
	TILL_SAME,
	TILL_PRICE,
	TILL_FEWER,   /* only line.quantity are left */
	TILL_GONE,    /* sold out: quantity is 0 */
	TILL_TOO_FEW, /* fewer left than the least order: 0 */
	TILL_LIMIT    /* a free product: the account may have no more */
};

struct till_line {
	const struct product *product;
	uint32_t wanted;
	uint32_t quantity; /* that can be bought now */
	struct money seen; /* the price the visitor knows */
	struct money total;
	enum till_change change;
};

/* The generation, and 43 characters of a digest. */
enum { TILL_AGREED_TEXT = CART_GENERATION + 43 };

struct till {
	size_t n;
	struct till_line *v;
	size_t vanished; /* lines whose product is not sold any more */
	uint32_t units;
	struct money total;
	bool changed;
	bool too_many;  /* more than CART_UNITS_MAX: no order takes them */
	bool too_large; /* the total is more than any sum we reckon with */
	char agreed[TILL_AGREED_TEXT];
};

/* Of each product in `products` the visitor may have `most` units more;
 * NULL: as many as its max_quantity says. */
struct till till_reckon(struct arena *a, const struct cart *cart,
                        const struct products *products, const uint32_t *most);

/* Which cart an `agreed` stands for; false when it is none of ours. */
bool till_generation(char out[CART_GENERATION], const char *agreed);

/* The lines that can be bought, at the prices of now. */
struct cart till_order(struct arena *a, const struct till *till);
