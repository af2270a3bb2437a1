/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/random.h"
#include "buy/buy.h"
#include "lib/shop.h"
#include "redis/keys.h"
#include "settings.h"
#include "user/user.h"

static int64_t orders(void)
{
	return test_number("SELECT COUNT(*) FROM buys");
}

Test(checkout, sells_the_cart_and_empties_it)
{
	struct browser *b = browser_of("ann", 1000);

	shop_product("sencha", 250, 5);
	cr_assert_eq(submit(b, "/cart", "product=sencha&quantity=3"), 303);
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(strncmp(header(b, "Location"), "/order/", 7), 0);
	cr_assert_eq(test_number("SELECT top_up_amount - consume_records"
	                         " FROM users"),
	             250);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM items"
	                         " WHERE is_sold = 1"),
	             3);
	cr_assert_eq(test_number("SELECT stock FROM products"), 2);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM outbox"
	                         " WHERE kind = 'order_placed'"),
	             1);
	visit(b, "/cart");
	cr_assert(sees(b, "Your cart is empty"));
}

Test(checkout, the_same_form_again_leads_to_the_same_order)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256], first[64];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	snprintf(first, sizeof(first), "%s", header(b, "Location"));
	for (int i = 0; i < 3; i++) {
		cr_assert_eq(submit(b, "/checkout", fields), 303);
		cr_assert_str_eq(header(b, "Location"), first);
	}
	cr_assert_eq(orders(), 1);
}

Test(checkout, a_used_token_with_other_fields_is_refused)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	submit(b, "/checkout", fields);
	fields[strlen(fields) - 1] ^= 1;
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 1);
}

Test(checkout, without_its_token_nothing_is_bought)
{
	struct browser *b = browser_of("ann", 1000);
	const char *agreed;
	char fields[128];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	checkout_form(b);
	agreed = input_value(b, "agreed");
	snprintf(fields, sizeof(fields), "agreed=%s", agreed);
	cr_assert_eq(submit(b, "/checkout", fields), 400);
	cr_assert_eq(orders(), 0);
}

Test(checkout, a_price_that_moved_is_asked_about_and_never_charged_silently)
{
	struct browser *b = browser_of("ann", 1000);
	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	test_sql("UPDATE products SET price = 300");
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 0);
	cr_assert(sees(b, "was $2.50 and is now $3.00"));
	/* Not accepted, even with the new sum. */
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	snprintf(fields, sizeof(fields), "%s&accept=1", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	cr_assert_eq(test_number("SELECT total_price FROM buys"), 300);
}

Test(checkout, a_fourth_unit_of_three_is_asked_about)
{
	struct browser *b = browser_of("ann", 10000);
	char fields[256];

	shop_product("sencha", 250, 3);
	submit(b, "/cart", "product=sencha&quantity=4");
	visit(b, "/cart");
	cr_assert(sees(b, "3 can be bought now"));
	snprintf(fields, sizeof(fields), "%s&accept=1", checkout_form(b));
	cr_assert_eq(submit(b, "/checkout", fields), 303);
	cr_assert_eq(test_number("SELECT quantity FROM buys"), 3);
}

Test(checkout, too_little_credit_offers_what_is_missing)
{
	struct browser *b = browser_of("ann", 500);

	char fields[256];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=2");
	snprintf(fields, sizeof(fields), "%s", checkout_form(b));
	/* Spent meanwhile, in another window. */
	test_drop_triggers();
	test_sql("UPDATE users SET consume_records = 400");
	cr_assert_eq(submit(b, "/checkout", fields), 409);
	cr_assert_eq(orders(), 0);
	visit(b, "/cart");
	cr_assert(sees(b, "/deposit?amount=4.00"));
	cr_assert_str_eq(input_value(b, "agreed"), "");
}

Test(checkout, an_order_of_zero_credits_works)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sample", 0, 5);
	submit(b, "/cart", "product=sample&quantity=1");
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(orders(), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_transfers"), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM ledger_entries"), 1);
}

Test(checkout, losing_redis_in_between_loses_only_the_cart)
{
	struct browser *b = browser_of("ann", 1000);
	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	checkout_form(b);
	shop_forget_redis();
	cr_assert_eq(submit(b, "/checkout", "once=x"), 303);
	cr_assert_str_eq(header(b, "Location"), "/login");
	cr_assert_eq(orders(), 0);
}

/* --- one cart, one order -------------------------------------------------- */

/* The form as another tab has it: with a token of its own. */
static const char *other_tab(const char *form, int n)
{
	return arena_printf(shop_open()->arena, "once=%022d&agreed=%s", n,
	                    strstr(form, "agreed=") + strlen("agreed="));
}

Test(checkout, a_cart_bought_in_one_tab_leads_to_its_order_in_the_other)
{
	struct browser *b = browser_of("ann", 1000);
	const char *form;
	char first[64];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	form = checkout_form(b);
	cr_assert_eq(submit(b, "/checkout", form), 303);
	snprintf(first, sizeof(first), "%s", header(b, "Location"));
	for (int n = 1; n < 4; n++) {
		cr_assert_eq(submit(b, "/checkout", other_tab(form, n)), 303);
		cr_assert_str_eq(header(b, "Location"), first);
		visit(b, first);
		cr_assert(sees(b, "bought already"));
	}
	cr_assert_eq(orders(), 1);
	/* The same again is a new cart, and may be bought. */
	submit(b, "/cart", "product=sencha&quantity=1");
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_str_neq(header(b, "Location"), first);
	cr_assert_eq(orders(), 2);
}

enum { TABS = 12 };

static void check_out_at_once(struct browser *b, const char *form)
{
	static int token;

	token += TABS;
	for (int n = 0; n < TABS; n++) {
		int status;

		if (fork())
			continue;
		shop_reopen();
		do
			status = submit(b, "/checkout",
			                other_tab(form, token + n));
		while (status == 503);
		_exit(status == 303 ? 0 : status / 4);
	}
	for (int n = 0; n < TABS; n++) {
		int status;

		wait(&status);
		cr_assert_eq(status, 0, "%x", (unsigned)status);
	}
}

Test(checkout, many_tabs_at_once_place_one_order, .timeout = 120)
{
	struct browser *b = browser_of("ann", 100000);

	shop_product("sencha", 250, 500);
	for (int round = 1; round <= 4; round++) {
		submit(b, "/cart", "product=sencha&quantity=1");
		check_out_at_once(b, checkout_form(b));
		cr_assert_eq(orders(), round);
	}
}

Test(checkout, the_last_unit_is_not_said_to_be_somebody_elses)
{
	struct browser *b = browser_of("ann", 1000);
	const char *form;

	shop_product("sencha", 250, 1);
	submit(b, "/cart", "product=sencha&quantity=1");
	form = checkout_form(b);
	check_out_at_once(b, form);
	cr_assert_eq(orders(), 1);
}

Test(checkout, what_is_added_between_two_tabs_is_asked_about_and_kept)
{
	struct browser *b = browser_of("ann", 1000);
	const char *form;

	shop_product("sencha", 250, 5);
	shop_product("gyokuro", 100, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	form = checkout_form(b);
	submit(b, "/cart", "product=gyokuro&quantity=1");
	cr_assert_eq(submit(b, "/checkout", form), 409);
	cr_assert_eq(orders(), 0);
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(test_number("SELECT total_price FROM buys"), 350);
	/* The old form is about the cart that was bought. */
	cr_assert_eq(submit(b, "/checkout", other_tab(form, 1)), 303);
	cr_assert_eq(orders(), 1);
}

Test(checkout, a_cart_that_redis_remembers_wrongly_is_not_bought_twice)
{
	struct browser *b = browser_of("ann", 1000);
	struct shop *s = shop_open();
	const char *cart, *form;
	const struct answer *old;

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	form = checkout_form(b);
	cart = key_user_cart(
		s->arena, user_account(s->db, s->arena, (struct user_id){1}));
	old = redis_ask(s->redis, s->arena, WORDS(word("DUMP"), word(cart)));
	cr_assert_eq(submit(b, "/checkout", form), 303);
	/* As after a restart of Redis from an older file. */
	redis_script(s->redis, s->arena,
	             &(struct script){"return redis.call('RESTORE', KEYS[1],"
	                              " 60000, ARGV[1], 'REPLACE')",
	                              ""},
	             WORDS(word(cart)), WORDS(old->s));
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(orders(), 1);
	/* And the buyer is not stuck with it. */
	visit(b, "/cart");
	cr_assert(sees(b, "Your cart is empty"));
	submit(b, "/cart", "product=sencha&quantity=1");
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	cr_assert_eq(orders(), 2);
}

Test(checkout, losing_redis_after_it_still_leads_to_the_order)
{
	struct browser *b = browser_of("ann", 1000);
	struct user_id ann = {test_number("SELECT MAX(id) FROM users")};
	const char *form;
	char first[64];

	shop_product("sencha", 250, 5);
	submit(b, "/cart", "product=sencha&quantity=1");
	form = checkout_form(b);
	submit(b, "/checkout", form);
	snprintf(first, sizeof(first), "%s", header(b, "Location"));
	shop_forget_redis();
	browser_sign_in(b, ann, "ann");
	cr_assert_eq(submit(b, "/checkout", other_tab(form, 1)), 303);
	cr_assert_str_eq(header(b, "Location"), first);
	cr_assert_eq(orders(), 1);
}

static void spend_once(struct user_id ann, int64_t product)
{
	struct shop *s = shop_open();
	struct money price = money_minor(250, setting_currency());
	struct cart_line line = {{product}, 1, price};
	struct cart cart = {.n = 1, .v = &line};
	char token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};

	random_public_id(token);
	random_public_id(cart.generation);
	buy_checkout(s->db, s->arena, ann, &cart, price, &once);
}

Test(checkout, many_carts_at_once_spend_a_balance_once, .timeout = 120)
{
	struct user_id ann = shop_buyer("ann", 600);
	int64_t product = shop_product("sencha", 250, 50);

	for (int n = 0; n < TABS; n++) {
		if (fork())
			continue;
		shop_reopen();
		spend_once(ann, product);
		_exit(0);
	}
	for (int n = 0; n < TABS; n++)
		wait(NULL);
	cr_assert_eq(orders(), 2);
	cr_assert_eq(test_number("SELECT consume_records FROM users"), 500);
}

/* --- free goods ----------------------------------------------------------- */

static int64_t free_units(void)
{
	return test_number("SELECT COUNT(*) FROM buy_items"
	                   " WHERE unit_price = 0");
}

/* Whether an order came of it. */
static bool takes(struct browser *b, int quantity)
{
	char fields[256];
	int status;

	snprintf(fields, sizeof(fields), "product=sample&quantity=%d",
	         quantity);
	submit(b, "/cart", fields);
	snprintf(fields, sizeof(fields), "%s&accept=1", checkout_form(b));
	if (!*input_value(b, "once"))
		return false;
	status = submit(b, "/checkout", fields);
	return status == 303;
}

Test(checkout, free_units_are_limited_by_account_and_not_by_order)
{
	struct browser *b = browser_of("ann", 500);

	shop_product("sample", 0, 50);
	test_sql("UPDATE products SET max_quantity = 3");
	cr_assert(takes(b, 1));
	cr_assert(takes(b, 1));
	cr_assert(takes(b, 1));
	cr_assert_not(takes(b, 1));
	visit(b, "/cart");
	cr_assert(sees(b, "all free items an account gets"));
	cr_assert_eq(free_units(), 3);
}

Test(checkout, an_account_without_a_deposit_gets_fewer)
{
	struct browser *ann = browser_of("ann", 0);
	struct browser *bob = browser_of("bob", 500);

	cr_assert_null(settings_set("free_units_unpaid", "2"));
	shop_product("sample", 0, 50);
	visit(ann, "/product/sample");
	cr_assert(sees(ann, "Free: at most 2 per account, 10 after your first "
	                    "top-up."));
	cr_assert(takes(ann, 5), "two of five, as the cart said");
	cr_assert_eq(free_units(), 2);
	cr_assert_not(takes(ann, 1));
	cr_assert(takes(bob, 10));
	cr_assert_eq(free_units(), 12);
	cr_assert_not(takes(bob, 1));
}

Test(checkout, many_at_once_keep_the_limit_of_free_units, .timeout = 120)
{
	struct browser *b = browser_of("ann", 0);

	shop_product("sample", 0, 50);
	for (int n = 0; n < TABS; n++) {
		if (fork())
			continue;
		shop_reopen();
		for (int i = 0; i < 4; i++)
			takes(b, 1);
		_exit(0);
	}
	for (int n = 0; n < TABS; n++)
		wait(NULL);
	cr_assert_leq(free_units(), 5);
	while (takes(b, 1))
		;
	cr_assert_eq(free_units(), 5);
}

Test(checkout, what_costs_something_is_not_limited_so)
{
	struct browser *b = browser_of("ann", 100000);

	shop_product("sencha", 1, 50);
	for (int i = 0; i < 3; i++)
		buys(b, "sencha", 10);
	cr_assert_eq(orders(), 3);
}

/* --- the largest sums ----------------------------------------------------- */

Test(checkout, the_largest_cart_of_the_largest_prices_is_a_page)
{
	struct browser *b = browser_of("ann", 1000);
	char slug[16], fields[80];

	cr_assert_null(settings_set("cart_lines_max", "200"));
	for (int i = 0; i < 200; i++) {
		snprintf(slug, sizeof(slug), "dear-%d", i);
		shop_product(slug, 1000000000000, 0);
		snprintf(fields, sizeof(fields), "product=%s&quantity=1000",
		         slug);
		submit(b, "/cart", fields);
	}
	test_sql("UPDATE products SET stock = 1000, max_quantity = 1000,"
	         " name = CONCAT(REPEAT('\"', 110), id)");
	cr_assert_eq(visit(b, "/cart"), 200);
	cr_assert(sees(b, "One order takes"));
	/* Redis may hold what no page would put there. */
	for (int i = 0; i < 200; i++) {
		snprintf(fields, sizeof(fields),
		         "product=dear-%d&quantity=1000", i);
		cr_assert_eq(submit(b, "/cart/update", fields), 303);
	}
	cr_assert_eq(visit(b, "/cart"), 200);
}
