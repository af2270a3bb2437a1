/* SPDX-License-Identifier: MIT */
#include "deposit/deposit_record.h"
#include <criterion/criterion.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "chain/credit.h"
#include "chain/scan.h"
#include "lib/arrivals.h"
#include "lib/services.h"
#include "settings.h"

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

enum { DUST = 1500 };

/* C3 of the list of threats: so many satoshi each, and one worth something. */
static struct recorded dust(const struct payment *p, int64_t confirmations)
{
	struct shop *shop = shop_open();
	struct chain_credit *c =
		arena_array(shop->arena, DUST + 1, struct chain_credit);
	struct sighting *v =
		arena_array(shop->arena, DUST + 1, struct sighting);
	struct look look = look_at(p);

	for (int i = 0; i <= DUST; i++) {
		c[i] = (struct chain_credit){
			.asset = asset_find("BTC"),
			.txid = "dust",
			.position = arena_printf(shop->arena, "%d", i),
			.address = p->address,
			.amount = {i < DUST ? 1 : 50000},
			.is_mined = true,
			.height = 1000 - confirmations,
			.confirmations = confirmations,
		};
		v[i] = (struct sighting){p->id.v, &c[i]};
	}
	look.v = v;
	look.n = DUST + 1;
	return deposit_record(shop->db, shop->arena, &look);
}

Test(deposit_record, of_dust_a_thousand_rows_are_kept_and_the_rest_is_counted)
{
	const struct payment *p;
	struct recorded done;

	shop_open();
	p = arrivals_own(shop_buyer("ann", 0), PAYMENT_ANY);
	done = dust(p, 1);
	cr_expect_eq(done.fresh, 1001);
	cr_expect_eq(done.small, DUST - 1000);
	done = dust(p, 2);
	cr_expect_eq(done.fresh, 0);
	cr_expect_eq(done.known, 1001);
	cr_expect_eq(done.small, DUST - 1000);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"), 1001);
	cr_expect_eq(test_number("SELECT SUM(missed) FROM deposits"), 0);
	cr_expect_eq(test_number("SELECT more FROM watches"), DUST - 1000);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"
	                         " WHERE coin_amount = 50000"),
	             1);
}

Test(deposit_record, a_thousand_missing_ones_are_counted_each)
{
	const struct payment *p;
	struct shop *shop = shop_open();
	struct look none;

	p = arrivals_own(shop_buyer("ann", 0), PAYMENT_ANY);
	dust(p, 1);
	none = look_at(p);
	cr_expect_eq(deposit_record(shop->db, shop->arena, &none).missing,
	             1001);
	cr_expect_eq(test_number("SELECT SUM(missed = 1 AND due = 1)"
	                         " FROM deposits"),
	             1001);
}

/* --- what a look can miss ------------------------------------------------ */

static struct shop *shop;
static const struct payment *paid;

/* Blocks 996 and 1000, and one in no block. */
static void three_are_seen(void)
{
	shop = shop_open();
	cr_assert(!settings_set("vanish_seconds", "0"));
	paid = arrivals_own(shop_buyer("ann", 0), PAYMENT_NAMED);
	LOOK(paid, {"low", "0", 50000, 5}, {"high", "0", 50000, 1},
	     {"wait", "0", 50000, 0});
}

static unsigned missing(struct look look)
{
	look.cursor = NULL;
	return deposit_record(shop->db, shop->arena, &look).missing;
}

static int64_t missed(const char *txid)
{
	return test_number(arena_printf(
		shop->arena, "SELECT missed FROM deposits WHERE txid = '%s'",
		txid));
}

Test(deposit_record, what_lies_below_the_range_is_unknown)
{
	struct look look;

	three_are_seen();
	look = look_at(paid);
	look.from = 997;
	cr_expect_eq(missing(look), 2);
	cr_expect_eq(missed("low"), 0);
	look.from = 996;
	cr_expect_eq(missing(look), 3);
}

Test(deposit_record, what_lies_above_the_range_is_unknown)
{
	struct look look;

	three_are_seen();
	look = look_at(paid);
	look.tip = 999;
	cr_expect_eq(missing(look), 2);
	cr_expect_eq(missed("high"), 0);
}

/* Or a chain that grows fast would leave it there for ever. */
Test(deposit_record, one_that_is_missing_goes_on_being_missed_below)
{
	struct look look;

	three_are_seen();
	look = look_at(paid);
	cr_expect_eq(missing(look), 3);
	look.from = 1001;
	look.tip = 1400;
	cr_expect_eq(missing(look), 3);
	cr_expect_eq(missed("low"), 2);
}

Test(deposit_record, a_part_of_what_waits_leaves_the_rest_unknown)
{
	struct credits part = {.is_cut = true};
	struct look look;

	three_are_seen();
	look = look_at(paid);
	look.found = &part;
	cr_expect_eq(missing(look), 2);
	cr_expect_eq(missed("wait"), 0);
}

Test(deposit_record, who_read_nothing_misses_nothing)
{
	struct look look;

	three_are_seen();
	look = look_at(paid);
	cr_expect_eq(missing(look), 3);
	look.from = SCAN_NOTHING;
	cr_expect_eq(missing(look), 0);
}

Test(deposit_record, what_is_named_and_not_told_is_unknown)
{
	struct credits named = credits_none();
	struct look look;

	three_are_seen();
	credits_note(&named, shop->arena, NOTE_PENDING, "low");
	credits_note(&named, shop->arena, NOTE_AMBIGUOUS, "high");
	credits_note(&named, shop->arena, NOTE_DOUBLE_SPEND, "wait");
	look = look_at(paid);
	look.found = &named;
	cr_expect_eq(missing(look), 1);
	cr_expect_eq(missed("wait"), 1);
}

/* Bitcoin is final after 12. */
Test(deposit_record, what_is_deep_enough_is_not_looked_for)
{
	three_are_seen();
	LOOK(paid, {"low", "0", 50000, 12}, {"high", "0", 50000, 11},
	     {"wait", "0", 50000, 0});
	cr_expect_eq(missing(look_at(paid)), 2);
	cr_expect_eq(missed("low"), 0);
}

Test(deposit_record, what_its_node_calls_replaced_is_gone_with_one_look)
{
	struct credits said = credits_none();
	struct look look;

	three_are_seen();
	cr_assert(!settings_set("vanish_seconds", "3600"));
	LOOK(paid, {"low", "0", 50000, 5}, {"high", "0", 50000, 1});
	cr_expect_eq(missed("wait"), 1);
	credits_note(&said, shop->arena, NOTE_REPLACED, "wait");
	look = look_at(paid);
	look.found = &said;
	cr_expect_eq(missing(look), 3);
	cr_expect_geq(missed("wait"), setting_count(SET_VANISH_LOOKS));
	cr_expect_eq(missed("low"), 1);
	cr_expect_eq(arrivals_settle(paid).gone, 1);
}

Test(deposit_record, what_was_credited_is_not_taken_back_as_quickly)
{
	struct credits said = credits_none();
	struct look look;

	three_are_seen();
	arrivals_settle(paid);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM deposits"
	                         " WHERE state = 'CREDITED'"),
	             1);
	credits_note(&said, shop->arena, NOTE_REPLACED, "low");
	look = look_at(paid);
	look.found = &said;
	cr_expect_eq(missing(look), 3);
	cr_expect_eq(missed("low"), 1);
}

/* --- what could not be read ---------------------------------------------- */

static struct recorded look_past(const struct payment *p, const char *txid)
{
	struct credits found = credits_none();
	struct look look = look_at(p);

	credits_pass(&found, shop_open()->arena,
	             (struct chain_unread){txid, "odd", 7, NULL});
	look.found = &found;
	return deposit_record(shop_open()->db, shop_open()->arena, &look);
}

Test(deposit_record, what_cannot_be_read_is_remembered_and_not_missing)
{
	struct user_id ann = shop_buyer("ann", 0);
	const struct payment *p = arrivals_own(ann, PAYMENT_NAMED);

	LOOK(p, {"one", "0", 50000, 1}, {"two", "0", 50000, 1});
	cr_expect_eq(look_past(p, "one").missing, 1);
	cr_expect_eq(test_number("SELECT missed FROM deposits"
	                         " WHERE txid = 'one'"),
	             0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM unread_transfers"
	                         " WHERE txid = 'one' AND network = 'bitcoin'"
	                         "   AND place = 7 AND why = 'odd'"),
	             1);
}

Test(deposit_record, what_has_no_name_may_be_any_that_seems_missing)
{
	struct user_id ann = shop_buyer("ann", 0);
	const struct payment *p = arrivals_own(ann, PAYMENT_NAMED);

	LOOK(p, {"one", "0", 50000, 1}, {"two", "0", 50000, 1});
	cr_expect_eq(look_past(p, NULL).missing, 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM unread_transfers"), 0);
}

Test(deposit_record, what_was_read_in_the_end_is_forgotten)
{
	struct user_id ann = shop_buyer("ann", 0);
	const struct payment *p = arrivals_own(ann, PAYMENT_NAMED);
	struct chain_unread one = {"one", "odd", 0, NULL};
	struct credits found = credits_none();
	struct look look = look_at(p);

	shop = shop_open();
	look_past(p, "one");
	look_past(p, "two");
	look.found = &found;
	look.again = &one;
	look.again_n = 1;
	/* A source that nobody can ask for one did not tell of it. */
	deposit_record(shop->db, shop->arena, &look);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM unread_transfers"), 2);
	look.asked_again = true;
	deposit_record(shop->db, shop->arena, &look);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM unread_transfers"
	                         " WHERE txid = 'two'"),
	             1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM unread_transfers"), 1);
}
