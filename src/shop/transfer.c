/* SPDX-License-Identifier: MIT */
#include "shop/transfer.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "payment/rate.h"
#include "shop/held.h"
#include "shop/tally.h"

bool transfer_is_deep(const struct deposit *d)
{
	return d->confirmations >= deposit_depth(d);
}

const char *transfer_depth(struct arena *a, const struct deposit *d)
{
	int64_t most = deposit_depth(d);

	return arena_printf(a, "%" PRId64 " of %" PRId64,
	                    transfer_is_deep(d) ? most : d->confirmations,
	                    most);
}

const char *transfer_money(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	money_show(text, m);
	return arena_text(a, text);
}

const char *transfer_rate(struct arena *a, const struct deposit *d)
{
	if (d->rate)
		return rate_show_price(a, d->asset, d->rate);
	if (d->state == DEPOSIT_CREDITED || d->state == DEPOSIT_REVERSED)
		return rate_show(a, d->asset, d->amount, d->credited);
	return "";
}

const char *transfer_network(struct arena *a, const struct asset *asset)
{
	const char *words = asset_network(asset);

	return arena_bytes(a, words, strcspn(words, ","));
}

/* What the witnesses before it brought. */
static struct coin brought_before(const struct deposits *all,
                                  const struct deposit *d)
{
	struct coin before = {0};

	for (size_t i = 0; i < all->n && all->v[i] != d; i++) {
		const struct deposit *other = all->v[i];

		if (other->is_witness && other->asset == d->asset &&
		    other->state == DEPOSIT_CONFIRMED)
			tally_add(&before, other->amount);
	}
	return before;
}

bool transfer_is_counted(const struct deposits *all, const struct deposit *d)
{
	const struct deposit *word = tally_word(all);

	return word && d->is_witness && d->asset == word->asset &&
	       d->state == DEPOSIT_CONFIRMED &&
	       coin_cmp(brought_before(all, d), word->amount) < 0;
}

/* What a counted one brought beyond what the word counts. */
static struct coin extra_of(const struct deposits *all, const struct deposit *d)
{
	struct coin sum = brought_before(all, d);

	tally_add(&sum, d->amount);
	return coin_rest(sum, tally_word(all)->amount);
}

/* Whether another transaction came to the address before. */
static bool is_second(const struct deposits *all, const struct deposit *d)
{
	for (size_t i = 0; i < all->n && all->v[i] != d; i++) {
		const struct deposit *other = all->v[i];

		if (other->source && other->state != DEPOSIT_GONE &&
		    strcmp(other->txid, d->txid) != 0)
			return true;
	}
	return false;
}

static bool is_other_coin(const struct payment *p, const struct deposit *d)
{
	return d->asset != p->asset;
}

/* --- what is said of each ------------------------------------------------ */

static void tell_rate(struct text *t, const struct payment *p,
                      const struct deposit *d)
{
	const char *rate = transfer_rate(t->arena, d);

	if (!*rate)
		text_printf(t, "Credited at the next %s price. ",
		            d->asset->coin);
	else if (d->is_late)
		text_printf(t,
		            "It came after the request expired: rate when "
		            "detected, %s. ",
		            rate);
	else if (p->rate)
		text_printf(t, "Locked rate: %s. ", rate);
	else
		text_printf(t, "Rate when detected: %s. ", rate);
}

static void tell_other_coin(struct text *t, const struct payment *p,
                            const struct deposit *d)
{
	text_printf(t,
	            "You sent %s (%s) instead of %s. We’ll review it by "
	            "hand. ",
	            d->asset->coin, asset_network(d->asset), p->asset->coin);
}

static void tell_coming_own(struct text *t, const struct payment *p,
                            const struct deposits *all, const struct deposit *d)
{
	if (is_other_coin(p, d)) {
		tell_other_coin(t, p, d);
		return;
	}
	if (is_second(all, d))
		text_add_text(t, "Another payment to this address: it is "
		                 "credited too. ");
	tell_rate(t, p, d);
}

/* What the gateway makes of coins that it has not counted yet. */
static void tell_coming_gateway(struct text *t, const struct payment *p,
                                const struct deposit *d)
{
	bool is_deep = d->state == DEPOSIT_CONFIRMED;

	switch (p->state) {
	case PAYMENT_CREATING:
	case PAYMENT_OPEN:
		text_add_text(t, is_deep ? "Confirmed — waiting for our "
		                           "payment processor. "
		                         : "Waiting for confirmations. ");
		return;
	case PAYMENT_CONFIRMING:
		text_add_text(t, is_deep ? "Confirmed. "
		                         : "Received — confirming. ");
		return;
	case PAYMENT_PAID:
		text_add_text(t, "Overpaid: the extra amount is under "
		                 "review. ");
		return;
	case PAYMENT_EXPIRED:
	case PAYMENT_FAILED:
	case PAYMENT_ABANDONED:
		text_add_text(t, d->is_late
		                         ? "It came after the request "
		                           "expired. "
		                         : "The request expired before it was "
		                           "counted. ");
		text_add_text(t, "If our payment processor doesn’t count it, "
		                 "we review it by hand. ");
		return;
	case PAYMENT_REVIEW:
		text_add_text(t, "Under review with this top-up. ");
		return;
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

static void tell_counted(struct text *t, const struct payment *p,
                         const struct deposits *all, const struct deposit *d)
{
	const struct deposit *word = tally_word(all);
	const char *credited = transfer_money(t->arena, word->credited);
	struct coin extra = extra_of(all, d);

	if (coin_cmp(d->amount, word->amount) < 0)
		text_printf(t, "Part of your %s top-up. ", credited);
	else
		text_printf(t, "Credited %s (%s). ", credited,
		            transfer_rate(t->arena, word));
	if (!coin_is_zero(extra))
		text_printf(t, "Overpaid: the extra %s is under review. ",
		            asset_amount(t->arena, p->asset, extra));
}

static void tell_coming(struct text *t, const struct payment *p,
                        const struct deposits *all, const struct deposit *d)
{
	if (d->missed)
		text_add_text(t, "The network doesn’t show it right now; we "
		                 "look again before anything is decided. ");
	if (d->height < 0 && !d->confirmations && !d->missed)
		text_add_text(t, "Detected, not in a block yet. ");
	if (d->maturity > asset_depth(d->asset))
		text_printf(t, "%s may move after %" PRId64 " confirmations. ",
		            d->maturity == PEG_OUT_MATURITY
		                    ? "Coins out of MWEB"
		                    : "Newly mined coins",
		            d->maturity);
	if (!d->is_witness)
		tell_coming_own(t, p, all, d);
	else if (is_other_coin(p, d))
		tell_other_coin(t, p, d);
	else if (transfer_is_counted(all, d))
		tell_counted(t, p, all, d);
	else
		tell_coming_gateway(t, p, d);
}

static void tell_credited(struct text *t, const struct payment *p,
                          const struct deposits *all, const struct deposit *d)
{
	text_printf(t, "Credited %s (%s). ",
	            transfer_money(t->arena, d->credited),
	            transfer_rate(t->arena, d));
	if (d->is_late)
		text_add_text(t, "It came after the request expired, so the "
		                 "rate is the one when it was detected. ");
	else if (is_second(all, d))
		text_add_text(t, "Another payment to this address. ");
	if (is_other_coin(p, d))
		text_add_text(t, "Reviewed by hand. ");
}

static void tell_reversed(struct text *t, const struct deposit *d)
{
	text_printf(t, "The network reversed this payment: %s was deducted. ",
	            transfer_money(t->arena, d->credited));
	if (!money_is_zero(d->shortfall))
		text_printf(t,
		            "You had already spent %s of it and owe us "
		            "that. ",
		            transfer_money(t->arena, d->shortfall));
	if (tally_came_back(d))
		text_printf(t, "%s ", held_why(t->arena, d->reason));
}

static const char *note_of(struct arena *a, const struct payment *p,
                           const struct deposits *all, const struct deposit *d)
{
	struct text t = text_open(a, 256);

	switch (d->state) {
	case DEPOSIT_SEEN:
		tell_coming(&t, p, all, d);
		break;
	case DEPOSIT_CONFIRMED:
		if (d->reason)
			text_add_text(&t, "Below the minimum — not credited. ");
		else
			tell_coming(&t, p, all, d);
		break;
	case DEPOSIT_CREDITED:
		tell_credited(&t, p, all, d);
		break;
	case DEPOSIT_HELD:
		text_printf(&t, "%s Your funds are safe. ",
		            held_why(a, d->reason));
		break;
	case DEPOSIT_REVERSED:
		tell_reversed(&t, d);
		break;
	case DEPOSIT_GONE:
		text_add_text(&t, "This transaction was cancelled or replaced. "
		                  "Nothing was credited. If you replaced it, "
		                  "the new one is shown here. ");
		break;
	case DEPOSIT_NONE:
		panic("no such deposit_state");
	}
	while (t.len && t.p[t.len - 1] == ' ')
		t.p[--t.len] = '\0';
	return t.p;
}

/* --- the whole ----------------------------------------------------------- */

static void label(struct transfer *out, const char *band, const char *words)
{
	out->band = band;
	out->label = words;
}

static void label_confirmed(struct transfer *out, const struct payment *p,
                            const struct deposits *all)
{
	const struct deposit *d = out->deposit;

	if (d->reason)
		label(out, "", "Below minimum");
	else if (is_other_coin(p, d))
		label(out, "warn", "Under review");
	else if (transfer_is_counted(all, d) && coin_is_zero(extra_of(all, d)))
		label(out, "good", "Credited");
	else if (transfer_is_counted(all, d))
		label(out, "warn", "Credited, the extra under review");
	else if (d->is_witness &&
	         (p->state == PAYMENT_PAID || p->state == PAYMENT_REVIEW))
		label(out, "warn", "Under review");
	else
		label(out, "good", "Confirmed");
}

static void label_it(struct transfer *out, const struct payment *p,
                     const struct deposits *all)
{
	switch (out->deposit->state) {
	case DEPOSIT_SEEN:
		label(out, "warn", "Confirming");
		return;
	case DEPOSIT_CONFIRMED:
		label_confirmed(out, p, all);
		return;
	case DEPOSIT_CREDITED:
		label(out, "good", "Credited");
		return;
	case DEPOSIT_HELD:
		label(out, "warn", "Under review");
		return;
	case DEPOSIT_REVERSED:
		label(out, "bad", "Reversed");
		return;
	case DEPOSIT_GONE:
		label(out, "", "Cancelled");
		return;
	case DEPOSIT_NONE:
		break;
	}
	panic("no such deposit_state");
}

/* "mempool.space" of "https://mempool.space/tx/…" */
static const char *host_of(struct arena *a, const char *url)
{
	const char *host = url ? strstr(url, "://") : NULL;

	return host ? arena_bytes(a, host + 3, strcspn(host + 3, "/")) : "";
}

struct transfer transfer_of(struct arena *a, const struct payment *p,
                            const struct deposits *all, const struct deposit *d)
{
	bool is_there =
		d->state != DEPOSIT_GONE && d->state != DEPOSIT_REVERSED;
	bool brought = d->state == DEPOSIT_CREDITED;
	struct transfer out = {
		.deposit = d,
		.amount = asset_amount(a, d->asset, d->amount),
		.credited = brought ? transfer_money(a, d->credited) : "",
		.rate = transfer_rate(a, d),
		.depth = is_there ? arena_printf(a, "%s confirmations",
	                                         transfer_depth(a, d))
	                          : "",
		.url = asset_explorer_url(a, d->asset, d->txid),
		.note = note_of(a, p, all, d),
	};

	out.host = host_of(a, out.url);
	label_it(&out, p, all);
	return out;
}
