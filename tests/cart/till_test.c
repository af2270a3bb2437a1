/* SPDX-License-Identifier: MIT */
#include "cart/till.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "settings.h"

static struct product product(int64_t id, int64_t price, int64_t stock)
{
	return (struct product){
		.id = {id},
		.price = money_minor(price, setting_currency()),
		.stock = stock,
		.min_quantity = 1,
		.max_quantity = 10,
	};
}

static struct cart_line line(int64_t id, uint32_t quantity, int64_t price)
{
	return (struct cart_line){
		{id}, quantity, money_minor(price, setting_currency())};
}

static struct till reckon(struct product *p, size_t np, struct cart_line *l,
                          size_t nl)
{
	struct products products = {np, p};
	struct cart cart = {nl, l, "AAAAAAAAAAAAAAAAAAAAAA"};

	return till_reckon(arena_process(), &cart, &products, NULL);
}

Test(till, an_unchanged_cart_costs_what_was_seen)
{
	struct product p[] = {product(1, 250, 9), product(2, 100, 3)};
	struct cart_line l[] = {line(1, 2, 250), line(2, 3, 100)};
	struct till till = reckon(p, 2, l, 2);

	cr_assert_not(till.changed);
	cr_assert_eq(money_to_minor(till.total), 800);
	cr_assert_eq(till.units, 5);
}

Test(till, each_change_is_told_by_its_name)
{
	struct product p[] = {product(1, 300, 9), product(2, 100, 2),
	                      product(3, 100, 0), product(4, 100, 2)};
	struct cart_line l[] = {line(1, 1, 250), line(2, 3, 100),
	                        line(3, 1, 100), line(4, 3, 100)};
	struct till till;

	p[3].min_quantity = 3;
	till = reckon(p, 4, l, 4);
	cr_assert(till.changed);
	cr_assert_eq(till.v[0].change, TILL_PRICE);
	cr_assert_eq(till.v[1].change, TILL_FEWER);
	cr_assert_eq(till.v[1].quantity, 2);
	cr_assert_eq(till.v[2].change, TILL_GONE);
	cr_assert_eq(till.v[3].change, TILL_TOO_FEW);
	cr_assert_eq(money_to_minor(till.total), 500);
}

Test(till, a_product_that_is_no_longer_sold_is_counted_not_charged)
{
	struct product p[] = {product(1, 250, 9)};
	struct cart_line l[] = {line(1, 1, 250), line(2, 1, 100)};
	struct till till = reckon(p, 1, l, 2);

	cr_assert_eq(till.vanished, 1);
	cr_assert(till.changed);
	cr_assert_eq(money_to_minor(till.total), 250);
}

Test(till, what_is_agreed_changes_with_every_price_and_quantity)
{
	struct product p[] = {product(1, 200, 9), product(2, 100, 9)};
	struct cart_line l[] = {line(1, 1, 200), line(2, 2, 100)};
	struct till before = reckon(p, 2, l, 2), after;

	/* The same total, other lines. */
	p[0].price = money_minor(100, setting_currency());
	p[1].price = money_minor(150, setting_currency());
	after = reckon(p, 2, l, 2);
	cr_assert_eq(money_cmp(before.total, after.total), 0);
	cr_assert_str_neq(before.agreed, after.agreed);
}

Test(till, the_order_leaves_out_what_cannot_be_bought)
{
	struct product p[] = {product(1, 200, 0), product(2, 100, 9)};
	struct cart_line l[] = {line(1, 1, 200), line(2, 2, 90)};
	struct till till = reckon(p, 2, l, 2);
	struct cart order = till_order(arena_process(), &till);

	cr_assert_eq(order.n, 1);
	cr_assert_eq(order.v[0].product.v, 2);
	cr_assert_eq(money_to_minor(order.v[0].price), 100);
}
