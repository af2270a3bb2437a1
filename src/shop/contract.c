/* SPDX-License-Identifier: MIT */
#include "shop/contract.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "settings.h"
#include "view/view.h"

static const char *count(struct arena *a, int64_t n, const char *what)
{
	return arena_printf(a, "%" PRId64 " %s%s", n, what, n == 1 ? "" : "s");
}

/* What holds for all; the rest is set by who calls. */
static void add_common(struct arena *a, struct view *v,
                       const struct asset *asset, const char *depth)
{
	int64_t days = setting_count(SET_POLL_DAYS);

	view_text(v, "coin", asset->coin);
	view_text(v, "network", asset_network(asset));
	view_text(v, "least", asset_least(a, asset));
	view_text(v, "late", days == 1 ? "a day" : count(a, days, "day"));
	view_text(v, "depth", depth);
}

static const char *whatever(struct arena *a, const struct asset *asset,
                            const char *first)
{
	return arena_printf(a, "%s credit whatever you send. Minimum %s.",
	                    first, asset_least(a, asset));
}

static const char *depth_of(struct arena *a, const struct asset *asset)
{
	return count(a, asset_depth(asset), "confirmation");
}

/* --- paid to the gateway ------------------------------------------------- */

static const char *gateway_price(enum payment_kind kind)
{
	switch (kind) {
	case PAYMENT_NAMED:
		return "Locked until the timer ends.";
	case PAYMENT_ANY:
		return "The rate when our payment processor receives it.";
	case PAYMENT_NO_KIND:
		return "Locked until the timer ends if you enter an amount; "
		       "otherwise the rate when it is received.";
	}
	panic("no such payment_kind");
}

static const char *gateway_amount(struct arena *a, const struct asset *asset,
                                  enum payment_kind kind)
{
	switch (kind) {
	case PAYMENT_NAMED:
		return "Too little: send the rest in time, or we review it by "
		       "hand. Too much: the extra is reviewed by hand.";
	case PAYMENT_ANY:
		return whatever(a, asset, "We");
	case PAYMENT_NO_KIND:
		return whatever(a, asset,
		                "If you enter an amount, send exactly that; "
		                "otherwise we");
	}
	panic("no such payment_kind");
}

static void add_gateway(struct arena *a, struct view *v,
                        const struct asset *asset, enum payment_kind kind)
{
	/* Where no source of ours sees the coin, only its word counts. */
	add_common(a, v, asset,
	           endpoint_knows(asset) ? depth_of(a, asset)
	                                 : "the network confirms it");
	view_flag(v, "exact", kind == PAYMENT_NAMED);
	view_flag(v, "own", false);
	view_text(v, "price", gateway_price(kind));
	view_text(v, "amounts", gateway_amount(a, asset, kind));
}

void contract_add(struct arena *a, struct view *v, const struct asset *asset,
                  bool exact)
{
	add_gateway(a, v, asset, exact ? PAYMENT_NAMED : PAYMENT_NO_KIND);
}

/* --- paid to the shop's own addresses ------------------------------------ */

static const char *own_price(struct arena *a, enum payment_kind kind)
{
	switch (kind) {
	case PAYMENT_NAMED:
		return "Locked until the timer ends.";
	case PAYMENT_ANY:
		return "The rate when we first detect your payment.";
	case PAYMENT_NO_KIND:
		return arena_printf(
			a,
			"Locked for %s if you enter an amount; otherwise the "
			"rate when we first detect your payment.",
			count(a, setting_count(SET_OWN_MINUTES), "minute"));
	}
	panic("no such payment_kind");
}

void contract_add_own(struct arena *a, struct view *v,
                      const struct asset *asset, enum payment_kind kind)
{
	add_common(a, v, asset, depth_of(a, asset));
	view_flag(v, "exact", false);
	view_flag(v, "own", true);
	view_text(v, "price", own_price(a, kind));
	view_text(v, "amounts", whatever(a, asset, "We"));
}

void contract_add_payment(struct arena *a, struct view *v,
                          const struct payment *p)
{
	if (p->provider == PROVIDER_OWN)
		contract_add_own(a, v, p->asset, p->kind);
	else
		add_gateway(a, v, p->asset, p->kind);
}
