/* SPDX-License-Identifier: MIT */
#include "http/form.h"
#include "http/request.h"
#include "remote/json.h"
#include "sandbox/answer.h"
#include "sandbox/listing.h"
#include "sandbox/routes.h"
#include <string.h>

static void add_code(struct text *t, const char *code)
{
	text_add_text(t, t->len > 1 ? "," : "");
	json_add_text(t, code);
}

static struct reply *end_list(struct request *rq, struct text *t)
{
	text_add_text(t, "]");
	return answer_json(rq, 200, (struct slice){t->p, t->len});
}

struct reply *api_currency_list(struct request *rq)
{
	struct text t = text_open(rq->arena, 512);
	const char *code;

	text_add_text(&t, "[");
	for (size_t i = 0; (code = listed_currency_at(i)); i++)
		add_code(&t, code);
	return end_list(rq, &t);
}

static struct reply *list_coins(struct request *rq, bool plain, bool stable)
{
	struct text t = text_open(rq->arena, 512);
	const struct listed_coin *c;

	text_add_text(&t, "[");
	for (size_t i = 0; (c = listed_coin_at(i)); i++)
		if (c->is_stable ? stable : plain)
			add_code(&t, c->code);
	return end_list(rq, &t);
}

struct reply *api_coin_list(struct request *rq)
{
	return list_coins(rq, true, false);
}

struct reply *api_coin_list_all(struct request *rq)
{
	return list_coins(rq, true, true);
}

struct reply *api_coin_list_stable(struct request *rq)
{
	return list_coins(rq, false, true);
}

static void add_price(struct text *t, const struct listed_coin *c,
                      const char *currency, struct moment now)
{
	char price[DECIMAL_TEXT];

	listed_price(price, c, currency, now);
	text_printf(t,
	            "%s{\"cryptoCurrency\":\"%s\",\"fiatCurrency\":\"%s\","
	            "\"price\":%s}",
	            t->len > 1 ? "," : "", c->code, currency, price);
}

/* Whether code is one of "BTC,ETH". */
static bool names(const char *list, const char *code)
{
	size_t len = strlen(code);

	while (*list) {
		size_t n = strcspn(list, ",");

		if (n == len && !strncmp(list, code, n))
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

struct reply *api_price_list(struct request *rq)
{
	struct text t = text_open(rq->arena, 512);
	struct moment now = clock_now();
	const char *coins, *currency;
	const struct listed_coin *c;

	if (form_open(rq) || !(coins = form_raw(rq, "cryptoCurrency")))
		return answer_invalid(rq, "cryptoCurrency", "is required");
	currency = form_raw(rq, "fiatCurrency");
	if (!currency || !listed_currency(currency))
		return answer_invalid(rq, "fiatCurrency", "is not supported");
	text_add_text(&t, "[");
	for (size_t i = 0; (c = listed_coin_at(i)); i++)
		if (names(coins, c->code))
			add_price(&t, c, currency, now);
	return end_list(rq, &t);
}
