/* SPDX-License-Identifier: MIT */
#include "payment/offer.h"
#include "base/arena.h"
#include "base/money.h"
#include "chain/assets.h"
#include "settings.h"

const char *offer_hint(struct arena *a, const struct offer *o)
{
	char text[MONEY_TEXT];
	struct money m;

	if (!o->price || money_parse_floor(&m, o->price, setting_currency()) ||
	    money_is_zero(m))
		return "";
	money_show(text, m);
	return arena_printf(a, "1 %s = %s", o->asset->coin, text);
}
