/* SPDX-License-Identifier: MIT */
#include "deposit/deposit_record.h"
#include <criterion/criterion.h>
#include "base/arena.h"
#include "lib/arrivals.h"

TestSuite(deposit_record, .timeout = 60);

static struct look look_at(const struct payment *p)
{
	return (struct look){
		.source = "bitcoin/test",
		.kind = "esplora",
		.network = "bitcoin",
		.tip = 1000,
		.payment = p->id.v,
		.cursor = "then",
	};
}

Test(deposit_record, looks_that_showed_nothing_are_written_down_together)
{
	enum { MANY = 120 };
	struct shop *shop = shop_open();
	struct user_id ann = shop_buyer("ann", 0);
	const struct payment *paid = arrivals_own(ann, PAYMENT_NAMED);
	const struct payment *other = arrivals_own(ann, PAYMENT_NAMED);
	struct look *looks = arena_array(shop->arena, MANY, struct look);
	struct recorded done;

	LOOK(paid, {"one", "0", 50000, 1}, {"two", "0", 50000, 1});
	LOOK(other, {"three", "0", 50000, 1});
	for (size_t i = 0; i < MANY; i++)
		looks[i] = look_at(i == MANY / 2 ? paid : other);
	done = deposit_record_quiet(shop->db, shop->arena, looks, MANY);
	cr_expect_eq(done.missing, 3);
	cr_expect_eq(test_number("SELECT SUM(missed) FROM deposits"), 3);
	cr_expect_eq(test_number("SELECT SUM(looks) FROM watches"), MANY + 2);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM watches"
	                         " WHERE cursor_text = 'then'"),
	             2);
}

Test(deposit_record, no_looks_at_all_do_no_harm)
{
	struct shop *shop = shop_open();

	cr_expect_eq(
		deposit_record_quiet(shop->db, shop->arena, NULL, 0).missing,
		0);
}
