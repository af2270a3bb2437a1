/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "remote/json.h"
#include "sandbox/routes.h"
#include "sandbox/service.h"
#include "sandbox/transfer.h"
/*
 * TronGrid below /tron: the TRC-20 transfers of an account, one transaction
 * with its logs, and the newest block; below walletsolidity/ what is final.
 */
enum { LIMIT_USUAL = 20, LIMIT_MOST = 200 };

static const char TRANSFER[] =
	"ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

/* --- the list ------------------------------------------------------------ */

struct query {
	bool only_confirmed, only_unconfirmed, only_from, is_ascending;
	int64_t limit, since_ms, until_ms;
	int64_t after; /* the id that the page before ended with, or 0 */
	const char *contract;
};

static bool is_on(struct request *rq, const char *name)
{
	return !strcmp(service_field(rq, name), "true");
}

static struct query read_query(struct request *rq)
{
	const char *mark = service_field(rq, "fingerprint");
	struct query q = {
		.only_confirmed = is_on(rq, "only_confirmed"),
		.only_unconfirmed = is_on(rq, "only_unconfirmed"),
		.only_from = is_on(rq, "only_from"),
		.is_ascending = strstr(service_field(rq, "order_by"), "asc"),
		.limit = service_number(rq, "limit", LIMIT_USUAL),
		.since_ms = service_number(rq, "min_timestamp", 0),
		.until_ms = service_number(rq, "max_timestamp", INT64_MAX),
		.contract = service_field(rq, "contract_address"),
	};

	if (q.limit < 1 || q.limit > LIMIT_MOST)
		q.limit = LIMIT_MOST;
	if (!strncmp(mark, "at", 2))
		q.after = strtoll(mark + 2, NULL, 10);
	return q;
}

static bool is_wanted(const struct query *q, const struct world *w,
                      const struct transfer *one)
{
	bool is_solid = one->height <= world_final(w);
	int64_t at_ms;

	if (!transfer_is_mined(one, w) || !one->coin->contract || q->only_from)
		return false;
	if (is_solid ? q->only_unconfirmed : q->only_confirmed)
		return false;
	at_ms = world_time(w, one->height).ms;
	return at_ms >= q->since_ms && at_ms <= q->until_ms &&
	       (!*q->contract || !strcmp(q->contract, one->coin->contract));
}

static void add_row(struct text *t, const struct world *w,
                    const struct transfer *one)
{
	char units[COIN_TEXT];

	coin_print_units(units, one->amount);
	text_printf(t,
	            "{\"transaction_id\":\"%s\",\"token_info\":{\"symbol\":"
	            "\"%s\",\"address\":\"%s\",\"decimals\":%u,\"name\":"
	            "\"%s\"},\"block_timestamp\":%" PRId64
	            ",\"from\":\"%s\",\"to\":\"%s\",\"type\":\"Transfer\","
	            "\"value\":\"%s\"%s}",
	            one->txid, one->coin->symbol, one->coin->contract,
	            one->coin->decimals, one->coin->name,
	            world_time(w, one->height).ms,
	            transfer_from(t->arena, w, one), one->address, units,
	            one->height <= world_final(w) ? ""
	                                          : ",\"_unconfirmed\":true");
}

/* The id of the last row where there are more, or 0. */
static int64_t add_rows(struct text *t, const struct query *q,
                        const struct world *w, const struct transfers *all,
                        int64_t *n)
{
	bool is_after = !q->after;
	int64_t last = 0;

	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct transfer *one =
			&all->v[q->is_ascending ? i : all->n - 1 - i];

		if (is_after && is_wanted(q, w, one)) {
			if (*n == q->limit)
				return last;
			text_add_text(t, (*n)++ ? "," : "");
			add_row(t, w, one);
			last = one->id;
		}
		is_after = is_after || one->id == q->after;
	}
	return 0;
}

static struct reply *say_list(struct request *rq, const struct world *w)
{
	const char *target =
		transfer_target(rq->arena, w->network, rq->param[0]);
	struct text t = text_open(rq->arena, 4096);
	struct query q = read_query(rq);
	struct transfers all;
	int64_t n, last;

	if (!target)
		return service_error(rq, 400,
		                     "{\"success\":false,\"error\":\"A valid "
		                     "account address is required.\","
		                     "\"statusCode\":400}");
	all = transfer_list_to(rq->db, rq->arena, w->network, target);
	text_add_text(&t, "{\"data\":[");
	last = add_rows(&t, &q, w, &all, &n);
	text_printf(&t,
	            "],\"success\":true,\"meta\":{\"at\":%" PRId64
	            ",\"page_size\":%" PRId64,
	            w->now.ms, n);
	if (last)
		text_printf(&t, ",\"fingerprint\":\"at%" PRId64 "\"", last);
	text_add_text(&t, "}}");
	return service_json(rq, &t);
}

struct reply *api_trongrid_list(struct request *rq)
{
	return service_answer(rq, "trongrid", "tron", say_list);
}

/* --- one transaction ----------------------------------------------------- */

static void add_log(struct text *t, const struct world *w,
                    const struct transfer *one)
{
	text_printf(t,
	            "{\"address\":\"%s\",\"topics\":[\"%s\",\"%024d%s\","
	            "\"%024d%s\"],\"data\":\"%032d%016" PRIx64 "%016" PRIx64
	            "\"}",
	            minted_contract_hex(t->arena, one->coin), TRANSFER, 0,
	            transfer_from_hex(t->arena, w, one), 0, one->target, 0,
	            (uint64_t)(one->amount.units >> 64),
	            (uint64_t)one->amount.units);
}

static void add_info(struct text *t, const struct world *w,
                     const struct transfers *of)
{
	const struct transfer *one = &of->v[0];

	text_printf(t,
	            "{\"id\":\"%s\",\"fee\":13844850,\"blockNumber\":%" PRId64
	            ",\"blockTimeStamp\":%" PRId64
	            ",\"contractResult\":[\"%064d\"],\"contract_address\":"
	            "\"41%s\",\"receipt\":{\"energy_fee\":13499850,"
	            "\"energy_usage_total\":64285,\"net_fee\":345000,"
	            "\"result\":\"SUCCESS\",\"energy_penalty_total\":49635},"
	            "\"log\":[",
	            one->txid, one->height, world_time(w, one->height).ms, 0,
	            minted_contract_hex(t->arena, one->coin));
	for (size_t i = 0; i < of->n; i++) {
		text_add_text(t, i ? "," : "");
		add_log(t, w, &of->v[i]);
	}
	text_add_text(t, "]}");
}

/* {} for one that is not known, or not in a block up to that height. */
static struct reply *say_info_to(struct request *rq, const struct world *w,
                                 int64_t height)
{
	struct text t = text_open(rq->arena, 2048);
	const char *why, *txid;
	const json *j = json_read(rq->arena, rq->body, 0, &why);
	struct transfers of = {0};

	if (!json_text(&txid, json_member(j, "value")))
		return service_error(rq, 200,
		                     "{\"Error\":\"class java.lang."
		                     "NullPointerException : null\"}");
	of = transfer_list_tx(rq->db, rq->arena, w->network, txid);
	if (of.n && of.v[0].height >= 0 && of.v[0].height <= height)
		add_info(&t, w, &of);
	else
		text_add_text(&t, "{}");
	return service_json(rq, &t);
}

static struct reply *say_info(struct request *rq, const struct world *w)
{
	return say_info_to(rq, w, w->tip);
}

static struct reply *say_solid_info(struct request *rq, const struct world *w)
{
	return say_info_to(rq, w, world_final(w));
}

struct reply *api_trongrid_info(struct request *rq)
{
	return service_answer(rq, "trongrid", "tron", say_info);
}

struct reply *api_trongrid_solid_info(struct request *rq)
{
	return service_answer(rq, "trongrid", "tron", say_solid_info);
}

/* --- the newest block ---------------------------------------------------- */

static struct reply *say_block_at(struct request *rq, const struct world *w,
                                  int64_t height)
{
	struct text t = text_open(rq->arena, 1024);

	text_printf(
		&t,
		"{\"blockID\":\"%s\",\"block_header\":{\"raw_data\":"
		"{\"number\":%" PRId64 ",\"witness_address\":"
		"\"41e7860196ad5b5718c1d6326babab039b70b8c1cd\","
		"\"parentHash\":\"%s\",\"version\":34,\"timestamp\":%" PRId64
		"}}}",
		world_hash(rq->arena, w, height), height,
		world_hash(rq->arena, w, height - 1), world_time(w, height).ms);
	return service_json(rq, &t);
}

static struct reply *say_block(struct request *rq, const struct world *w)
{
	return say_block_at(rq, w, w->tip);
}

static struct reply *say_solid_block(struct request *rq, const struct world *w)
{
	return say_block_at(rq, w, world_final(w));
}

struct reply *api_trongrid_block(struct request *rq)
{
	return service_answer(rq, "trongrid", "tron", say_block);
}

struct reply *api_trongrid_solid_block(struct request *rq)
{
	return service_answer(rq, "trongrid", "tron", say_solid_block);
}
