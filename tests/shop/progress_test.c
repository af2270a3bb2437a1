/* SPDX-License-Identifier: MIT */
#include "shop/progress.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/assets.h"
#include "lib/arrivals.h"
#include "lib/shop.h"
#include "settings.h"
#include "shop/held.h"

/*
 * Every way a payment can stand, and what its buyer is told: that no money
 * that came is passed over, and that a part may be completed.
 */
TestSuite(progress, .timeout = 60);

#define HOURLY "more within an hour than is credited without a person"

enum {
	OWN = 1,
	GATEWAY = 2,
	ANY = 4,   /* no amount was named */
	OVER = 8,  /* its time is over */
	SAID = 16, /* the gateway says that all was paid */
	LARGE = 32 /* above review_above */
};

enum { COMES = 3 };

/* What came, in hundredths of what was asked for. */
struct came {
	enum deposit_state state;
	unsigned percent;
	int confirmations;
	bool is_other;  /* USDT, where ETH was asked for */
	bool is_unpaid; /* no rate yet */
	const char *reason;
};

struct way {
	const char *name;
	unsigned what;
	enum payment_state state;
	const char *reason;
	struct came came[COMES]; /* up to the first without a state */
	const char *word, *headline, *detail;
	const char *missing, *review; /* "" */
	bool is_payable, is_moving;
};

#define SEEN(PERCENT)                                        \
	{                                                    \
		.state = DEPOSIT_SEEN, .percent = (PERCENT), \
		.confirmations = 1                           \
	}
#define DEEP(PERCENT)                                             \
	{                                                         \
		.state = DEPOSIT_CONFIRMED, .percent = (PERCENT), \
		.confirmations = 32                               \
	}
#define CREDITED(PERCENT)                                        \
	{                                                        \
		.state = DEPOSIT_CREDITED, .percent = (PERCENT), \
		.confirmations = 32                              \
	}
#define HELD(PERCENT, WHY)                                   \
	{                                                    \
		.state = DEPOSIT_HELD, .percent = (PERCENT), \
		.confirmations = 32, .reason = (WHY)         \
	}
#define GONE_OF(PERCENT)                                    \
	{                                                   \
		.state = DEPOSIT_GONE, .percent = (PERCENT) \
	}
#define REVERSED_OF(PERCENT)                                    \
	{                                                       \
		.state = DEPOSIT_REVERSED, .percent = (PERCENT) \
	}
#define CREDITED_OF(PERCENT)                                    \
	{                                                       \
		.state = DEPOSIT_CREDITED, .percent = (PERCENT) \
	}
#define OTHER(STATE)                                                  \
	{                                                             \
		.state = (STATE), .percent = 100, .confirmations = 3, \
		.is_other = true                                      \
	}
#define SAFE "Your funds are safe."
#define WAIT " We’ll update this page; you don’t need to do anything."

/* clang-format off */
static const struct way WAYS[] = {
/* Nothing has come. */
{"being made", GATEWAY, PAYMENT_CREATING, NULL, {{0}},
 "creating", "Creating your address…", "a few seconds", "", "", false, true},
{"open", GATEWAY, PAYMENT_OPEN, NULL, {{0}},
 "open", "Waiting for payment", "We’ll detect your payment automatically. You can close this page.", "", "", true, true},
{"open, an own one", OWN | ANY, PAYMENT_OPEN, NULL, {{0}},
 "open", "Waiting for payment", "detect your payment", "", "", true, true},
{"open, and so large that it will be held", OWN | LARGE, PAYMENT_OPEN, NULL, {{0}},
 "open", "Waiting for payment", "Top-ups over $1,000.00 are reviewed by hand.", "", "", true, true},
{"too little to be credited", OWN | ANY, PAYMENT_OPEN, NULL,
 {{DEPOSIT_CONFIRMED, 1, 32, .reason = "worth less than the least credit"}},
 "open", "Waiting for payment", "Received, but below the minimum — not credited.", "", "", true, true},
{"replaced", OWN, PAYMENT_CONFIRMING, NULL, {GONE_OF(100)},
 "open", "Waiting for payment", "This transaction was cancelled or replaced. Nothing was credited.", "", "", true, true},
{"over", GATEWAY | OVER, PAYMENT_EXPIRED, NULL, {{0}},
 "expired", "Payment expired", "Late payments are still detected", "", "", false, false},
{"over before the worker came", OWN | OVER, PAYMENT_OPEN, NULL, {{0}},
 "expired", "Payment expired", "No payment was received in time", "", "", false, false},
{"refused", GATEWAY, PAYMENT_FAILED, NULL, {{0}},
 "failed", "Couldn’t create an address", "You weren’t charged. Try again or choose another coin.", "", "", false, false},
{"never answered", GATEWAY | OVER, PAYMENT_ABANDONED, NULL, {{0}},
 "failed", "Couldn’t create an address", "didn’t answer within an hour", "", "", false, false},

/* A part has come. */
{"a part, the gateway's", GATEWAY, PAYMENT_OPEN, NULL, {SEEN(29)},
 "seen", "Partial payment received", "Received 0.29 of 1 ETH (1 of 32 confirmations). Send the remaining 0.71 ETH to the address below.", "0.71 ETH", "", true, true},
{"a part, deep enough", GATEWAY, PAYMENT_OPEN, NULL, {DEEP(29)},
 "seen", "Partial payment received", "Send the remaining 0.71 ETH", "0.71 ETH", "", true, true},
{"two parts", GATEWAY, PAYMENT_OPEN, NULL, {DEEP(29), SEEN(30)},
 "seen", "Partial payment received", "Send the remaining 0.41 ETH", "0.41 ETH", "", true, true},
{"a part of which one vanished", GATEWAY, PAYMENT_OPEN, NULL, {DEEP(29), GONE_OF(30)},
 "seen", "Partial payment received", "Send the remaining 0.71 ETH", "0.71 ETH", "", true, true},
{"a part, own", OWN, PAYMENT_CONFIRMING, NULL, {SEEN(40)},
 "seen", "Partial payment received", "Send the remaining 0.6 ETH", "0.6 ETH", "", true, true},
{"a part, own, credited", OWN, PAYMENT_PAID, NULL, {CREDITED(40)},
 "paid", "$40.00 credited", "$40.00 added to your balance. Send the remaining 0.6 ETH to the address below.", "0.6 ETH", "", true, true},
{"a part credited, the next coming", OWN, PAYMENT_PAID, NULL, {CREDITED(40), SEEN(10)},
 "paid", "$40.00 credited", "Another payment is confirming (1 of 32). Send the remaining 0.5 ETH", "0.5 ETH", "", true, true},
{"a part held for its size", OWN | LARGE, PAYMENT_REVIEW, PAYMENT_ABOVE, {HELD(40, PAYMENT_ABOVE)},
 "review", "0.4 ETH under review", "Top-ups over $1,000.00 are reviewed by hand. " SAFE WAIT " Send the remaining 0.6 ETH", "0.6 ETH", "0.4 ETH", true, false},
{"a part, and the time is over", GATEWAY | OVER, PAYMENT_EXPIRED, NULL, {DEEP(29)},
 "seen", "Partial payment received", "This request has expired: if our payment processor doesn’t count it, we review it by hand.", "", "", false, true},
{"a part, own, the time is over", OWN | OVER, PAYMENT_CONFIRMING, NULL, {SEEN(40)},
 "seen", "Payment detected", "0.4 ETH detected — 1 of 32 confirmations.", "", "", false, true},
{"a part credited, the time is over", OWN | OVER, PAYMENT_PAID, NULL, {CREDITED(40)},
 "paid", "Credited", "$40.00 added to your balance.", "", "", false, false},

/* Enough, or more. */
{"enough", GATEWAY, PAYMENT_OPEN, NULL, {SEEN(100)},
 "seen", "Payment detected", "1 ETH detected — 1 of 32 confirmations. You can close this page.", "", "", false, true},
{"enough, in two", GATEWAY, PAYMENT_OPEN, NULL, {DEEP(70), SEEN(30)},
 "seen", "Payment detected", "1 ETH detected — 1 of 32", "", "", false, true},
{"enough, deep", GATEWAY, PAYMENT_OPEN, NULL, {DEEP(100)},
 "seen", "Payment detected", "Confirmed — waiting for our payment processor.", "", "", false, true},
{"too much", GATEWAY, PAYMENT_OPEN, NULL, {SEEN(120)},
 "seen", "Payment detected", "1.2 ETH detected — 1 of 32 confirmations. That is 0.2 ETH too much: the extra amount is reviewed by hand.", "", "", false, true},
{"own", OWN, PAYMENT_CONFIRMING, NULL, {SEEN(100)},
 "seen", "Payment detected", "1 ETH detected — 1 of 32 confirmations. You can close this page.", "", "", false, true},
{"own, too much", OWN, PAYMENT_CONFIRMING, NULL, {SEEN(120)},
 "seen", "Payment detected", "1.2 ETH detected", "", "", false, true},
{"own, any amount", OWN | ANY, PAYMENT_CONFIRMING, NULL, {SEEN(3)},
 "seen", "Payment detected", "0.03 ETH detected", "", "", false, true},
{"own, deep", OWN | ANY, PAYMENT_CONFIRMING, NULL, {DEEP(100)},
 "seen", "Payment detected", "Confirmed — adding it to your balance.", "", "", false, true},
{"own, deep, no price", OWN | ANY, PAYMENT_CONFIRMING, NULL, {{DEPOSIT_CONFIRMED, 100, 32, .is_unpaid = true}},
 "seen", "Payment detected", "Confirmed — waiting for the current ETH price.", "", "", false, true},
{"late", OWN | OVER, PAYMENT_CONFIRMING, NULL, {SEEN(100)},
 "seen", "Payment detected", "1 ETH detected", "", "", false, true},
{"after it had failed", GATEWAY, PAYMENT_FAILED, NULL, {SEEN(100)},
 "seen", "Payment detected", "we review it by hand", "", "", false, true},

/* The gateway's word. */
{"a word, and no chain", GATEWAY | SAID, PAYMENT_CONFIRMING, NULL, {{0}},
 "seen", "Payment detected", "Payment received — waiting for the Ethereum network to show it.", "", "", false, true},
{"a word, and a part of it on the chain", GATEWAY | SAID, PAYMENT_CONFIRMING, NULL, {SEEN(29)},
 "seen", "Payment detected", "Payment received — waiting for confirmations (1 of 32).", "", "", false, true},
{"a word, and another coin", GATEWAY | SAID, PAYMENT_CONFIRMING, NULL, {OTHER(DEPOSIT_SEEN)},
 "seen", "Payment detected, 100 USDT under review", "waiting for the Ethereum network to show it. You can close this page. This isn’t the coin you requested.", "", "100 USDT", false, true},
{"a word that nobody confirms", GATEWAY | SAID, PAYMENT_REVIEW, "the chain does not show what the gateway says was paid", {{0}},
 "review", "1 ETH under review", "The network doesn’t show this payment yet. " SAFE WAIT, "", "", false, false},

/* Another coin. */
{"another coin, own", OWN, PAYMENT_CONFIRMING, NULL, {OTHER(DEPOSIT_SEEN)},
 "seen", "100 USDT under review", "You sent USDT instead of ETH (3 of 32 confirmations). We’ll review it by hand. " SAFE, "", "100 USDT", false, true},
{"another coin, the gateway's: it still takes the right one", GATEWAY, PAYMENT_OPEN, NULL, {OTHER(DEPOSIT_SEEN)},
 "seen", "100 USDT under review", "You sent USDT instead of ETH", "", "100 USDT", true, true},
{"another coin beside a part", GATEWAY, PAYMENT_OPEN, NULL, {SEEN(29), OTHER(DEPOSIT_SEEN)},
 "seen", "Partial payment received, 100 USDT under review", "Send the remaining 0.71 ETH to the address below. This isn’t the coin you requested.", "0.71 ETH", "100 USDT", true, true},
{"another coin, held", OWN, PAYMENT_REVIEW, HELD_OTHER_COIN, {{DEPOSIT_HELD, 100, 32, true, false, HELD_OTHER_COIN}},
 "review", "100 USDT under review", "This isn’t the coin you requested. " SAFE, "", "100 USDT", false, false},

/* Held. */
{"held for its size", OWN | LARGE, PAYMENT_REVIEW, PAYMENT_ABOVE, {HELD(100, PAYMENT_ABOVE)},
 "review", "1 ETH under review", "Top-ups over $1,000.00 are reviewed by hand. " SAFE WAIT, "", "1 ETH", false, false},
{"held for its size, the gateway's, nothing on a chain", GATEWAY | LARGE, PAYMENT_REVIEW, PAYMENT_ABOVE, {{0}},
 "review", "1 ETH under review", "Top-ups over $1,000.00 are reviewed by hand.", "", "", false, false},
{"held for its size, any amount", GATEWAY | ANY, PAYMENT_REVIEW, PAYMENT_ABOVE, {DEEP(100)},
 "review", "1 ETH under review", "Top-ups over $1,000.00 are reviewed by hand.", "", "1 ETH", false, false},
{"held with the others of an hour", OWN, PAYMENT_REVIEW, HOURLY, {HELD(100, HOURLY)},
 "review", "1 ETH under review", "High volume right now: we’re reviewing new top-ups by hand.", "", "1 ETH", false, false},
{"held for something else", OWN, PAYMENT_REVIEW, "two sources tell different things of it", {HELD(40, "two sources tell different things of it")},
 "review", "0.4 ETH under review", "Our sources disagree about this transaction. " SAFE, "", "0.4 ETH", false, false},
{"held for what has no words", GATEWAY, PAYMENT_REVIEW, "<b>", {DEEP(29)},
 "review", "0.29 ETH under review", "We need to check this payment before crediting it. " SAFE, "", "0.29 ETH", false, false},
{"held, and its payment not yet", OWN, PAYMENT_OPEN, NULL, {HELD(100, "it seems to be older than the payment")},
 "review", "1 ETH under review", "This transaction is older than the top-up.", "", "1 ETH", false, false},

/* Credited, and more. */
{"credited", OWN, PAYMENT_PAID, NULL, {CREDITED(100)},
 "paid", "Credited", "$100.00 added to your balance.", "", "", false, false},
{"credited, a second coming", OWN, PAYMENT_PAID, NULL, {CREDITED(100), SEEN(20)},
 "paid", "Credited", "$100.00 added to your balance. Another payment is confirming (1 of 32).", "", "", false, true},
{"credited, a second held for its size", OWN, PAYMENT_PAID, NULL, {CREDITED(100), HELD(900, PAYMENT_ABOVE)},
 "paid", "$100.00 credited, 9 ETH under review", "$100.00 added to your balance. Top-ups over $1,000.00 are reviewed by hand. " SAFE WAIT, "", "9 ETH", false, false},
{"credited, another coin coming", OWN, PAYMENT_PAID, NULL, {CREDITED(100), OTHER(DEPOSIT_SEEN)},
 "paid", "$100.00 credited, 100 USDT under review", "This isn’t the coin you requested.", "", "100 USDT", false, true},
{"credited, both held", OWN, PAYMENT_PAID, NULL, {CREDITED(100), HELD(5, NULL), OTHER(DEPOSIT_HELD)},
 "paid", "$100.00 credited, 0.05 ETH and 100 USDT under review", SAFE, "", "0.05 ETH and 100 USDT", false, false},
{"credited, more than the gateway counts", GATEWAY | SAID, PAYMENT_PAID, NULL, {CREDITED_OF(100), DEEP(120)},
 "paid", "$100.00 credited, 0.2 ETH under review", "Overpaid: the extra amount is reviewed by hand. " SAFE, "", "0.2 ETH", false, false},
{"credited, a second that the gateway does not count", GATEWAY | SAID, PAYMENT_PAID, NULL, {CREDITED_OF(100), DEEP(100), DEEP(50)},
 "paid", "$100.00 credited, 0.5 ETH under review", "Overpaid", "", "0.5 ETH", false, false},
{"credited, just what the gateway counts, in two", GATEWAY | SAID, PAYMENT_PAID, NULL, {CREDITED_OF(100), DEEP(50), DEEP(50)},
 "paid", "Credited", "$100.00 added to your balance.", "", "", false, false},
{"credited, another coin at the gateway's", GATEWAY | SAID, PAYMENT_PAID, NULL, {CREDITED_OF(100), DEEP(100), OTHER(DEPOSIT_CONFIRMED)},
 "paid", "$100.00 credited, 100 USDT under review", "This isn’t the coin you requested.", "", "100 USDT", false, false},

/* Taken back. */
{"taken back", OWN, PAYMENT_PAID, NULL, {REVERSED_OF(100)},
 "reversed", "Payment reversed", "The credit of $100.00 was deducted.", "", "", false, false},
{"taken back, one stays", OWN, PAYMENT_PAID, NULL, {REVERSED_OF(100), CREDITED(100)},
 "paid", "$100.00 credited, $100.00 reversed", "$100.00 added", "", "", false, false},
{"taken back, the next coming", OWN | OVER, PAYMENT_PAID, NULL, {REVERSED_OF(100), SEEN(100)},
 "seen", "Payment detected, $100.00 reversed", "1 ETH detected", "", "", false, true},
{"taken back, and there again", OWN, PAYMENT_PAID, NULL, {{DEPOSIT_REVERSED, 100, 32, .reason = HELD_AGAIN}},
 "paid", "1 ETH under review, $100.00 reversed", "The network shows this payment again after reversing it. " SAFE, "", "1 ETH", false, false},
};
/* clang-format on */

static struct coin eth(unsigned percent)
{
	return (struct coin){(unsigned __int128)percent * 10000000000000000u};
}

static struct payment payment_of(const struct way *w)
{
	struct currency usd = currency_find("USD");
	int64_t cents = w->what & LARGE ? 200000 : 10000;

	return (struct payment){
		.asset = asset_find("ETH"),
		.kind = w->what & ANY ? PAYMENT_ANY : PAYMENT_NAMED,
		.state = w->state,
		.provider = w->what & OWN ? PROVIDER_OWN : PROVIDER_GATEWAY,
		.settles_in = usd,
		.fiat = money_minor(cents, usd),
		.has_coin = !(w->what & ANY),
		.coin = eth(100),
		.is_said = w->what & SAID,
		.word = {.arrived = eth(100),
	                 .credit = money_minor(10000, usd)},
		.address = "AnAddress",
		.is_over = w->what & OVER,
		.reason = w->reason,
	};
}

/* The gateway's word is the one that is credited of its payments. */
static const struct deposit *
deposit_of(struct arena *a, const struct payment *p, const struct came *c)
{
	struct deposit *d = arena_new(a, struct deposit);
	bool is_gateway = p->provider == PROVIDER_GATEWAY;

	d->asset = c->is_other ? asset_find("USDT_ERC20") : p->asset;
	d->state = c->state;
	d->is_witness = is_gateway && c->state != DEPOSIT_CREDITED;
	d->txid = "a";
	d->amount = c->is_other ? (struct coin){100000000} : eth(c->percent);
	d->source = is_gateway && !d->is_witness ? NULL : "a";
	d->confirmations = c->confirmations;
	d->rate = c->is_unpaid ? NULL : "100";
	d->credited = money_zero(p->settles_in);
	if (c->state == DEPOSIT_CREDITED || c->state == DEPOSIT_REVERSED)
		d->credited =
			money_minor((int64_t)c->percent * 100, p->settles_in);
	d->reason = c->reason;
	return d;
}

static struct progress told(struct arena *a, const struct payment *p,
                            const struct way *w)
{
	struct deposits all = {
		.v = arena_array(a, COMES, const struct deposit *)};
	struct payment young = *p;

	young.created_at = clock_now();
	while (all.n < COMES && w->came[all.n].state) {
		all.v[all.n] = deposit_of(a, p, &w->came[all.n]);
		all.n++;
	}
	return progress_of(a, &young, &all);
}

static void is_told(struct arena *a, const struct way *w)
{
	struct payment p = payment_of(w);
	struct progress now = told(a, &p, w);
	const char *missing =
		now.is_part ? asset_amount(a, p.asset, now.missing) : "";

	cr_expect_str_eq(now.word, w->word, "%s: %s", w->name, now.word);
	cr_expect_str_eq(now.headline, w->headline, "%s: %s", w->name,
	                 now.headline);
	cr_expect(strstr(now.detail, w->detail), "%s: %s", w->name, now.detail);
	cr_expect_str_eq(missing, w->missing, "%s: %s", w->name, missing);
	cr_expect_str_eq(now.review, w->review, "%s: %s", w->name, now.review);
	cr_expect_eq(now.is_payable, w->is_payable, "%s: payable", w->name);
	cr_expect_eq(now.is_moving, w->is_moving, "%s: moving", w->name);
}

Test(progress, every_way_a_payment_can_stand_is_told)
{
	struct shop *shop = shop_open();

	for (size_t i = 0; i < sizeof(WAYS) / sizeof(WAYS[0]); i++)
		is_told(shop->arena, &WAYS[i]);
}

/* What is held is in the headline whatever else is said, and nobody is told
 * not to send while something is missing. */
Test(progress, no_money_that_is_held_is_hidden)
{
	struct shop *shop = shop_open();

	for (size_t i = 0; i < sizeof(WAYS) / sizeof(WAYS[0]); i++) {
		struct payment p = payment_of(&WAYS[i]);
		struct progress now = told(shop->arena, &p, &WAYS[i]);

		cr_expect(strstr(now.headline, now.review), "%s", WAYS[i].name);
		cr_expect_not(strstr(now.detail, "not send"), "%s",
		              WAYS[i].name);
		cr_expect(!now.is_part || now.is_payable, "%s", WAYS[i].name);
	}
}

/* What the payment is held for, when so much comes and these are the limits. */
static const char *held_by(const char *above, const char *hourly)
{
	struct user_id ann = shop_buyer("ann", 0);
	const struct payment *p;

	(void)shop_open();
	cr_assert_null(settings_set("review_above", above));
	cr_assert_null(settings_set("review_hourly", hourly));
	p = arrivals_own(ann, PAYMENT_NAMED);
	(void)LOOK(p, {"1111", "0", 50000, 9});
	(void)arrivals_settle(p);
	p = arrivals_now(p);
	cr_assert_eq(p->state, PAYMENT_REVIEW, "it is %s",
	             payment_state_code(p->state));
	return p->reason;
}

/* The words of the nouns and those for buyers are the same ones. */
Test(progress, a_payment_above_the_limit_is_held_for_its_size)
{
	const char *reason = held_by("10.00", "5000.00");

	cr_expect(held_is_size(reason));
	cr_expect_str_eq(reason, PAYMENT_ABOVE);
}

Test(progress, so_is_one_beyond_the_limit_of_an_hour)
{
	const char *reason = held_by("1000.00", "10.00");

	cr_expect(held_is_size(reason));
	cr_expect_str_neq(reason, PAYMENT_ABOVE);
}

/* A source may make up any amount. */
Test(progress, amounts_beyond_counting_are_no_fault)
{
	struct shop *shop = shop_open();
	struct payment p = payment_of(&WAYS[1]);
	struct deposit most = {.asset = p.asset,
	                       .state = DEPOSIT_SEEN,
	                       .is_witness = true,
	                       .txid = "a",
	                       .source = "a"};
	const struct deposit *both[] = {&most, &most};
	struct deposits all = {.n = 2, .v = both};
	struct progress now;

	cr_assert_null(coin_parse_units(
		&most.amount, "99999999999999999999999999999999999999"));
	now = progress_of(shop->arena, &p, &all);
	cr_expect_str_eq(now.word, "seen");
}
