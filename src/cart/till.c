/* SPDX-License-Identifier: MIT */
#include "cart/till.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "settings.h"

/* Its index, or n. */
static size_t find(const struct products *products, struct product_id id)
{
	size_t i = 0;

	while (i < products->n && products->v[i].id.v != id.v)
		i++;
	return i;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* How many can be bought, and what that changes. */
static enum till_change can_have(uint32_t *quantity, const struct product *p,
                                 uint32_t wanted, uint32_t most)
{
	uint32_t left =
		p->stock > CART_UNITS_MAX ? CART_UNITS_MAX : (uint32_t)p->stock;

	*quantity = least(least(wanted, p->max_quantity), left);
	if (!left) {
		*quantity = 0;
		return TILL_GONE;
	}
	if (*quantity > most) {
		*quantity = most < p->min_quantity ? 0 : most;
		return TILL_LIMIT;
	}
	if (*quantity < p->min_quantity) {
		/* A limit raised since then asks for more, if there is more. */
		*quantity = left >= p->min_quantity ? p->min_quantity : 0;
		return *quantity ? TILL_FEWER : TILL_TOO_FEW;
	}
	return *quantity == wanted ? TILL_SAME : TILL_FEWER;
}

static struct till_line reckon(const struct product *p,
                               const struct cart_line *line, uint32_t most)
{
	struct till_line out = {
		.product = p,
		.wanted = line->quantity,
		.seen = line->price,
	};

	out.change = can_have(&out.quantity, p, line->quantity, most);
	if (out.change == TILL_SAME && money_cmp(p->price, line->price) != 0)
		out.change = TILL_PRICE;
	return out;
}

/* Prices have a bound, and carts have, so the sum has one; but what is read is
 * not trusted to keep it. */
static void add_up(struct till *till, struct till_line *line)
{
	struct money sum;

	line->total = money_zero(setting_currency());
	if (!money_times(&line->total, line->product->price, line->quantity) ||
	    !money_add(&sum, till->total, line->total))
		till->too_large = true;
	else
		till->total = sum;
}

static void agree(struct arena *a, struct till *till, const char *generation)
{
	struct text t = text_open(a, 256);
	uint8_t digest[SHA256_BYTES];

	for (size_t i = 0; i < till->n; i++)
		text_printf(&t, "%" PRId64 ":%" PRIu32 ":%" PRId64 ";",
		            till->v[i].product->id.v, till->v[i].quantity,
		            money_to_minor(till->v[i].product->price));
	sha256(digest, (struct slice){t.p, t.len});
	memcpy(till->agreed,
	       arena_printf(a, "%s%s", generation,
	                    text_base64url(a, digest, sizeof(digest))),
	       TILL_AGREED_TEXT);
}

bool till_generation(char out[CART_GENERATION], const char *agreed)
{
	if (strlen(agreed) != TILL_AGREED_TEXT - 1)
		return false;
	memcpy(out, agreed, CART_GENERATION - 1);
	out[CART_GENERATION - 1] = '\0';
	return random_is_public_id(out);
}

struct till till_reckon(struct arena *a, const struct cart *cart,
                        const struct products *products, const uint32_t *most)
{
	struct till till = {
		.v = arena_array(a, cart->n, struct till_line),
		.total = money_zero(setting_currency()),
	};

	for (size_t i = 0; i < cart->n; i++) {
		size_t at = find(products, cart->v[i].product);
		struct till_line *line = &till.v[till.n];

		if (at == products->n) {
			till.vanished++;
			continue;
		}
		*line = reckon(&products->v[at], &cart->v[i],
		               most ? most[at] : UINT32_MAX);
		add_up(&till, line);
		till.units += line->quantity;
		till.changed |= line->change != TILL_SAME;
		till.n++;
	}
	till.changed |= till.vanished > 0;
	till.too_many = till.units > CART_UNITS_MAX;
	if (*cart->generation)
		agree(a, &till, cart->generation);
	return till;
}

struct cart till_order(struct arena *a, const struct till *till)
{
	struct cart order = {.v = arena_array(a, till->n, struct cart_line)};

	memcpy(order.generation, till->agreed, CART_GENERATION - 1);
	for (size_t i = 0; i < till->n; i++)
		if (till->v[i].quantity)
			order.v[order.n++] = (struct cart_line){
				till->v[i].product->id, till->v[i].quantity,
				till->v[i].product->price};
	return order;
}
