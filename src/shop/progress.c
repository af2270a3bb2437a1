/* SPDX-License-Identifier: MIT */
#include "shop/progress.h"
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "settings.h"
#include "shop/coming.h"
#include "shop/held.h"
#include "shop/transfer.h"

enum step { WAITING, SEEN, CONFIRMED, CREDITED };

static const char *const LABELS[PROGRESS_STEPS] = {
	"Awaiting payment", "Detected", "Confirming", "Credited"};

static const char *const WORDS[] = {
	[STAGE_CREATING] = "creating", [STAGE_OPEN] = "open",
	[STAGE_SEEN] = "seen",         [STAGE_PAID] = "paid",
	[STAGE_EXPIRED] = "expired",   [STAGE_REVIEW] = "review",
	[STAGE_FAILED] = "failed",     [STAGE_REVERSED] = "reversed",
};

static const char BELOW[] = "Received, but below the minimum — not credited.";
static const char CANCELLED[] =
	"This transaction was cancelled or replaced. Nothing was credited.";

static struct progress at(enum stage stage, enum step step, const char *note)
{
	return (struct progress){.stage = stage,
	                         .word = WORDS[stage],
	                         .step = step,
	                         .note = note};
}

/* --- before anything came ------------------------------------------------ */

/* Longer than who gives addresses takes when all is well. */
static const int64_t SLOW_MS = 30 * 1000;

static struct progress creating(const struct payment *p)
{
	struct progress out = at(STAGE_CREATING, WAITING, "");

	out.is_brief = clock_now().ms - p->created_at.ms < SLOW_MS;
	out.headline = "Creating your address…";
	out.detail = out.is_brief ? "This takes a few seconds."
	                          : "This is taking longer than usual. You can "
	                            "wait, or cancel and choose another coin.";
	out.is_moving = true;
	return out;
}

/* A named amount that will be held for its size. */
static const char *limit_of(const struct told *o)
{
	const struct payment *p = o->payment;

	if (p->kind != PAYMENT_NAMED ||
	    money_cmp(p->fiat, setting_money(SET_REVIEW_ABOVE)) <= 0)
		return "";
	return held_limit(o->arena);
}

static const char *resting(const struct tally *t)
{
	if (t->has_small)
		return BELOW;
	return t->has_gone ? CANCELLED : NULL;
}

static struct progress open(const struct told *o)
{
	struct progress out = at(STAGE_OPEN, WAITING, "");
	const char *rests = resting(&o->tally);
	struct text t = text_open(o->arena, 160);

	told_sentence(&t, rests ? rests
	                        : "We’ll detect your payment automatically.");
	told_sentence(&t, rests ? "" : TOLD_CLOSE);
	told_sentence(&t, limit_of(o));
	out.headline = "Waiting for payment";
	out.detail = t.p;
	out.is_moving = true;
	out.is_payable = true;
	return out;
}

static struct progress expired(const struct tally *t)
{
	struct progress out = at(STAGE_EXPIRED, WAITING, "expired");
	const char *rests = resting(t);

	out.headline = "Payment expired";
	out.detail = rests ? rests
	                   : "No payment was received in time. Late payments "
	                     "are still detected.";
	return out;
}

/* As one whose time is over, but by its buyer. */
static struct progress cancelled(const struct tally *t)
{
	struct progress out = expired(t);

	out.word = "cancelled";
	out.note = "cancelled";
	out.headline = "Top-up cancelled";
	if (!resting(t))
		out.detail = "Payments that were sent before are still "
			     "detected.";
	return out;
}

static struct progress over(const struct told *o)
{
	return o->payment->cancelled_at.ms ? cancelled(&o->tally)
	                                   : expired(&o->tally);
}

static struct progress failed(const struct payment *p)
{
	struct progress out = at(STAGE_FAILED, WAITING, "failed");

	out.headline = "Couldn’t create an address";
	out.detail = p->state == PAYMENT_ABANDONED
	                     ? "Our payment processor didn’t answer within an "
	                       "hour. You weren’t charged."
	                     : "You weren’t charged. Try again or choose "
	                       "another coin.";
	return out;
}

/* --- on its way ---------------------------------------------------------- */

/* How far the chain is, as a step. */
static struct progress step_of(const struct told *o)
{
	const struct deposit *lead = o->tally.lead;
	const struct payment *p = o->payment;

	if (!lead)
		return at(STAGE_SEEN, SEEN, "");
	if (!lead->confirmations)
		return at(STAGE_SEEN, SEEN, transfer_depth(o->arena, lead));
	if (!transfer_is_deep(lead))
		return at(STAGE_SEEN, CONFIRMED,
		          transfer_depth(o->arena, lead));
	if (p->provider == PROVIDER_GATEWAY)
		return at(STAGE_SEEN, CREDITED, p->is_said ? "soon" : "");
	return at(STAGE_SEEN, CREDITED, lead->rate ? "soon" : "no price yet");
}

static struct progress seen(const struct told *o)
{
	const struct payment *p = o->payment;
	struct progress out = step_of(o);

	out.headline = coming_headline(o);
	out.detail = coming_detail(o);
	out.is_moving = true;
	/* The gateway still takes the right one. */
	out.is_payable = p->provider == PROVIDER_GATEWAY && told_is_other(o) &&
	                 p->state == PAYMENT_OPEN && !p->is_over;
	return out;
}

/* --- decided ------------------------------------------------------------- */

static const char *coming(const struct told *o)
{
	if (!o->tally.lead || o->tally.lead->asset != o->payment->asset)
		return "";
	return arena_printf(o->arena, "Another payment is confirming (%s).",
	                    transfer_depth(o->arena, o->tally.lead));
}

static const char *why_held(const struct told *o)
{
	return arena_printf(o->arena,
	                    "%s %s We’ll update this page; you don’t need to "
	                    "do anything.",
	                    held_why(o->arena, o->tally.why), TOLD_SAFE);
}

static struct progress reversed(const struct told *o)
{
	struct progress out = at(STAGE_REVERSED, CREDITED, "reversed");

	out.headline = "Payment reversed";
	out.detail = arena_printf(o->arena, "The credit of %s was deducted.",
	                          transfer_money(o->arena, o->tally.reversed));
	return out;
}

static const char *added(const struct told *o)
{
	if (money_is_zero(o->tally.credited))
		return "";
	return arena_printf(o->arena, "%s added to your balance.",
	                    transfer_money(o->arena, o->tally.credited));
}

static struct progress paid(const struct told *o)
{
	const struct tally *t = &o->tally;
	bool is_plain =
		!*t->review && money_is_zero(t->reversed) && !told_is_part(o);
	struct progress out = at(STAGE_PAID, WAITING, "");
	struct text detail = text_open(o->arena, 256);

	out.step = PROGRESS_STEPS;
	out.headline = is_plain ? "Credited" : told_amounts(o, "", t->review);
	told_sentence(&detail, added(o));
	told_sentence(&detail, *t->review ? why_held(o) : "");
	told_sentence(&detail, coming(o));
	told_sentence(&detail, told_rest(o));
	out.detail = detail.p;
	out.is_moving = t->lead || told_is_part(o);
	return out;
}

/* What a person looks at; the gateway may have told of it alone. */
static const char *reviewed(const struct told *o)
{
	const struct payment *p = o->payment;

	if (*o->tally.review)
		return o->tally.review;
	if (p->has_coin)
		return told_coins(o, p->coin);
	return p->kind == PAYMENT_NAMED ? transfer_money(o->arena, p->fiat)
	                                : "Payment";
}

static struct progress review(const struct told *o)
{
	struct progress out = at(STAGE_REVIEW, CONFIRMED, "under review");
	struct text detail = text_open(o->arena, 256);

	out.headline = told_amounts(o, "", reviewed(o));
	told_sentence(&detail, why_held(o));
	told_sentence(&detail, coming(o));
	told_sentence(&detail, told_rest(o));
	out.detail = detail.p;
	return out;
}

/* --- all ----------------------------------------------------------------- */

/* What came to it; a held one may not have moved it to REVIEW yet. */
static bool has_come(const struct told *o)
{
	return o->tally.lead || *o->tally.review;
}

static struct progress come(const struct told *o)
{
	return o->tally.lead ? seen(o) : review(o);
}

static struct progress undecided(const struct told *o)
{
	const struct payment *p = o->payment;

	if (p->is_said && p->state == PAYMENT_CONFIRMING)
		return seen(o);
	if (has_come(o))
		return come(o);
	return p->is_over ? over(o) : open(o);
}

static struct progress decided(const struct told *o)
{
	const struct tally *t = &o->tally;

	if (!money_is_zero(t->credited) || *t->review ||
	    money_is_zero(t->reversed))
		return paid(o);
	return t->lead ? seen(o) : reversed(o);
}

static struct progress tell(const struct told *o)
{
	switch (o->payment->state) {
	case PAYMENT_CREATING:
		return creating(o->payment);
	case PAYMENT_OPEN:
	case PAYMENT_CONFIRMING:
		return undecided(o);
	case PAYMENT_PAID:
		return decided(o);
	case PAYMENT_EXPIRED:
		return has_come(o) ? come(o) : over(o);
	case PAYMENT_REVIEW:
		return review(o);
	case PAYMENT_FAILED:
	case PAYMENT_ABANDONED:
		if (has_come(o))
			return come(o);
		return o->payment->cancelled_at.ms ? cancelled(&o->tally)
		                                   : failed(o->payment);
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

static bool is_any_left(const struct deposits *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->state != DEPOSIT_GONE)
			return true;
	return false;
}

struct progress progress_of(struct arena *a, const struct payment *p,
                            const struct deposits *all)
{
	struct told o = {a, p, tally_of(a, p, all)};
	struct progress out = tell(&o);

	out.can_cancel = payment_is_open(p) && !p->is_over && !is_any_left(all);
	out.is_part = told_is_part(&o);
	out.missing = o.tally.missing;
	out.is_payable |= out.is_part;
	out.credited = told_money(a, o.tally.credited);
	out.review = o.tally.review;
	return out;
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
