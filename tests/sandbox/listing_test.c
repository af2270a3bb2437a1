/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "sandbox/listing.h"

static const struct moment NOW = {1745245647543};

Test(sandbox_listing, what_is_asked_for_is_worth_no_less_than_the_money)
{
	const struct listed_coin *c;
	const char *code;

	for (size_t i = 0; (c = listed_coin_at(i)); i++)
		for (size_t k = 0; (code = listed_currency_at(k)); k++) {
			struct money m =
				money_minor(123457, currency_find(code));
			struct coin due = listed_due(c, m, NOW);
			struct money worth =
				listed_worth(c, due, money_currency(m), NOW);

			cr_expect(money_cmp(worth, m) >= 0, "%s %s", c->code,
			          code);
		}
}

Test(sandbox_listing, a_unit_less_is_worth_less)
{
	const struct listed_coin *c = listed_coin_find("USDT_ERC20");
	struct currency usd = currency_find("USD");
	struct money m = money_minor(1000, usd);
	struct coin due = listed_due(c, m, NOW);

	due.units--;
	cr_expect(money_cmp(listed_worth(c, due, usd, NOW), m) < 0);
}

Test(sandbox_listing, prices_sway_by_half_a_percent_and_no_more)
{
	const struct listed_coin *c = listed_coin_find("BTC");
	struct currency usd = currency_find("USD");
	struct coin one = {100000000};
	struct money low = money_minor(9651499, usd);
	struct money high = money_minor(9748501, usd);
	bool moved = false;
	struct money first = listed_worth(c, one, usd, NOW);

	for (int64_t s = 0; s < 7200; s += 30) {
		struct moment at = {NOW.ms + s * 1000};
		struct money m = listed_worth(c, one, usd, at);

		cr_expect(money_cmp(m, low) > 0 && money_cmp(m, high) < 0);
		moved = moved || money_cmp(m, first) != 0;
	}
	cr_expect(moved);
}

Test(sandbox_listing, a_dollar_is_a_hundred_cents_in_any_currency)
{
	cr_expect_eq(listed_usd_cents(money_minor(99, currency_find("USD"))),
	             99);
	cr_expect_eq(listed_usd_cents(money_minor(154, currency_find("JPY"))),
	             100);
	cr_expect_eq(listed_usd_cents(money_minor(308, currency_find("KWD"))),
	             100);
}
