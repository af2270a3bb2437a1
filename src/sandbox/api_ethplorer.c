/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "sandbox/routes.h"
#include "sandbox/service.h"
#include "sandbox/transfer.h"
/*
 * Ethplorer below /ethplorer: tokens on Ethereum, newest first, without their
 * place in the block; and one transaction.
 */
enum { LIMIT_USUAL = 10, LIMIT_MOST = 100 };

static struct reply *say_height(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 64);

	text_printf(&t, "{\"lastBlock\":%" PRId64 "}", w->tip);
	return service_json(rq, &t);
}

struct reply *api_ethplorer_height(struct request *rq)
{
	return service_answer(rq, "ethplorer", "eth", say_height);
}

static void add_operation(struct text *t, const struct world *w,
                          const struct transfer *one)
{
	char units[COIN_TEXT];

	coin_print_units(units, one->amount);
	text_printf(t,
	            "{\"timestamp\":%" PRId64
	            ",\"transactionHash\":\"%s\",\"tokenInfo\":{\"address\":"
	            "\"%s\",\"name\":\"%s\",\"decimals\":\"%u\",\"symbol\":"
	            "\"%s\",\"price\":false},\"type\":\"transfer\","
	            "\"value\":\"%s\",\"from\":\"0x%s\",\"to\":\"0x%s\"}",
	            world_time(w, one->height).ms / 1000, one->txid,
	            one->coin->contract, one->coin->name, one->coin->decimals,
	            one->coin->symbol, units,
	            transfer_from_hex(t->arena, w, one), one->target);
}

static bool is_wanted(const struct transfer *one, const struct world *w,
                      const char *token, int64_t until_s)
{
	return transfer_is_mined(one, w) && one->coin->contract &&
	       (!*token || minted_of(w->network, token) == one->coin) &&
	       (!until_s || world_time(w, one->height).ms / 1000 <= until_s);
}

static struct reply *say_history(struct request *rq, const struct world *w)
{
	const char *target =
		transfer_target(rq->arena, w->network, rq->param[0]);
	int64_t limit = service_number(rq, "limit", LIMIT_USUAL), n = 0;
	struct text t = text_open(rq->arena, 4096);
	struct transfers all;

	if (!target)
		return service_error(rq, 400,
		                     "{\"error\":{\"code\":104,\"message\":"
		                     "\"Invalid address format\"}}");
	if (limit < 1 || limit > LIMIT_MOST)
		limit = LIMIT_MOST;
	all = transfer_list_to(rq->db, rq->arena, w->network, target);
	text_add_text(&t, "{\"operations\":[");
	for (size_t i = all.n; i-- > 0 && n < limit;) {
		if (!is_wanted(&all.v[i], w, service_field(rq, "token"),
		               service_number(rq, "timestamp", 0)))
			continue;
		text_add_text(&t, n++ ? "," : "");
		add_operation(&t, w, &all.v[i]);
	}
	text_add_text(&t, "]}");
	return service_json(rq, &t);
}

struct reply *api_ethplorer_history(struct request *rq)
{
	return service_answer(rq, "ethplorer", "eth", say_history);
}

static void add_info(struct text *t, const struct world *w,
                     const struct transfers *of)
{
	const struct transfer *one = &of->v[0];

	text_printf(t,
	            "{\"hash\":\"%s\",\"timestamp\":%" PRId64
	            ",\"blockNumber\":%" PRId64 ",\"confirmations\":%" PRId64
	            ",\"success\":true,\"from\":\"0x%s\",\"to\":\"%s\","
	            "\"value\":0,\"input\":\"0x\",\"gasLimit\":90000,"
	            "\"gasUsed\":63209,\"logs\":[],\"operations\":[",
	            one->txid, world_time(w, one->height).ms / 1000,
	            one->height, w->tip - one->height + 1,
	            transfer_from_hex(t->arena, w, one),
	            one->coin->contract ? one->coin->contract : one->address);
	for (size_t i = 0; i < of->n && one->coin->contract; i++) {
		text_add_text(t, i ? "," : "");
		add_operation(t, w, &of->v[i]);
	}
	text_add_text(t, "]}");
}

static struct reply *say_info(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 2048);
	struct transfers of =
		transfer_list_tx(rq->db, rq->arena, w->network, rq->param[0]);

	if (!of.n || !transfer_is_mined(&of.v[0], w))
		return service_error(rq, 404,
		                     "{\"error\":{\"code\":404,\"message\":"
		                     "\"Transaction not found\"}}");
	add_info(&t, w, &of);
	return service_json(rq, &t);
}

struct reply *api_ethplorer_info(struct request *rq)
{
	return service_answer(rq, "ethplorer", "eth", say_info);
}
