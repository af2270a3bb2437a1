/* SPDX-License-Identifier: MIT */
#include "shop/contract.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "settings.h"
#include "view/view.h"

static const char *count(struct arena *a, int64_t n, const char *what)
{
	return arena_printf(a, "%" PRId64 " %s%s", n, what, n == 1 ? "" : "s");
}

/* What holds for all; the rest is set by who calls. */
static void add_common(struct arena *a, struct view *v,
                       const struct asset *asset)
{
	int64_t days = setting_count(SET_POLL_DAYS);

	view_text(v, "coin", asset->coin);
	view_text(v, "network", asset_network(asset));
	view_text(v, "least", asset_least(a, asset));
	view_text(v, "late", days == 1 ? "a day" : count(a, days, "day"));
}

void contract_add(struct arena *a, struct view *v, const struct asset *asset,
                  bool exact)
{
	add_common(a, v, asset);
	view_flag(v, "exact", exact);
	/* The gateway counts what comes until it says paid, and no more. */
	view_flag(v, "takes_second", false);
	view_flag(v, "own", false);
}

static const char *price_rule(struct arena *a, enum payment_kind kind)
{
	switch (kind) {
	case PAYMENT_NAMED:
		return "The price is fixed until the request ends. Every "
		       "transfer that we first see by then counts at it.";
	case PAYMENT_ANY:
		return "Each transfer counts at the price of the moment we "
		       "first see it.";
	case PAYMENT_NO_KIND:
		return arena_printf(
			a,
			"If you name an amount, the price is fixed for %s, and "
			"every transfer that we first see in that time counts "
			"at it. If you name none, each transfer counts at the "
			"price of the moment we first see it.",
			count(a, setting_count(SET_OWN_MINUTES), "minute"));
	}
	panic("no such payment_kind");
}

void contract_add_own(struct arena *a, struct view *v,
                      const struct asset *asset, enum payment_kind kind)
{
	struct view *own = view_inside(v, "own");

	add_common(a, v, asset);
	view_flag(v, "exact", false);
	view_flag(v, "takes_second", true);
	view_text(own, "price", price_rule(a, kind));
	view_text(own, "depth", count(a, asset_depth(asset), "confirmation"));
}

void contract_add_payment(struct arena *a, struct view *v,
                          const struct payment *p)
{
	if (p->provider == PROVIDER_OWN)
		contract_add_own(a, v, p->asset, p->kind);
	else
		contract_add(a, v, p->asset, p->kind == PAYMENT_NAMED);
}
