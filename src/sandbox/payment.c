/* SPDX-License-Identifier: MIT */
#include "sandbox/payment.h"
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "remote/json.h"
#include "sandbox/address.h"
#include "sandbox/options.h"
#include "sandbox/transfer.h"
#include "sandbox/truth.h"

enum { USUAL_CENTS = 2500, LIE_TIMES = 100 };

static const char USER_ID[] = "7afca8a2-9262-4844-be82-107d7d3bcd72";

const char *payment_number(struct arena *a, struct coin c, unsigned decimals,
                           unsigned places)
{
	char digits[COIN_TEXT], number[DECIMAL_TEXT];

	coin_print_units(digits, c);
	decimal_print(number, digits, decimals, places);
	return arena_text(a, number);
}

/* The gateway writes 1.0 for a whole number, but 10 with a stablecoin. */
static unsigned least_places(const struct payment *p)
{
	return p->coin->is_stable ? 0 : 1;
}

static void add_amounts(struct text *t, const struct payment *p)
{
	struct coin minor = {(unsigned __int128)money_to_minor(p->fiat)};

	text_printf(t, ",\"fiatAmount\":%s",
	            payment_number(t->arena, minor,
	                           currency_exponent(p->settles_in),
	                           least_places(p)));
	text_printf(t, ",\"cryptoAmount\":%s",
	            payment_number(t->arena, p->asked, p->coin->decimals,
	                           least_places(p)));
}

static void add_text(struct text *t, const char *name, const char *value)
{
	text_printf(t, ",\"%s\":", name);
	json_add_text(t, value);
}

static void add_time(struct text *t, const char *name, struct moment m)
{
	text_printf(t, ",\"%s\":%lld", name, (long long)m.ms);
}

static void add_flag(struct text *t, const char *name, bool on)
{
	text_printf(t, ",\"%s\":%s", name, on ? "true" : "false");
}

struct slice payment_json(struct arena *a, const struct payment *p,
                          struct moment now)
{
	struct text t = text_open(a, 1024);

	text_printf(&t, "{\"id\":%lld", (long long)p->id);
	add_text(&t, "paymentType", p->is_deposit ? "DEPOSIT" : "PAYMENT");
	add_text(&t, "fiatCurrency", currency_code(p->settles_in));
	if (p->has_amounts)
		add_amounts(&t, p);
	add_text(&t, "userId", USER_ID);
	add_text(&t, "cryptoCurrency", p->coin->code);
	add_time(&t, "expireDatetime", p->expires_at);
	add_time(&t, "createDatetime", p->created_at);
	if (p->is_paid)
		add_time(&t, "paidAt", p->paid_at);
	add_text(&t, "address", p->address);
	add_flag(&t, "isPaid", p->is_paid);
	add_flag(&t, "isWithdrawn",
	         p->is_withdrawn && p->withdrawn_shown_at.ms <= now.ms);
	add_text(&t, "hash", p->hash);
	if (p->callback_url)
		add_text(&t, "callbackUrl", p->callback_url);
	text_add_text(&t, "}");
	return (struct slice){t.p, t.len};
}

/* Gives amounts to a payment that has none, as if it had been paid. */
static void make_up_amounts(struct payment *p, struct moment now)
{
	if (p->has_amounts)
		return;
	p->has_amounts = true;
	p->asked = payment_missing(p, now);
	p->fiat = listed_worth(p->coin, p->asked, p->settles_in, now);
}

struct payment payment_told(const struct payment *p, const char *lie,
                            struct moment now)
{
	struct payment told = *p;

	if (!strcmp(lie, ""))
		return told;
	if (!strcmp(lie, "unpaid")) {
		told.is_paid = false;
		told.has_amounts = !p->is_deposit;
		return told;
	}
	make_up_amounts(&told, now);
	if (!told.is_paid)
		told.paid_at = now;
	told.is_paid = true;
	if (!strcmp(lie, "amount"))
		must(money_times(&told.fiat, told.fiat, LIE_TIMES));
	else if (!strcmp(lie, "coin"))
		told.coin = listed_coin_find(
			strcmp(p->coin->code, "BTC") ? "BTC" : "LTC");
	else
		must(!strcmp(lie, "paid"));
	return told;
}

void payment_create(struct db *db, struct arena *a, struct payment *p)
{
	uint8_t bytes[32];

	p->id = payment_insert(db, p);
	options_seeded(bytes, "address", p->id);
	p->address = address_make(a, p->coin->address, bytes);
	options_seeded(bytes, "hash", p->id);
	p->hash = text_hex(a, bytes, sizeof(bytes));
	payment_save(db, p);
	truth_add(db, &(struct truth){
			      .what = "created",
			      .payment = p->id,
			      .coin = p->coin->code,
			      .ref = p->address,
			      .detail = p->is_deposit ? "DEPOSIT" : "PAYMENT",
		      });
}

bool payment_is_open(const struct payment *p, struct moment now)
{
	return !p->is_paid && !p->is_expired && now.ms < p->expires_at.ms;
}

struct coin payment_missing(const struct payment *p, struct moment now)
{
	if (p->is_deposit)
		return listed_due(
			p->coin, money_minor(USUAL_CENTS, currency_find("USD")),
			now);
	if (p->received.units >= p->asked.units)
		return p->asked;
	return (struct coin){p->asked.units - p->received.units};
}

/* Counts the coins; whether the payment is paid now. */
static bool fill(struct payment *p, struct coin c, struct moment now)
{
	must(coin_add(&p->received, p->received, c));
	if (p->is_deposit) {
		p->asked = c;
		p->fiat = listed_worth(p->coin, c, p->settles_in, now);
		p->has_amounts = true;
	}
	p->is_paid = p->received.units >= p->asked.units;
	if (p->is_paid)
		p->paid_at = now;
	return p->is_paid;
}

/* The gateway takes stablecoins for the exact amount only. */
static bool counts(const struct payment *p, struct coin c, bool lenient,
                   struct moment now)
{
	if (p->is_paid || !(lenient || payment_is_open(p, now)))
		return false;
	return !p->coin->is_stable || coin_cmp(c, p->asked) == 0;
}

/* The coins move on their chain, whatever the gateway makes of it. */
static const char *move_coins(struct db *db, struct arena *a,
                              const struct payment *p, struct coin c)
{
	const struct part part = {p->address, c};
	const struct sending s = {.coin = minted_find(p->coin->code),
	                          .parts = &part,
	                          .n = 1,
	                          .payment = p->id};

	must(s.coin);
	return transfer_send(db, a, &s);
}

enum arrival payment_receive(struct db *db, struct arena *a, struct payment *p,
                             struct coin c, bool lenient)
{
	struct moment now = clock_now();
	enum arrival arrival = ARRIVAL_UNCOUNTED;
	char fiat[MONEY_TEXT] = "";
	static const char *const WHAT[] = {[ARRIVAL_PART] = "part",
	                                   [ARRIVAL_PAID] = "paid",
	                                   [ARRIVAL_UNCOUNTED] = "uncounted"};

	if (counts(p, c, lenient, now)) {
		arrival = fill(p, c, now) ? ARRIVAL_PAID : ARRIVAL_PART;
		payment_save(db, p);
	}
	if (arrival == ARRIVAL_PAID)
		money_print(fiat, p->fiat);
	truth_add(db,
	          &(struct truth){
			  .what = WHAT[arrival],
			  .payment = p->id,
			  .coin = p->coin->code,
			  .amount = payment_number(a, c, p->coin->decimals, 0),
			  .fiat_currency =
				  *fiat ? currency_code(p->settles_in) : NULL,
			  .fiat = *fiat ? fiat : NULL,
			  .ref = move_coins(db, a, p, c),
		  });
	return arrival;
}

void payment_expire(struct db *db, struct arena *a, struct payment *p)
{
	struct moment now = clock_now();

	must(!p->is_paid);
	p->is_expired = true;
	if (p->expires_at.ms > now.ms)
		p->expires_at = now;
	payment_save(db, p);
	truth_add(db, &(struct truth){
			      .what = "expired",
			      .payment = p->id,
			      .coin = p->coin->code,
			      .amount = payment_number(a, p->received,
	                                               p->coin->decimals, 0),
			      .detail = "received so far",
		      });
}
