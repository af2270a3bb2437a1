/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "price/price.h"
#include "remote/json.h"
/*
 * CoinGecko: /simple/price, several coins in several currencies.
 *
 * An unknown coin, an unknown currency and a coin without a price all vanish
 * without an error.  Beside the prices stand moments and changes.
 */
static const struct {
	const char *id, *coin;
} COINS[] = {
	{"bitcoin",     "BTC" },
        {"litecoin",    "LTC" },
        {"ethereum",    "ETH" },
	{"binancecoin", "BNB" },
        {"solana",      "SOL" },
        {"tether",      "USDT"},
	{"usd-coin",    "USDC"},
        {"dogecoin",    "DOGE"},
        {"tron",        "TRX" },
	{"shiba-inu",   "SHIB"},
};

static const char *coin_of(const char *id)
{
	for (size_t i = 0; i < sizeof(COINS) / sizeof(*COINS); i++)
		if (!strcmp(COINS[i].id, id))
			return COINS[i].coin;
	return NULL;
}

/* "usd" as "USD"; false for "last_updated_at". */
static bool read_currency(char out[4], const char *name)
{
	if (strlen(name) != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (name[i] < 'a' || name[i] > 'z')
			return false;
		out[i] = (char)(name[i] - 'a' + 'A');
	}
	out[3] = '\0';
	return true;
}

static const char *read_coin(struct prices *out, struct arena *a,
                             const char *coin, const json *of)
{
	if (!json_is_object(of))
		return "prices that are none";
	for (const json *m = json_first(of); m; m = json_next(m)) {
		struct price p = {.coin = coin};
		char currency[4];

		if (!read_currency(currency, json_name(m)) ||
		    !json_member(of, json_name(m)))
			continue;
		p.currency = currency;
		if (!json_number(&p.text, m) || !prices_add(out, a, p))
			return "a price that is no number";
	}
	return NULL;
}

static bool read_fault(struct fault *f, struct arena *a, const json *j)
{
	const json *status = json_member(j, "status");
	const char *text = NULL;
	int64_t code;

	if (!json_int(&code, json_member(status, "error_code")))
		return f->kind != FAULT_NONE;
	if (f->kind == FAULT_NONE) {
		*f = fault_of(FAULT_BAD_REQUEST, NULL);
		if (code >= 10000 && code < 10100)
			*f = fault_of(FAULT_AUTH, NULL);
		else if (code >= 400 && code < 600)
			*f = fault_of_http(a, code);
	}
	(void)json_text(&text, json_member(status, "error_message"));
	f->message = fault_quote(a, text, "refused");
	return true;
}

static const char *read_body(struct prices *out, struct arena *a, const json *j)
{
	const char *why = NULL;

	if (!json_is_object(j))
		return "no prices";
	if (json_member(j, "error"))
		return "an error without its status";
	for (const json *c = json_first(j); c && !why; c = json_next(c)) {
		const char *coin = coin_of(json_name(c));

		if (coin)
			why = read_coin(out, a, coin, c);
	}
	return why;
}

const char *coingecko_read(struct prices *out, struct arena *a,
                           const struct price_question *q, long http,
                           struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	struct fault f = fault_of_http(a, http);

	(void)q;
	*out = (struct prices){0};
	if (read_fault(&f, a, j))
		return prices_refuse(out, f);
	if (!j)
		return prices_malformed(out, why);
	why = read_body(out, a, j);
	return why ? prices_malformed(out, why) : NULL;
}
