/* SPDX-License-Identifier: MIT */
#include "jobs/coins.h"
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/log.h"
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "payment/offer.h"
#include "payment/payment_gateway.h"
#include "settings.h"

enum { PRICE_PLACES = 18 };

struct prices {
	size_t n;
	const struct gateway_price *v;
};

static bool is_listed(const char *const *codes, const char *code)
{
	for (; *codes; codes++)
		if (strcmp(*codes, code) == 0)
			return true;
	return false;
}

/* "BTC,ETH": those listed that we know. */
static const char *known(struct arena *a, const char *const *codes)
{
	struct text t = text_open(a, 256);

	for (; *codes; codes++)
		if (asset_find(*codes))
			text_printf(&t, "%s%s", t.len ? "," : "", *codes);
	return t.len ? t.p : "";
}

/* Without an exponent and with at most 18 places; NULL when there is none. */
static const char *price_of(struct arena *a, const struct prices *prices,
                            const char *code)
{
	const char *currency = currency_code(setting_currency());
	char text[DECIMAL_TEXT];
	struct integer digits;

	for (size_t i = 0; i < prices->n; i++) {
		const struct gateway_price *p = &prices->v[i];

		if (strcmp(p->asset, code) != 0 ||
		    strcmp(p->fiat_currency, currency) != 0 ||
		    decimal_parse_floor(&digits, p->price, PRICE_PLACES) ||
		    strlen(digits.digits) > 36)
			continue;
		decimal_print(text, digits.digits, PRICE_PLACES, 0);
		return arena_text(a, text);
	}
	return NULL;
}

static void fail(struct job_context *job, const struct gateway_error *error)
{
	job->failed = true;
	job->result = error->message ? error->message : "the gateway failed";
	log_warn("coins: %s", job->result);
}

bool job_coins(struct job_context *job)
{
	const struct kryptoexpress *k = payment_gateway();
	struct arena *a = job->arena;
	struct gateway_error error;
	const char *const *codes = kryptoexpress_assets(&error, a, k);
	struct prices prices = {0};
	size_t listed = 0;

	if (codes && *known(a, codes))
		prices.v = kryptoexpress_prices(
			&prices.n, &error, a, k, known(a, codes),
			currency_code(setting_currency()));
	if (!prices.v) {
		fail(job, &error);
		return false;
	}
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		const struct asset *s = &ASSETS[i];
		bool is = is_listed(codes, s->code);

		listed += is;
		offer_store(job->db, s, is, price_of(a, &prices, s->code));
	}
	job->result = arena_printf(a, "%zu coins listed", listed);
	return false;
}
