/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "price/price.h"
#include "remote/json.h"
/*
 * Coinbase: the spot price of one pair, or one coin in every currency.
 */
static bool is_coin(const char *s)
{
	size_t len = strnlen(s, 11);

	return len >= 2 && len <= 10 &&
	       strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == len;
}

static const char *read_spot(struct prices *out, struct arena *a,
                             const json *data)
{
	struct price p;

	if (!json_text(&p.coin, json_member(data, "base")) ||
	    !is_coin(p.coin) ||
	    !json_text(&p.currency, json_member(data, "currency")) ||
	    !price_is_currency(p.currency) ||
	    !json_text(&p.text, json_member(data, "amount")) ||
	    !prices_add(out, a, p))
		return "not a spot price";
	return NULL;
}

static const char *read_rates(struct prices *out, struct arena *a,
                              const json *data, const json *rates)
{
	struct price p;

	if (!json_text(&p.coin, json_member(data, "currency")) ||
	    !is_coin(p.coin) || !json_is_object(rates))
		return "not the rates of a coin";
	for (const json *m = json_first(rates); m; m = json_next(m)) {
		p.currency = json_name(m);
		if (!price_is_currency(p.currency) ||
		    !json_member(rates, p.currency))
			continue; /* in another coin, or none */
		if (!json_text(&p.text, m) || !prices_add(out, a, p))
			prices_pass(out, "a rate that is no number");
	}
	return NULL;
}

static enum fault_kind kind_of(const char *id)
{
	if (strstr(id, "rate_limit"))
		return FAULT_RATE_LIMITED;
	if (strstr(id, "internal") || strstr(id, "unavailable"))
		return FAULT_UNAVAILABLE;
	if (strstr(id, "auth") || strstr(id, "token") || strstr(id, "scope"))
		return FAULT_AUTH;
	return FAULT_BAD_REQUEST;
}

static bool read_fault(struct fault *f, struct arena *a, const json *j)
{
	const json *errors = json_member(j, "errors");
	const char *id = "", *text = NULL;

	if (!errors)
		return f->kind != FAULT_NONE;
	(void)json_text(&id, json_member(json_item(errors, 0), "id"));
	(void)json_text(&text, json_member(json_item(errors, 0), "message"));
	if (f->kind == FAULT_NONE || f->kind == FAULT_BAD_REQUEST)
		*f = fault_of(kind_of(id), NULL);
	f->message = fault_quote(a, text, "refused");
	return true;
}

const char *coinbase_read(struct prices *out, struct arena *a,
                          const struct price_question *q, long http,
                          struct slice body)
{
	const char *why;
	const json *j = json_read(a, body, 0, &why);
	const json *data = json_member(j, "data");
	struct fault f = fault_of_http(a, http);

	(void)q;
	*out = (struct prices){0};
	if (read_fault(&f, a, j))
		return prices_refuse(out, f);
	if (!j)
		return prices_malformed(out, why);
	if (json_member(data, "rates"))
		why = read_rates(out, a, data, json_member(data, "rates"));
	else
		why = read_spot(out, a, data);
	return prices_end(out, why);
}

/* --- asking -------------------------------------------------------------- */

struct price_requests coinbase_plan(struct arena *a,
                                    const struct price_wish *wish)
{
	struct price_request *v = arena_array(a, wish->n, struct price_request);

	for (size_t i = 0; i < wish->n; i++) {
		v[i].question =
			(struct price_question){wish->coins[i], wish->currency};
		v[i].path = arena_printf(a, "/v2/prices/%s-%s/spot",
		                         wish->coins[i], wish->currency);
	}
	return (struct price_requests){wish->n, v};
}
