/* SPDX-License-Identifier: MIT */
#include "auditor/audit.h"
#include <inttypes.h>
#include "auditor/check.h"
#include "auditor/truth.h"
#include "base/arena.h"
#include "base/text.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "settings.h"

struct arg check_currency(struct arena *a, const struct audit *audit)
{
	(void)a;
	(void)audit;
	return arg_text(setting_text(SET_CURRENCY));
}

struct arg check_open_most(struct arena *a, const struct audit *audit)
{
	(void)a;
	(void)audit;
	return arg_int(setting_count(SET_OPEN_PAYMENTS_MAX));
}

struct arg check_witness_minutes(struct arena *a, const struct audit *audit)
{
	(void)a;
	(void)audit;
	return arg_int(setting_count(SET_WITNESS_MINUTES));
}

/* Base units of one coin, in minor units: 10^(decimals - exponent). */
static void add_unit(struct text *t, const struct asset *s)
{
	unsigned exponent = currency_exponent(setting_currency());

	text_add_text(t, "\"1");
	for (unsigned i = exponent; i < s->decimals; i++)
		text_add_text(t, "0");
	text_add_text(t, "\"");
}

struct arg check_assets(struct arena *a, const struct audit *audit)
{
	struct text t = text_open(a, 1024);

	(void)audit;
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		const struct asset *s = &ASSETS[i];

		text_printf(&t, "%s[\"%s\",\"%s\",\"%s\",", i ? "," : "[",
		            s->code, s->coin, network_code(s->network));
		add_unit(&t, s);
		text_printf(&t, ",%d,%" PRId64 "]", endpoint_knows(s),
		            asset_final(s));
	}
	text_add_text(&t, "]");
	return arg_text(t.p);
}

struct arg check_truth(struct arena *a, const struct audit *audit)
{
	(void)a;
	return arg_text(audit->truth->paid);
}

struct arg check_moved(struct arena *a, const struct audit *audit)
{
	(void)a;
	return arg_text(audit->truth->moved);
}
