/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "sandbox/quoted.h"
#include "sandbox/routes.h"
#include "sandbox/service.h"
/*
 * Coinbase below /coinbase: the spot price of one pair.
 */
enum { SECONDS_AGO = 20 };

static struct reply *say(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 256);
	char *currency = arena_text(rq->arena, rq->param[0]);
	const char *coin = strsep(&currency, "-");
	char price[DECIMAL_TEXT];

	(void)w;
	if (!currency || !quoted_price(price, coin, currency, SECONDS_AGO))
		return service_error(
			rq, 404,
			"{\"errors\":[{\"id\":\"not_found\","
			"\"message\":\"Invalid base currency\"}]}");
	text_printf(&t,
	            "{\"data\":{\"amount\":\"%s\",\"base\":\"%s\","
	            "\"currency\":\"%s\"}}",
	            price, coin, currency);
	return service_json(rq, &t);
}

struct reply *api_coinbase(struct request *rq)
{
	return service_answer(rq, "coinbase", NULL, say);
}
