/* SPDX-License-Identifier: MIT */
#include "shop/progress.h"
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "shop/transfer.h"

enum step { WAITING, SEEN, CONFIRMED, CREDITED };

static const char *const LABELS[PROGRESS_STEPS] = {"Waiting", "Seen",
                                                   "Confirmed", "Credited"};

static const char *const WORDS[] = {
	[STAGE_CREATING] = "creating", [STAGE_OPEN] = "open",
	[STAGE_SEEN] = "seen",         [STAGE_PAID] = "paid",
	[STAGE_EXPIRED] = "expired",   [STAGE_REVIEW] = "review",
	[STAGE_FAILED] = "failed",     [STAGE_REVERSED] = "reversed",
};

/* What the deposits amount to. */
struct tally {
	const struct deposit *lead; /* the coming one that says how far */
	struct coin coming;         /* of the coin that was asked for */
	bool has_credited, has_held, has_gone, has_reversed, has_small;
};

/* One of the coin that was asked for, if any.  Of own ones the first to be
 * deep is credited first; of the gateway's all are needed. */
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

/* A witness has done its part once the payment is decided. */
static bool is_coming(const struct payment *p, const struct deposit *d)
{
	if (d->is_witness && p->state == PAYMENT_PAID)
		return d->state == DEPOSIT_SEEN;
	return deposit_is_coming(d);
}

static void count(struct tally *t, const struct payment *p,
                  const struct deposit *d)
{
	if (is_coming(p, d)) {
		if (leads(p, d, t->lead))
			t->lead = d;
		if (d->asset == p->asset)
			must(coin_add(&t->coming, t->coming, d->amount));
	}
	t->has_credited |= d->state == DEPOSIT_CREDITED;
	t->has_held |= d->state == DEPOSIT_HELD;
	t->has_gone |= d->state == DEPOSIT_GONE;
	t->has_reversed |= d->state == DEPOSIT_REVERSED;
	t->has_small |= d->state == DEPOSIT_CONFIRMED && d->reason;
}

static struct tally tally_of(const struct payment *p,
                             const struct deposits *all)
{
	struct tally t = {0};

	for (size_t i = 0; i < all->n; i++)
		count(&t, p, all->v[i]);
	return t;
}

/* --- each stage ---------------------------------------------------------- */

static struct progress at(enum stage stage, enum step step, const char *note)
{
	return (struct progress){.stage = stage,
	                         .word = WORDS[stage],
	                         .step = step,
	                         .note = note};
}

static struct progress creating(void)
{
	struct progress out = at(STAGE_CREATING, WAITING, "");

	out.headline = "Your address is being made";
	out.detail = "This takes a few seconds.";
	out.is_moving = true;
	return out;
}

static const char *nothing_coming(struct arena *a, const struct payment *p,
                                  const struct tally *t)
{
	const char *network = transfer_network(a, p->asset);

	if (t->has_small)
		return "What came so far is too little to be credited.";
	if (t->has_gone)
		return arena_printf(a,
		                    "Your transfer was replaced or never "
		                    "mined, and nothing was credited. If you "
		                    "replaced it, the new one is shown here as "
		                    "soon as the %s network has it.",
		                    network);
	if (p->provider == PROVIDER_OWN || endpoint_knows(p->asset))
		return arena_printf(a,
		                    "Nothing has been seen yet. We look at the "
		                    "%s network, and your transfer is shown "
		                    "here as soon as it is there. You may "
		                    "close this page: it is credited without "
		                    "it.",
		                    network);
	return "Nothing has arrived yet. The gateway tells us as soon as your "
	       "transfer is confirmed; you may close this page, it is credited "
	       "without it.";
}

static struct progress open(struct arena *a, const struct payment *p,
                            const struct tally *t)
{
	struct progress out = at(STAGE_OPEN, WAITING, "");

	out.headline = "Waiting for your coins";
	out.detail = nothing_coming(a, p, t);
	out.is_moving = true;
	return out;
}

static struct progress expired(const struct tally *t)
{
	struct progress out = at(STAGE_EXPIRED, WAITING, "ended");

	out.headline = "This request has ended";
	out.detail = "Nothing arrived in time. A late transfer is still looked "
		     "for.";
	if (t->has_small)
		out.detail = "What came is too little to be credited.";
	else if (t->has_gone)
		out.detail = "Your transfer was replaced or never mined, and "
			     "nothing was credited. A late one is still looked "
			     "for.";
	return out;
}

/* How far the chain is, as a step. */
static struct progress step_of(struct arena *a, const struct payment *p,
                               const struct deposit *lead)
{
	if (!lead)
		return at(STAGE_SEEN, SEEN, "by the gateway");
	if (!lead->confirmations)
		return at(STAGE_SEEN, SEEN, transfer_depth(a, lead));
	if (!transfer_is_deep(lead))
		return at(STAGE_SEEN, CONFIRMED, transfer_depth(a, lead));
	if (p->provider == PROVIDER_GATEWAY)
		return at(STAGE_SEEN, CREDITED,
		          p->is_said ? "soon" : "by the gateway");
	return at(STAGE_SEEN, CREDITED, lead->rate ? "soon" : "no price yet");
}

static const char *seen_own(struct arena *a, const struct payment *p,
                            const struct deposit *lead)
{
	const char *network = transfer_network(a, p->asset);

	if (!transfer_is_deep(lead))
		return arena_printf(a,
		                    "The %s network shows your transfer: %s "
		                    "confirmations. It is credited as soon as "
		                    "all of them are there.",
		                    network, transfer_depth(a, lead));
	if (lead->rate)
		return arena_printf(a,
		                    "The %s network has confirmed your "
		                    "transfer. It is credited in a moment.",
		                    network);
	return arena_printf(a,
	                    "The %s network has confirmed your transfer. We "
	                    "wait for a fresh price of %s, and credit it "
	                    "then.",
	                    network, lead->asset->coin);
}

/* The gateway has said paid. */
static const char *seen_word(struct arena *a, const struct payment *p,
                             const struct deposit *lead)
{
	return arena_printf(
		a,
		"The gateway has your coins; we wait until the %s network "
		"shows it too: %s.",
		transfer_network(a, p->asset),
		lead ? transfer_depth(a, lead) : "nothing is seen yet");
}

static const char *seen_gateway(struct arena *a, const struct payment *p,
                                const struct deposit *lead)
{
	const char *network = transfer_network(a, p->asset);
	const char *depth = transfer_depth(a, lead);

	if (p->state != PAYMENT_OPEN || p->is_over)
		return arena_printf(
			a,
			"This request has ended, and your coins are looked "
			"after all the same. The %s network shows them: %s "
			"confirmations. If the gateway does not count them, a "
			"person looks at it.",
			network, depth);
	return arena_printf(a,
	                    "The %s network shows your transfer: %s "
	                    "confirmations. It is credited as soon as the "
	                    "gateway has counted it.",
	                    network, depth);
}

/* The gateway wants the named amount whole. */
static bool is_part(const struct payment *p, const struct tally *t)
{
	return p->provider == PROVIDER_GATEWAY && !p->is_said && p->has_coin &&
	       coin_cmp(t->coming, p->coin) < 0;
}

static const char *seen_part(struct arena *a, const struct payment *p,
                             const struct tally *t)
{
	return arena_printf(
		a,
		"%s of %s has come: %s confirmations. Less than was asked for "
		"is not credited by itself: if the rest is not on its way "
		"already, a person has to look at it.",
		asset_amount(a, p->asset, t->coming),
		asset_amount(a, p->asset, p->coin), transfer_depth(a, t->lead));
}

static const char *seen_other(struct arena *a, const struct payment *p,
                              const struct deposit *lead)
{
	return arena_printf(a,
	                    "%s has come, and %s was asked for: %s "
	                    "confirmations. A person has to look at it.",
	                    asset_amount(a, lead->asset, lead->amount),
	                    p->asset->coin, transfer_depth(a, lead));
}

static struct progress seen(struct arena *a, const struct payment *p,
                            const struct tally *t)
{
	struct progress out = step_of(a, p, t->lead);

	out.headline = "Your coins are on their way";
	out.is_moving = true;
	if (t->lead && t->lead->asset != p->asset) {
		out.detail = seen_other(a, p, t->lead);
	} else if (p->provider == PROVIDER_OWN) {
		out.detail = seen_own(a, p, t->lead);
	} else if (p->state == PAYMENT_CONFIRMING) {
		out.detail = seen_word(a, p, t->lead);
	} else if (is_part(p, t)) {
		out.headline = "A part of your coins is on its way";
		out.detail = seen_part(a, p, t);
	} else {
		out.detail = seen_gateway(a, p, t->lead);
	}
	return out;
}

static struct progress reversed(void)
{
	struct progress out = at(STAGE_REVERSED, CREDITED, "taken back");

	out.headline = "Your transfer vanished from its network";
	out.detail = "What it had brought was taken back.";
	return out;
}

static struct progress paid(struct arena *a, const struct tally *t)
{
	struct progress out = at(STAGE_PAID, 0, "");

	out.step = PROGRESS_STEPS;
	out.headline = "Credited";
	out.detail = arena_printf(
		a, "Your coins have arrived and are credit now.%s%s%s",
		t->has_reversed ? " One transfer was taken back: see below."
				: "",
		t->has_held ? " Another transfer waits for a person." : "",
		t->lead ? " Another transfer is on its way." : "");
	out.is_moving = t->lead;
	return out;
}

static struct progress review(void)
{
	struct progress out = at(STAGE_REVIEW, CONFIRMED, "held");

	out.headline = "A person looks at this";
	out.detail = "Something is not as agreed, so nothing is credited by "
		     "itself.";
	return out;
}

static struct progress failed(void)
{
	struct progress out = at(STAGE_FAILED, WAITING, "failed");

	out.headline = "No address could be made";
	out.detail = "Nothing was paid.";
	return out;
}

static struct progress confirming(struct arena *a, const struct payment *p,
                                  const struct tally *t)
{
	if (t->lead || p->is_said)
		return seen(a, p, t);
	return p->is_over ? expired(t) : open(a, p, t);
}

struct progress progress_of(struct arena *a, const struct payment *p,
                            const struct deposits *all)
{
	struct tally t = tally_of(p, all);

	switch (p->state) {
	case PAYMENT_CREATING:
		return creating();
	case PAYMENT_OPEN:
		if (t.lead)
			return seen(a, p, &t);
		return p->is_over ? expired(&t) : open(a, p, &t);
	case PAYMENT_CONFIRMING:
		return confirming(a, p, &t);
	case PAYMENT_PAID:
		if (t.has_credited || !t.has_reversed)
			return paid(a, &t);
		return t.lead ? seen(a, p, &t) : reversed();
	case PAYMENT_EXPIRED:
		return t.lead ? seen(a, p, &t) : expired(&t);
	case PAYMENT_REVIEW:
		return review();
	case PAYMENT_FAILED:
	case PAYMENT_ABANDONED:
		return t.lead ? seen(a, p, &t) : failed();
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

/* --- the steps ----------------------------------------------------------- */

const char *progress_label(unsigned step)
{
	must(step < PROGRESS_STEPS);
	return LABELS[step];
}

const char *progress_band(const struct progress *now, unsigned step)
{
	if (step == now->step)
		return "now";
	return step < now->step ? "past" : "next";
}

const char *progress_note(const struct progress *now, unsigned step)
{
	return step == now->step ? now->note : "";
}
