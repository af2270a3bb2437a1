/* SPDX-License-Identifier: MIT */
#include "shop/tally.h"
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "chain/assets.h"
#include "shop/held.h"

void tally_add(struct coin *sum, struct coin more)
{
	struct coin all;

	if (coin_add(&all, *sum, more))
		*sum = all;
}

static void add_money(struct money *sum, struct money more)
{
	struct money all;

	if (money_add(&all, *sum, more))
		*sum = all;
}

const struct deposit *tally_word(const struct deposits *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!all->v[i]->source && all->v[i]->state == DEPOSIT_CREDITED)
			return all->v[i];
	return NULL;
}

static bool is_decided(const struct payment *p)
{
	return p->state == PAYMENT_PAID || p->state == PAYMENT_REVIEW;
}

/* A witness has done its part once the payment is decided; of another coin it
 * bears no witness to what the gateway said. */
static bool is_coming(const struct payment *p, const struct deposit *d)
{
	if (p->is_said && d->asset != p->asset)
		return false;
	if (d->is_witness && p->state == PAYMENT_REVIEW)
		return false;
	if (d->is_witness && p->state == PAYMENT_PAID)
		return d->state == DEPOSIT_SEEN;
	return deposit_is_coming(d);
}

/* Of two coming ones: of own ones the first to be deep is credited first; of
 * the gateway's all are needed. */
static bool leads(const struct payment *p, const struct deposit *d,
                  const struct deposit *lead)
{
	if (!lead)
		return true;
	if ((d->asset == p->asset) != (lead->asset == p->asset))
		return d->asset == p->asset;
	if (p->provider == PROVIDER_OWN)
		return d->confirmations > lead->confirmations;
	return d->confirmations < lead->confirmations;
}

/* Whether it is still there, and nobody said that it counts for nothing. */
static bool is_there(const struct deposit *d)
{
	return deposit_is_coming(d) || d->state == DEPOSIT_CREDITED ||
	       d->state == DEPOSIT_HELD;
}

static void count(struct tally *t, const struct payment *p,
                  const struct deposit *d)
{
	if (is_coming(p, d) && leads(p, d, t->lead))
		t->lead = d;
	if (d->source && d->asset == p->asset && is_there(d))
		tally_add(&t->arrived, d->amount);
	if (d->state == DEPOSIT_CREDITED)
		add_money(&t->credited, d->credited);
	if (d->state == DEPOSIT_REVERSED)
		add_money(&t->reversed, d->credited);
	t->has_gone |= d->state == DEPOSIT_GONE;
	t->has_small |= d->state == DEPOSIT_CONFIRMED && d->reason;
}

/* --- what a person looks at ---------------------------------------------- */

bool tally_came_back(const struct deposit *d)
{
	return d->state == DEPOSIT_REVERSED && d->reason &&
	       !strcmp(d->reason, HELD_AGAIN);
}

/* Held, or sure to be: another coin, or beside the gateway's word. */
static bool is_under_review(const struct payment *p, const struct deposit *d)
{
	if (d->state == DEPOSIT_HELD || tally_came_back(d))
		return true;
	if (!deposit_is_coming(d))
		return false;
	if (d->asset != p->asset)
		return true;
	return d->is_witness && is_decided(p) && !is_coming(p, d);
}

/* What the gateway counts of it is not under review. */
static struct coin counted(const struct payment *p, const struct deposits *all)
{
	const struct deposit *word = tally_word(all);

	if (p->state != PAYMENT_PAID)
		return (struct coin){0};
	if (word)
		return word->amount;
	return p->is_said ? p->word.arrived : (struct coin){0};
}

static struct coin under_review(const struct payment *p,
                                const struct deposits *all,
                                const struct asset *asset)
{
	struct coin sum = {0}, witnessed = {0};

	for (size_t i = 0; i < all->n; i++) {
		const struct deposit *d = all->v[i];

		if (d->asset == asset && is_under_review(p, d))
			tally_add(d->is_witness ? &witnessed : &sum, d->amount);
	}
	if (asset == p->asset)
		witnessed = coin_rest(witnessed, counted(p, all));
	tally_add(&sum, witnessed);
	return sum;
}

static const char *review_of(struct arena *a, const struct payment *p,
                             const struct deposits *all)
{
	struct text t = text_open(a, 64);

	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		struct coin sum = under_review(p, all, &ASSETS[i]);

		if (!coin_is_zero(sum))
			text_printf(&t, "%s%s", t.len ? " and " : "",
			            asset_amount(a, &ASSETS[i], sum));
	}
	return t.p;
}

/* The payment's own reason is that of the first; one that only waits for the
 * others says less than theirs. */
static const char *why_of(const struct payment *p, const struct deposits *all)
{
	if (p->state == PAYMENT_REVIEW && p->reason)
		return p->reason;
	for (size_t i = 0; i < all->n; i++)
		if ((all->v[i]->state == DEPOSIT_HELD ||
		     tally_came_back(all->v[i])) &&
		    all->v[i]->reason)
			return all->v[i]->reason;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->asset != p->asset &&
		    deposit_is_coming(all->v[i]))
			return HELD_OTHER_COIN;
	return p->state == PAYMENT_PAID ? HELD_SURPLUS : NULL;
}

/* --- what is missing ----------------------------------------------------- */

/* Whether the rest of a named amount may still be sent, and is counted. */
static bool takes_rest(const struct payment *p)
{
	if (p->is_over || !p->has_coin || p->kind != PAYMENT_NAMED)
		return false;
	if (p->provider == PROVIDER_GATEWAY)
		return p->state == PAYMENT_OPEN;
	if (p->state == PAYMENT_REVIEW)
		return held_is_size(p->reason);
	return p->state == PAYMENT_OPEN || p->state == PAYMENT_CONFIRMING ||
	       p->state == PAYMENT_PAID;
}

struct tally tally_of(struct arena *a, const struct payment *p,
                      const struct deposits *all)
{
	struct tally t = {.credited = money_zero(p->settles_in),
	                  .reversed = money_zero(p->settles_in)};

	for (size_t i = 0; i < all->n; i++)
		count(&t, p, all->v[i]);
	if (all->more)
		add_money(&t.credited, all->more_credited);
	t.review = review_of(a, p, all);
	if (*t.review || p->state == PAYMENT_REVIEW)
		t.why = why_of(p, all);
	if (takes_rest(p) && !coin_is_zero(t.arrived))
		t.missing = coin_rest(p->coin, t.arrived);
	return t;
}
