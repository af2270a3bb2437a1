/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "price/price.h"
#include "remote/json.h"
/*
 * Kraken: the last trade of each pair.
 *
 * It answers under names of its own, XXBTZUSD for BTCUSD, and with status 200
 * whatever happens: the list of errors decides.  W... are warnings.
 */
static const struct {
	const char *theirs, *coin;
} COINS[] = {
	{"XXBT", "BTC" },
        {"XBT",  "BTC" },
        {"BTC",  "BTC" },
        {"XETH", "ETH" },
	{"ETH",  "ETH" },
        {"XLTC", "LTC" },
        {"LTC",  "LTC" },
        {"XXDG", "DOGE"},
	{"XDG",  "DOGE"},
        {"DOGE", "DOGE"},
        {"SOL",  "SOL" },
        {"BNB",  "BNB" },
	{"TRX",  "TRX" },
        {"USDT", "USDT"},
        {"USDC", "USDC"},
};

static const char *coin_of(struct slice name)
{
	for (size_t i = 0; i < sizeof(COINS) / sizeof(*COINS); i++)
		if (slice_is(name, COINS[i].theirs))
			return COINS[i].coin;
	return NULL;
}

/* Coin and currency of "XXBTZUSD" or "SOLUSD"; false when unknown. */
static bool read_pair(struct price *p, const char *name)
{
	size_t len = strlen(name);

	if (len < 6)
		return false;
	p->currency = name + len - 3;
	if (!price_is_currency(p->currency))
		return false;
	p->coin = coin_of((struct slice){name, len - 3});
	if (!p->coin && name[len - 4] == 'Z')
		p->coin = coin_of((struct slice){name, len - 4});
	return p->coin;
}

static struct fault judge(struct arena *a, const char *text)
{
	enum fault_kind kind = FAULT_BAD_REQUEST;

	if (strstr(text, "Too many requests") || strstr(text, "ate limit") ||
	    strstr(text, "Throttled") || strstr(text, "lockout"))
		kind = FAULT_RATE_LIMITED;
	else if (strstr(text, "Unknown asset"))
		kind = FAULT_UNSUPPORTED;
	else if (strncmp(text, "EService", 8) == 0 ||
	         strstr(text, "Internal error"))
		kind = FAULT_UNAVAILABLE;
	else if (strstr(text, "Permission denied") || strstr(text, "EAPI"))
		kind = FAULT_AUTH;
	return fault_of(kind, fault_quote(a, text, "refused"));
}

/* Of several errors the first counts. */
static bool read_faults(struct fault *f, struct arena *a, const json *errors)
{
	for (const json *e = json_first(errors); e; e = json_next(e)) {
		const char *text;

		if (!json_text(&text, e))
			text = "E";
		if (*text == 'W')
			continue;
		*f = judge(a, text);
		return true;
	}
	return false;
}

/* A name that we do not know, of the one pair that was asked for: it begins
 * with the coin and ends with the currency, or it is another pair. */
static bool read_asked(struct price *p, const struct price_question *q,
                       const char *name)
{
	size_t len = strlen(name);

	if (!q->coin || !q->currency || len < 6 ||
	    strncmp(name, q->coin, strlen(q->coin)) != 0 ||
	    strcmp(name + len - 3, q->currency) != 0)
		return false;
	p->coin = q->coin;
	p->currency = q->currency;
	return true;
}

static void read_ticker(struct prices *out, struct arena *a,
                        const struct price_question *q, bool is_only,
                        const json *ticker)
{
	const char *name = json_name(ticker);
	struct price p = {0};

	if (!read_pair(&p, name) && !(is_only && read_asked(&p, q, name)))
		return; /* nothing we deal in */
	if (!json_text(&p.text, json_item(json_member(ticker, "c"), 0)) ||
	    !prices_add(out, a, p))
		prices_pass(out, "a ticker without a price");
}

static const char *read_body(struct prices *out, struct arena *a,
                             const struct price_question *q, const json *j)
{
	const json *result = json_member(j, "result");
	const json *first = json_first(result);

	if (!json_is_array(json_member(j, "error")) || !json_is_object(result))
		return "neither error nor result";
	for (const json *t = first; t; t = json_next(t))
		read_ticker(out, a, q, !json_next(first), t);
	return NULL;
}

const char *kraken_read(struct prices *out, struct arena *a,
                        const struct price_question *q, long http,
                        struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	struct fault f = fault_of_http(a, http);

	*out = (struct prices){0};
	if (read_faults(&f, a, json_member(j, "error")) || f.kind)
		return prices_refuse(out, f);
	if (!j)
		return prices_malformed(out, why);
	return prices_end(out, read_body(out, a, q, j));
}

/* --- asking -------------------------------------------------------------- */

static bool is_known(const char *coin)
{
	for (size_t i = 0; i < sizeof(COINS) / sizeof(*COINS); i++)
		if (!strcmp(COINS[i].coin, coin))
			return true;
	return false;
}

/* The currencies that it trades coins against. */
static bool is_traded(const char *currency)
{
	static const char *const ALL[] = {"USD", "EUR", "GBP", "CAD",
	                                  "JPY", "CHF", "AUD"};

	for (size_t i = 0; i < sizeof(ALL) / sizeof(*ALL); i++)
		if (!strcmp(ALL[i], currency))
			return true;
	return false;
}

static const char *their_name(const char *coin)
{
	if (!strcmp(coin, "BTC"))
		return "XBT";
	return strcmp(coin, "DOGE") == 0 ? "XDG" : coin;
}

struct price_requests kraken_plan(struct arena *a,
                                  const struct price_wish *wish)
{
	struct text path = text_open(a, 128);
	struct price_request *r = arena_new(a, struct price_request);
	size_t n = 0;

	text_add_text(&path, "/0/public/Ticker?pair=");
	for (size_t i = 0; i < wish->n && is_traded(wish->currency); i++) {
		const char *coin = wish->coins[i];

		if (!is_known(coin))
			continue;
		text_printf(&path, "%s%s%s", n++ ? "," : "", their_name(coin),
		            wish->currency);
		r->question = (struct price_question){coin, wish->currency};
	}
	if (n > 1)
		r->question = (struct price_question){0};
	r->path = path.p;
	return (struct price_requests){n > 0, r};
}
