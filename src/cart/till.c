/* SPDX-License-Identifier: MIT */
#include "cart/till.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/seal.h"
#include "settings.h"

static const struct product *find(const struct products *products,
                                  struct product_id id)
{
	for (size_t i = 0; i < products->n; i++)
		if (products->v[i].id.v == id.v)
			return &products->v[i];
	return NULL;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* How many can be bought, and what that changes. */
static enum till_change can_have(uint32_t *quantity, const struct product *p,
                                 uint32_t wanted)
{
	uint32_t left =
		p->stock > CART_UNITS_MAX ? CART_UNITS_MAX : (uint32_t)p->stock;

	*quantity = least(least(wanted, p->max_quantity), left);
	if (!left) {
		*quantity = 0;
		return TILL_GONE;
	}
	if (*quantity < p->min_quantity) {
		/* A limit raised since then asks for more, if there is more. */
		*quantity = left >= p->min_quantity ? p->min_quantity : 0;
		return *quantity ? TILL_FEWER : TILL_TOO_FEW;
	}
	return *quantity == wanted ? TILL_SAME : TILL_FEWER;
}

static struct till_line reckon(const struct product *p,
                               const struct cart_line *line)
{
	struct till_line out = {
		.product = p,
		.wanted = line->quantity,
		.seen = line->price,
	};

	out.change = can_have(&out.quantity, p, line->quantity);
	if (out.change == TILL_SAME && money_cmp(p->price, line->price) != 0)
		out.change = TILL_PRICE;
	must(money_times(&out.total, p->price, out.quantity));
	return out;
}

static void agree(struct arena *a, struct till *till)
{
	struct text t = text_open(a, 256);
	uint8_t digest[SHA256_BYTES];

	for (size_t i = 0; i < till->n; i++)
		text_printf(&t, "%" PRId64 ":%" PRIu32 ":%" PRId64 ";",
		            till->v[i].product->id.v, till->v[i].quantity,
		            money_to_minor(till->v[i].product->price));
	sha256(digest, (struct slice){t.p, t.len});
	memcpy(till->agreed, text_base64url(a, digest, sizeof(digest)),
	       TILL_AGREED_TEXT);
}

struct till till_reckon(struct arena *a, const struct cart *cart,
                        const struct products *products)
{
	struct till till = {
		.v = arena_array(a, cart->n, struct till_line),
		.total = money_zero(setting_currency()),
	};

	for (size_t i = 0; i < cart->n; i++) {
		const struct product *p = find(products, cart->v[i].product);
		struct till_line *line = &till.v[till.n];

		if (!p) {
			till.vanished++;
			continue;
		}
		*line = reckon(p, &cart->v[i]);
		must(money_add(&till.total, till.total, line->total));
		till.units += line->quantity;
		till.changed |= line->change != TILL_SAME;
		till.n++;
	}
	till.changed |= till.vanished > 0;
	till.too_many = till.units > CART_UNITS_MAX;
	agree(a, &till);
	return till;
}

struct cart till_order(struct arena *a, const struct till *till)
{
	struct cart order = {0, arena_array(a, till->n, struct cart_line)};

	for (size_t i = 0; i < till->n; i++)
		if (till->v[i].quantity)
			order.v[order.n++] = (struct cart_line){
				till->v[i].product->id, till->v[i].quantity,
				till->v[i].product->price};
	return order;
}
