/* SPDX-License-Identifier: MIT */
#include "shop/contract.h"
#include <inttypes.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "settings.h"
#include "view/view.h"

void contract_add(struct arena *a, struct view *v, const struct asset *asset,
                  bool exact)
{
	int64_t days = setting_count(SET_POLL_DAYS);

	view_text(v, "coin", asset->coin);
	view_text(v, "network", asset_network(asset));
	view_text(v, "least", asset_least(a, asset));
	view_text(v, "late",
	          days == 1 ? "a day"
	                    : arena_printf(a, "%" PRId64 " days", days));
	view_flag(v, "exact", exact);
	/* The gateway counts what comes until it says paid, and no more. */
	view_flag(v, "takes_second", false);
}
