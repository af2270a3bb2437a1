/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "remote/json.h"
#include "sandbox/esplora_tx.h"
#include "sandbox/routes.h"
#include "sandbox/service.h"
#include "sandbox/transfer.h"
/*
 * Esplora below /btc/api and /ltc/api: heights and hashes as plain text, the
 * transactions of an address as JSON, newest first, the mempool before the
 * chain.
 */
enum { PAGE_CHAIN = 25, PAGE_MEMPOOL = 50 };

#define SERVE(handler, say)                                                \
	struct reply *handler(struct request *rq)                          \
	{                                                                  \
		return service_answer(rq, "esplora", rq->param[0], (say)); \
	}

/* --- blocks -------------------------------------------------------------- */

static struct reply *say_height(struct request *rq, const struct world *w)
{
	return service_text(rq, 200,
	                    arena_printf(rq->arena, "%" PRId64, w->tip));
}
SERVE(api_esplora_tip_height, say_height)

static struct reply *say_tip_hash(struct request *rq, const struct world *w)
{
	return service_text(rq, 200, world_hash(rq->arena, w, w->tip));
}
SERVE(api_esplora_tip_hash, say_tip_hash)

static struct reply *say_hash_at(struct request *rq, const struct world *w)
{
	int64_t height = service_whole(rq->param[1]);

	if (height < 0 || height > w->tip)
		return service_text(rq, 404, "Block not found");
	return service_text(rq, 200, world_hash(rq->arena, w, height));
}
SERVE(api_esplora_hash_at, say_hash_at)

static struct reply *say_block_status(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 200);
	int64_t height;

	if (!world_has_hash(&height, rq->arena, w, rq->param[1])) {
		text_add_text(&t, "{\"in_best_chain\":false}");
		return service_json(rq, &t);
	}
	text_printf(&t, "{\"in_best_chain\":true,\"height\":%" PRId64, height);
	if (height < w->tip)
		text_printf(&t, ",\"next_best\":\"%s\"",
		            world_hash(rq->arena, w, height + 1));
	text_add_text(&t, "}");
	return service_json(rq, &t);
}
SERVE(api_esplora_block_status, say_block_status)

/* --- an address ---------------------------------------------------------- */

/* What came to it; false when it is none, and *r says so. */
static bool list(struct transfers *out, struct reply **r, struct request *rq,
                 const struct world *w)
{
	const char *target =
		transfer_target(rq->arena, w->network, rq->param[1]);

	if (!target) {
		*r = service_text(rq, 400, "Invalid Bitcoin address");
		return false;
	}
	*out = transfer_list_to(rq->db, rq->arena, w->network, target);
	return true;
}

/* Whether it is the first of its transaction in the list. */
static bool is_first(const struct transfers *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(all->v[k].txid, all->v[i].txid))
			return false;
	return true;
}

static void add_stats(struct text *t, const char *name,
                      const struct transfers *all, const struct world *w,
                      bool is_mined)
{
	struct coin sum = {0};
	size_t n = 0, txs = 0;
	char units[COIN_TEXT];

	for (size_t i = 0; i < all->n; i++) {
		if (transfer_is_mined(&all->v[i], w) != is_mined)
			continue;
		n++;
		txs += is_first(all, i);
		sum.units += all->v[i].amount.units;
	}
	coin_print_units(units, sum);
	text_printf(t,
	            ",\"%s\":{\"tx_count\":%zu,\"funded_txo_count\":%zu,"
	            "\"funded_txo_sum\":%s,\"spent_txo_count\":0,"
	            "\"spent_txo_sum\":0}",
	            name, txs, n, units);
}

static struct reply *say_address(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 512);
	struct transfers all;
	struct reply *r;

	if (!list(&all, &r, rq, w))
		return r;
	text_add_text(&t, "{\"address\":");
	json_add_text(&t, rq->param[1]);
	add_stats(&t, "chain_stats", &all, w, true);
	add_stats(&t, "mempool_stats", &all, w, false);
	text_add_text(&t, "}");
	return service_json(rq, &t);
}
SERVE(api_esplora_address, say_address)

/* Newest first; of the chain those after the one last seen. */
static size_t add_txs(struct text *t, struct request *rq, const struct world *w,
                      const struct transfers *all, bool is_mined,
                      const char *last)
{
	size_t n = 0, most = is_mined ? PAGE_CHAIN : PAGE_MEMPOOL;
	bool is_after = !last;

	for (size_t i = all->n; i-- > 0 && n < most;) {
		const struct transfer *one = &all->v[i];

		if (transfer_is_mined(one, w) != is_mined || !is_first(all, i))
			continue;
		if (is_after) {
			text_add_text(t, t->len > 1 ? "," : "");
			esplora_add_tx(t, rq->db, w, one->txid);
			n++;
		} else {
			is_after = !strcmp(one->txid, last);
		}
	}
	return n;
}

static struct reply *say_list(struct request *rq, const struct world *w,
                              bool with_mempool, bool with_chain,
                              const char *last)
{
	struct text t = text_open(rq->arena, 4096);
	struct transfers all;
	struct reply *r;

	if (!list(&all, &r, rq, w))
		return r;
	text_add_text(&t, "[");
	if (with_mempool)
		add_txs(&t, rq, w, &all, false, NULL);
	if (with_chain)
		add_txs(&t, rq, w, &all, true, last);
	text_add_text(&t, "]");
	return service_json(rq, &t);
}

static struct reply *say_txs(struct request *rq, const struct world *w)
{
	return say_list(rq, w, true, true, NULL);
}
SERVE(api_esplora_txs, say_txs)

static struct reply *say_chain(struct request *rq, const struct world *w)
{
	return say_list(rq, w, false, true, rq->param[2]);
}
SERVE(api_esplora_txs_chain, say_chain)

static struct reply *say_mempool(struct request *rq, const struct world *w)
{
	return say_list(rq, w, true, false, NULL);
}
SERVE(api_esplora_txs_mempool, say_mempool)

/* --- one transaction ----------------------------------------------------- */

static struct reply *say_tx(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 1024);

	if (!esplora_add_tx(&t, rq->db, w, rq->param[1]))
		return service_text(rq, 404, "Transaction not found");
	return service_json(rq, &t);
}
SERVE(api_esplora_tx, say_tx)

/* An unknown one is not confirmed either. */
static struct reply *say_status(struct request *rq, const struct world *w)
{
	struct transfers of =
		transfer_list_tx(rq->db, rq->arena, w->network, rq->param[1]);
	struct text t = text_open(rq->arena, 200);

	esplora_add_status(&t, w, of.n ? &of.v[0] : NULL);
	return service_json(rq, &t);
}
SERVE(api_esplora_tx_status, say_status)
