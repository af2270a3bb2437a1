/* SPDX-License-Identifier: MIT */
#include "shop/transfer.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/assets.h"
#include "payment/rate.h"

bool transfer_is_deep(const struct deposit *d)
{
	return d->confirmations >= asset_depth(d->asset);
}

const char *transfer_depth(struct arena *a, const struct deposit *d)
{
	int64_t most = asset_depth(d->asset);

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

/* The gateway's word, when it is credited. */
static const struct deposit *word_of(const struct deposits *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!all->v[i]->source && all->v[i]->state == DEPOSIT_CREDITED)
			return all->v[i];
	return NULL;
}

bool transfer_is_counted(const struct deposits *all, const struct deposit *d)
{
	const struct deposit *word = word_of(all);
	struct coin before = {0};

	if (!word || !d->is_witness || d->asset != word->asset ||
	    d->state != DEPOSIT_CONFIRMED)
		return false;
	for (size_t i = 0; i < all->n && all->v[i] != d; i++) {
		const struct deposit *other = all->v[i];

		if (other->is_witness && other->asset == d->asset &&
		    other->state == DEPOSIT_CONFIRMED)
			must(coin_add(&before, before, other->amount));
	}
	return coin_cmp(before, word->amount) < 0;
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
		text_printf(t,
		            "It is credited with the next fresh price of %s. ",
		            d->asset->coin);
	else if (d->is_late)
		text_printf(t,
		            "It came after the request had ended, so it is "
		            "credited at the price of the moment it was first "
		            "seen: %s. ",
		            rate);
	else if (p->rate)
		text_printf(t, "It is credited at the agreed rate: %s. ", rate);
	else
		text_printf(t,
		            "It is credited at the price of the moment it was "
		            "first seen: %s. ",
		            rate);
}

static void tell_coming_own(struct text *t, const struct payment *p,
                            const struct deposits *all, const struct deposit *d)
{
	if (is_other_coin(p, d)) {
		text_printf(t,
		            "This is %s on %s, and %s was asked for: once it "
		            "is confirmed, a person looks at it. ",
		            d->asset->coin, asset_network(d->asset),
		            p->asset->coin);
		return;
	}
	if (is_second(all, d))
		text_add_text(t, "Another transfer to the same address: it is "
		                 "credited as well. ");
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
		text_add_text(t, is_deep ? "The network has confirmed it; now "
		                           "the gateway has to count it. "
		                         : "The gateway counts it once the "
		                           "network has confirmed it. ");
		return;
	case PAYMENT_CONFIRMING:
		text_add_text(t,
		              is_deep ? "The network has confirmed it. "
		                      : "The gateway has counted it, and the "
		                        "network is about to confirm it. ");
		return;
	case PAYMENT_PAID:
		text_add_text(t, "More than the gateway counts: it is not "
		                 "credited by itself. A person looks at "
		                 "it. ");
		return;
	case PAYMENT_EXPIRED:
	case PAYMENT_FAILED:
	case PAYMENT_ABANDONED:
		text_add_text(t, d->is_late ? "It came after the request had "
		                              "ended. "
		                            : "The request ended before it "
		                              "was counted. ");
		text_add_text(t, "If the gateway does not count it, a person "
		                 "looks at it. ");
		return;
	case PAYMENT_REVIEW:
		text_add_text(t, "It is held with this top-up until a person "
		                 "has looked at it. ");
		return;
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

static void tell_counted(struct text *t, const struct payment *p,
                         const struct deposits *all, const struct deposit *d)
{
	const struct deposit *word = word_of(all);
	const char *credited = transfer_money(t->arena, word->credited);

	if (coin_cmp(d->amount, word->amount) < 0)
		text_printf(t, "Part of what brought you %s.", credited);
	else
		text_printf(t, "It brought you %s at the gateway's rate: %s. ",
		            credited, transfer_rate(t->arena, word));
	if (coin_cmp(d->amount, word->amount) > 0)
		text_printf(t,
		            "The gateway counts %s of it; a person looks at "
		            "the rest. ",
		            asset_amount(t->arena, p->asset, word->amount));
}

static void tell_coming(struct text *t, const struct payment *p,
                        const struct deposits *all, const struct deposit *d)
{
	if (d->missed)
		text_add_text(t, "The network does not show it just now. We "
		                 "look again before anything is decided. ");
	if (d->height < 0 && !d->confirmations && !d->missed)
		text_add_text(t, "Seen, and not in a block yet. ");
	if (!d->is_witness)
		tell_coming_own(t, p, all, d);
	else if (is_other_coin(p, d))
		text_printf(t,
		            "This is %s on %s, and %s was asked for: a person "
		            "has to look at it. ",
		            d->asset->coin, asset_network(d->asset),
		            p->asset->coin);
	else if (transfer_is_counted(all, d))
		tell_counted(t, p, all, d);
	else
		tell_coming_gateway(t, p, d);
}

static void tell_credited(struct text *t, const struct payment *p,
                          const struct deposits *all, const struct deposit *d)
{
	text_printf(t, "It brought you %s at this rate: %s. ",
	            transfer_money(t->arena, d->credited),
	            transfer_rate(t->arena, d));
	if (d->is_late)
		text_add_text(t, "It came after the request had ended, so the "
		                 "rate is that of the moment it was first "
		                 "seen. ");
	else if (is_second(all, d))
		text_add_text(t, "It was another transfer to the same "
		                 "address, and is credited as well. ");
	if (is_other_coin(p, d))
		text_add_text(t, "A person has looked at it. ");
}

static void tell_reversed(struct text *t, const struct deposit *d)
{
	text_printf(t,
	            "It vanished from the network after it had been "
	            "credited, so %s was taken back. ",
	            transfer_money(t->arena, d->credited));
	if (!money_is_zero(d->shortfall))
		text_printf(t,
		            "You had spent %s of it already: that is owed to "
		            "the shop. ",
		            transfer_money(t->arena, d->shortfall));
}

/* Confirmed, and with a reason why nothing more happens. */
static void tell_resting(struct text *t, const struct deposit *d)
{
	if (!strcmp(d->reason, "worth less than the least credit"))
		text_add_text(t, "Too little: it is worth less than the least "
		                 "credit there is, so nothing could be "
		                 "credited. ");
	else
		text_printf(t, "Nothing was credited: %s. ", d->reason);
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
			tell_resting(&t, d);
		else
			tell_coming(&t, p, all, d);
		break;
	case DEPOSIT_CREDITED:
		tell_credited(&t, p, all, d);
		break;
	case DEPOSIT_HELD:
		text_printf(&t,
		            "A person looks at it%s%s. It is not lost, and "
		            "you need not do anything. ",
		            d->reason ? ": " : "", d->reason ? d->reason : "");
		break;
	case DEPOSIT_REVERSED:
		tell_reversed(&t, d);
		break;
	case DEPOSIT_GONE:
		text_add_text(&t, "It was replaced or never mined; nothing "
		                  "was credited. If you replaced it, the new "
		                  "one is shown here. ");
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
		label(out, "", "Too little");
	else if (transfer_is_counted(all, d))
		label(out, "good", "Credited");
	else if (d->is_witness &&
	         (p->state == PAYMENT_PAID || p->state == PAYMENT_REVIEW))
		label(out, "warn", "Held");
	else
		label(out, "good", "Confirmed");
}

static void label_it(struct transfer *out, const struct payment *p,
                     const struct deposits *all)
{
	switch (out->deposit->state) {
	case DEPOSIT_SEEN:
		label(out, "warn", "On its way");
		return;
	case DEPOSIT_CONFIRMED:
		label_confirmed(out, p, all);
		return;
	case DEPOSIT_CREDITED:
		label(out, "good", "Credited");
		return;
	case DEPOSIT_HELD:
		label(out, "warn", "Held");
		return;
	case DEPOSIT_REVERSED:
		label(out, "bad", "Taken back");
		return;
	case DEPOSIT_GONE:
		label(out, "", "Gone");
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
