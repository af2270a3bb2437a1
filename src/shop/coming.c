/* SPDX-License-Identifier: MIT */
#include "shop/coming.h"
#include "base/arena.h"
#include "base/text.h"
#include "chain/assets.h"
#include "shop/held.h"
#include "shop/transfer.h"

const char TOLD_CLOSE[] = "You can close this page.";
const char TOLD_SAFE[] = "Your funds are safe.";

const char *told_coins(const struct told *o, struct coin c)
{
	return asset_amount(o->arena, o->payment->asset, c);
}

bool told_is_part(const struct told *o)
{
	return !coin_is_zero(o->tally.missing);
}

void told_sentence(struct text *t, const char *words)
{
	text_printf(t, "%s%s", t->len && *words ? " " : "", words);
}

const char *told_rest(const struct told *o)
{
	if (!told_is_part(o))
		return "";
	return arena_printf(o->arena,
	                    "Send the remaining %s to the address below.",
	                    told_coins(o, o->tally.missing));
}

/* "0.25 LTC detected — 2 of 6 confirmations." */
static const char *detected(const struct told *o, struct coin c)
{
	return arena_printf(o->arena, "%s detected — %s confirmations.",
	                    told_coins(o, c),
	                    transfer_depth(o->arena, o->tally.lead));
}

static const char *seen_own(const struct told *o)
{
	const struct deposit *lead = o->tally.lead;

	if (!transfer_is_deep(lead))
		return detected(o, o->tally.arrived);
	if (lead->rate)
		return "Confirmed — adding it to your balance.";
	return arena_printf(o->arena,
	                    "Confirmed — waiting for the current %s price.",
	                    lead->asset->coin);
}

/* The gateway has said paid. */
static const char *seen_word(const struct told *o)
{
	const struct deposit *lead = o->tally.lead;

	if (!lead)
		return arena_printf(
			o->arena,
			"Payment received — waiting for the %s network to "
			"show it.",
			transfer_network(o->arena, o->payment->asset));
	return arena_printf(o->arena,
	                    "Payment received — waiting for confirmations "
	                    "(%s).",
	                    transfer_depth(o->arena, lead));
}

/* The gateway has not counted it, and does so no more by itself. */
static const char *seen_over(const struct told *o)
{
	return arena_printf(o->arena,
	                    "%s This request has expired: if our payment "
	                    "processor doesn’t count it, we review it by hand.",
	                    detected(o, o->tally.arrived));
}

static const char *seen_gateway(const struct told *o)
{
	const struct payment *p = o->payment;
	const struct tally *t = &o->tally;

	if (p->state == PAYMENT_CONFIRMING)
		return seen_word(o);
	if (p->state != PAYMENT_OPEN || p->is_over)
		return seen_over(o);
	if (p->has_coin && coin_cmp(t->arrived, p->coin) > 0)
		return arena_printf(
			o->arena, "%s That is %s too much: %s",
			detected(o, t->arrived),
			told_coins(o, coin_rest(t->arrived, p->coin)),
			"the extra amount is reviewed by hand.");
	if (transfer_is_deep(t->lead))
		return "Confirmed — waiting for our payment processor.";
	return detected(o, t->arrived);
}

/* "29 of 30 USDT received (12 of 32 confirmations)." */
static const char *seen_part(const struct told *o)
{
	char came[COIN_TEXT];

	coin_print(came, o->tally.arrived, o->payment->asset->decimals);
	return arena_printf(o->arena, "Received %s of %s (%s confirmations).",
	                    came, told_coins(o, o->payment->coin),
	                    transfer_depth(o->arena, o->tally.lead));
}

/* What comes is another coin than was asked for. */
bool told_is_other(const struct told *o)
{
	return o->tally.lead && o->tally.lead->asset != o->payment->asset;
}

static const char *seen_other(const struct told *o)
{
	const struct deposit *lead = o->tally.lead;

	return arena_printf(
		o->arena,
		"You sent %s instead of %s (%s confirmations). We’ll review it "
		"by hand. %s",
		lead->asset->coin, o->payment->asset->coin,
		transfer_depth(o->arena, lead), TOLD_SAFE);
}

const char *coming_detail(const struct told *o)
{
	const struct payment *p = o->payment;
	struct text t = text_open(o->arena, 256);

	if (told_is_other(o))
		return seen_other(o);
	if (told_is_part(o))
		told_sentence(&t, seen_part(o));
	else if (p->provider == PROVIDER_OWN)
		told_sentence(&t, seen_own(o));
	else
		told_sentence(&t, seen_gateway(o));
	told_sentence(&t, told_is_part(o) ? told_rest(o) : TOLD_CLOSE);
	told_sentence(&t,
	              *o->tally.review ? held_why(o->arena, o->tally.why) : "");
	return t.p;
}

static bool fell_short(const struct told *o)
{
	const struct payment *p = o->payment;

	return p->provider == PROVIDER_GATEWAY && !p->is_said && p->has_coin &&
	       !coin_is_zero(o->tally.arrived) &&
	       coin_cmp(o->tally.arrived, p->coin) < 0;
}

static void piece(struct text *t, const char *amount, const char *words)
{
	if (*amount)
		text_printf(t, "%s%s %s", t->len ? ", " : "", amount, words);
}

const char *told_money(struct arena *a, struct money m)
{
	return money_is_zero(m) ? "" : transfer_money(a, m);
}

/* "$20.00 credited, 15 USDT under review", after what came first. */
const char *told_amounts(const struct told *o, const char *first,
                         const char *review)
{
	struct text t = text_open(o->arena, 96);

	text_add_text(&t, first);
	piece(&t, told_money(o->arena, o->tally.credited), "credited");
	piece(&t, review, "under review");
	piece(&t, told_money(o->arena, o->tally.reversed), "reversed");
	return t.p;
}

const char *coming_headline(const struct told *o)
{
	const char *first = "Payment detected";

	if (told_is_part(o) || fell_short(o))
		first = "Partial payment received";
	else if (told_is_other(o))
		first = "";
	return told_amounts(o, first, o->tally.review);
}
