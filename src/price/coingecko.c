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

/* 9999-12-31 */
static const int64_t SECONDS_MOST = INT64_C(253402214400);

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

/* A time that cannot be is left out, and the price counts as of now. */
static struct moment read_told_at(const json *of)
{
	int64_t s;

	if (!json_int(&s, json_member(of, "last_updated_at")) || s <= 0 ||
	    s > SECONDS_MOST)
		return (struct moment){0};
	return (struct moment){s * 1000};
}

static void read_coin(struct prices *out, struct arena *a, const char *coin,
                      const json *of)
{
	if (!json_is_object(of))
		prices_pass(out, "prices that are none");
	for (const json *m = json_first(of); m; m = json_next(m)) {
		struct price p = {.coin = coin, .told_at = read_told_at(of)};
		char currency[4];

		if (!read_currency(currency, json_name(m)) ||
		    !json_member(of, json_name(m)))
			continue;
		p.currency = currency;
		if (!json_number(&p.text, m) || !prices_add(out, a, p))
			prices_pass(out, "a price that is no number");
	}
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
	if (!json_is_object(j))
		return "no prices";
	if (json_member(j, "error"))
		return "an error without its status";
	for (const json *c = json_first(j); c; c = json_next(c)) {
		const char *coin = coin_of(json_name(c));

		if (coin)
			read_coin(out, a, coin, c);
	}
	return NULL;
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
	return prices_end(out, read_body(out, a, j));
}

/* --- asking -------------------------------------------------------------- */

static const char *id_of(const char *coin)
{
	for (size_t i = 0; i < sizeof(COINS) / sizeof(*COINS); i++)
		if (!strcmp(COINS[i].coin, coin))
			return COINS[i].id;
	return NULL;
}

static const char *lower(struct arena *a, const char *currency)
{
	char *s = arena_text(a, currency);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return s;
}

struct price_requests coingecko_plan(struct arena *a,
                                     const struct price_wish *wish)
{
	struct text path = text_open(a, 256);
	struct price_request *r = arena_new(a, struct price_request);
	size_t n = 0;

	text_add_text(&path, "/api/v3/simple/price?ids=");
	for (size_t i = 0; i < wish->n; i++) {
		const char *coin = wish->coins[i];

		if (!id_of(coin))
			continue;
		text_printf(&path, "%s%s", n++ ? "," : "", id_of(coin));
		r->question = (struct price_question){coin, wish->currency};
	}
	if (n > 1)
		r->question = (struct price_question){0};
	text_printf(&path,
	            "&vs_currencies=%s&precision=full"
	            "&include_last_updated_at=true",
	            lower(a, wish->currency));
	r->path = path.p;
	return (struct price_requests){n > 0, r};
}

/* Paid keys are for a host of their own. */
const char *coingecko_key_header(const char *host)
{
	return strncmp(host, "pro-", 4) == 0 ? "x-cg-pro-api-key"
	                                     : "x-cg-demo-api-key";
}
