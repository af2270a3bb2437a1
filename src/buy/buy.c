/* SPDX-License-Identifier: MIT */
#include "buy/buy.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/random.h"
#include "buy/buy_sql.h"
#include "buy/free.h"
#include "db/transact.h"
#include "ledger/ledger.h"
#include "notice/outbox.h"

struct checkout {
	struct arena *a;
	struct user_id buyer;
	const struct cart *cart;
	struct money agreed;
	const struct once *once;
	struct free_taken free_taken; /* where something costs nothing */
	struct buy_outcome outcome;
};

/* Whether the shelf still is what the line was agreed on. */
static bool as_agreed(const struct shelf *s, const struct cart_line *line)
{
	return s->is_listed && money_cmp(s->price, line->price) == 0 &&
	       line->quantity >= s->min_quantity &&
	       line->quantity <= s->max_quantity;
}

/* Compares the cart with the locked shelves; BUY_DONE when all of it can be
 * sold as agreed. */
static enum buy_result judge(const struct checkout *c,
                             const struct shelves *shelves, struct money *total,
                             uint64_t *units)
{
	bool short_of_units = false;

	*total = money_zero(money_currency(c->agreed));
	*units = 0;
	if (shelves->n != c->cart->n)
		return BUY_CHANGED; /* a product is gone */
	for (size_t i = 0; i < shelves->n; i++) {
		const struct cart_line *line = &c->cart->v[i];
		struct money price;

		must(shelves->v[i].product.v == line->product.v);
		if (!as_agreed(&shelves->v[i], line) ||
		    !money_times(&price, line->price, line->quantity) ||
		    !money_add(total, *total, price))
			return BUY_CHANGED;
		short_of_units |= shelves->v[i].stock < line->quantity;
		*units += line->quantity;
	}
	if (short_of_units)
		return BUY_SOLD_OUT;
	if (*units > CART_UNITS_MAX || money_cmp(*total, c->agreed) != 0)
		return BUY_CHANGED;
	return BUY_DONE;
}

/* Under the buyer's lock, so that many checkouts at once keep it, too. */
static bool may_have(struct db *db, struct checkout *c,
                     const struct shelves *shelves)
{
	bool is_read = false;

	for (size_t i = 0; i < shelves->n; i++) {
		const struct shelf *s = &shelves->v[i];

		if (!money_is_zero(s->price))
			continue;
		if (!is_read)
			c->free_taken = free_taken(db, c->a, c->buyer);
		is_read = true;
		if (c->cart->v[i].quantity >
		    free_left(&c->free_taken, s->product, s->max_quantity))
			return false;
	}
	return true;
}

static bool look_changed(const struct checkout *c,
                         const struct shelves *shelves)
{
	for (size_t i = 0; i < shelves->n; i++) {
		int64_t stock = shelves->v[i].stock;

		if (!catalog_stock_looks_same(stock,
		                              stock - c->cart->v[i].quantity))
			return true;
	}
	return false;
}

/* Writes the order, its units, the charge and the notice. */
static bool place(struct db *db, struct checkout *c, struct balance *balance,
                  const struct shelves *shelves, struct money total,
                  uint64_t units)
{
	char id[PUBLIC_ID_TEXT];
	int64_t buy;

	random_public_id(id);
	c->outcome.path = arena_printf(c->a, "/order/%s", id);
	if (!once_store(db, c->buyer, c->once, c->outcome.path))
		return false;
	buy = buy_sql_add(db, id, c->buyer, c->cart->generation, (int64_t)units,
	                  total);
	/* Under the shelves' locks every unit is there; anything else is a
	 * broken promise of ours, and selling stops. */
	must(buy_sql_take_units(db, c->a, buy, c->cart, shelves,
	                        &c->free_taken) == units);
	must(buy_sql_empty_shelves(db, buy, units, shelves->n));
	ledger_charge_purchase(
		db, c->a, balance,
		(struct cause){ENTRY_PURCHASE, buy, c->once->token,
	                       arena_printf(c->a, "user:%" PRId64, c->buyer.v)},
		total);
	outbox_put(db, OUTBOX_ORDER_PLACED, c->buyer, id, &total);
	return true;
}

static enum buy_result first_result(struct db *db, struct checkout *c)
{
	switch (once_find(db, c->a, c->buyer, c->once, &c->outcome.path)) {
	case ONCE_FRESH:
		c->outcome.path =
			buy_of_cart(db, c->a, c->buyer, c->cart->generation);
		return c->outcome.path ? BUY_CART_DONE : BUY_NONE;
	case ONCE_DONE:
		return BUY_REPEATED;
	case ONCE_OTHER:
		return BUY_OTHER_FORM;
	}
	panic("no such once_state");
}

static enum tx checkout(struct db *db, void *arg)
{
	struct checkout *c = arg;
	struct balance balance = ledger_lock(db, c->a, c->buyer);
	struct shelves shelves;
	struct money total;
	uint64_t units;

	c->outcome =
		(struct buy_outcome){.available = ledger_available(&balance)};
	/* A plain read fixes what this transaction sees; then a lock on a row
	 * that changed since is refused, and of the buyers of one product all
	 * but one would have to start again.  So the locks come first. */
	shelves = buy_sql_lock_shelves(db, c->a, c->cart);
	c->outcome.result = first_result(db, c);
	if (c->outcome.result != BUY_NONE)
		return TX_ROLLBACK;
	c->outcome.result = judge(c, &shelves, &total, &units);
	if (c->outcome.result != BUY_DONE)
		return TX_ROLLBACK;
	if (!may_have(db, c, &shelves)) {
		c->outcome.result = BUY_FREE_LIMIT;
		return TX_ROLLBACK;
	}
	if (money_cmp(ledger_available(&balance), total) < 0) {
		c->outcome.result = BUY_SHORT;
		return TX_ROLLBACK;
	}
	/* The guard row is locked, so nobody stored the token meanwhile. */
	must(place(db, c, &balance, &shelves, total, units));
	c->outcome.available = ledger_available(&balance);
	c->outcome.shelves_look_changed = look_changed(c, &shelves);
	return TX_COMMIT;
}

struct buy_outcome buy_checkout(struct db *db, struct arena *a,
                                struct user_id buyer, const struct cart *cart,
                                struct money agreed, const struct once *once)
{
	struct checkout c = {
		.a = a,
		.buyer = buyer,
		.cart = cart,
		.agreed = agreed,
		.once = once,
	};

	must(cart->n > 0 && *cart->generation);
	db_transact(db, checkout, &c);
	return c.outcome;
}
