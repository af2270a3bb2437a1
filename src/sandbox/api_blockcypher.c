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
 * BlockCypher below /blockcypher/btc, ltc and doge: the chain, the receipts of
 * one or several addresses, of which a page is never cut inside a block, and
 * the beginning of a transaction.
 */
enum { LIMIT_USUAL = 200, LIMIT_MOST = 2000 };

static const char *coin_word(const struct world *w)
{
	if (w->network == NETWORK_BITCOIN)
		return "btc";
	return w->network == NETWORK_LITECOIN ? "ltc" : "doge";
}

static const char *time_at(struct arena *a, struct moment m)
{
	char iso[CLOCK_TEXT];

	clock_iso(iso, m);
	return arena_text(a, iso);
}

static bool is_known(const struct world *w)
{
	return w->network <= NETWORK_DOGECOIN;
}

static struct reply *say_chain(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 1024);
	const char *hash = world_hash(rq->arena, w, w->tip);

	if (!is_known(w))
		return service_error(rq, 404, "{\"error\":\"Not Found\"}");
	text_printf(&t,
	            "{\"name\":\"%s.main\",\"height\":%" PRId64
	            ",\"hash\":\"%s\",\"time\":\"%s\",\"previous_hash\":\"%s\","
	            "\"peer_count\":250,\"unconfirmed_count\":41,"
	            "\"high_fee_per_kb\":22000,\"medium_fee_per_kb\":11000,"
	            "\"low_fee_per_kb\":10000}",
	            w->network == NETWORK_BITCOIN    ? "BTC"
	            : w->network == NETWORK_LITECOIN ? "LTC"
	                                             : "DOGE",
	            w->tip, hash, time_at(rq->arena, world_time(w, w->tip)),
	            world_hash(rq->arena, w, w->tip - 1));
	return service_json(rq, &t);
}

static void add_ref(struct text *t, const struct world *w,
                    const struct transfer *one, struct coin balance)
{
	bool is_mined = transfer_is_mined(one, w);
	char units[COIN_TEXT], after[COIN_TEXT];

	coin_print_units(units, one->amount);
	coin_print_units(after, balance);
	text_printf(t,
	            "{\"tx_hash\":\"%s\",\"tx_input_n\":-1,"
	            "\"tx_output_n\":%u,\"value\":%s,",
	            one->txid, esplora_output(one), units);
	/* What waits has no height, not even -1. */
	if (is_mined)
		text_printf(t,
		            "\"block_height\":%" PRId64
		            ",\"ref_balance\":%s,\"spent\":false,"
		            "\"confirmations\":%" PRId64
		            ",\"confirmed\":\"%s\",\"double_spend\":false}",
		            one->height, after, w->tip - one->height + 1,
		            time_at(t->arena, world_time(w, one->height)));
	else
		text_printf(t,
		            "\"spent\":false,\"received\":\"%s\","
		            "\"confirmations\":0,\"double_spend\":false,"
		            "\"preference\":\"high\"}",
		            time_at(t->arena, one->seen_at));
}

struct page {
	size_t limit, n;
	int64_t before, last; /* heights */
	bool has_more;
};

/* Newest first; false when the page is full. */
static bool add_mined(struct text *t, const struct world *w,
                      const struct transfer *one, struct page *page)
{
	struct coin after = {one->balance.units + one->amount.units};

	if (page->before > 0 && one->height >= page->before)
		return true;
	if (page->n >= page->limit && one->height != page->last) {
		page->has_more = true;
		return false;
	}
	text_add_text(t, page->n ? "," : ",\"txrefs\":[");
	add_ref(t, w, one, after);
	page->last = one->height;
	page->n++;
	return true;
}

static void add_rows(struct text *t, struct request *rq, const struct world *w,
                     const struct transfers *all)
{
	struct page page = {.before = service_number(rq, "before", 0)};
	int64_t limit = service_number(rq, "limit", LIMIT_USUAL);
	size_t waiting = 0;

	page.limit =
		(size_t)(limit > 0 && limit < LIMIT_MOST ? limit : LIMIT_MOST);
	for (size_t i = all->n; i-- > 0;)
		if (transfer_is_mined(&all->v[i], w) &&
		    !add_mined(t, w, &all->v[i], &page))
			break;
	text_add_text(t, page.n ? "]" : "");
	if (page.has_more)
		text_add_text(t, ",\"hasMore\":true");
	for (size_t i = all->n; i-- > 0;)
		if (!transfer_is_mined(&all->v[i], w)) {
			text_add_text(t, waiting++
			                         ? ","
			                         : ",\"unconfirmed_txrefs\":[");
			add_ref(t, w, &all->v[i], (struct coin){0});
		}
	text_add_text(t, waiting ? "]" : "");
}

static void add_sums(struct text *t, const struct world *w,
                     const struct transfers *all)
{
	struct coin mined = {0}, waiting = {0}, sum;
	char a[COIN_TEXT], b[COIN_TEXT], c[COIN_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (transfer_is_mined(&all->v[i], w)) {
			mined.units += all->v[i].amount.units;
			n++;
		} else {
			waiting.units += all->v[i].amount.units;
		}
	}
	sum.units = mined.units + waiting.units;
	coin_print_units(a, mined);
	coin_print_units(b, waiting);
	coin_print_units(c, sum);
	text_printf(t,
	            ",\"total_received\":%s,\"total_sent\":0,\"balance\":%s,"
	            "\"unconfirmed_balance\":%s,\"final_balance\":%s,"
	            "\"n_tx\":%zu,\"unconfirmed_n_tx\":%zu,\"final_n_tx\":%zu",
	            a, a, b, c, n, all->n - n, all->n);
}

/* False: it is no address. */
static bool add_account(struct text *t, struct request *rq,
                        const struct world *w, const char *address)
{
	const char *target = transfer_target(rq->arena, w->network, address);
	struct transfers all;

	if (!target)
		return false;
	all = transfer_list_to(rq->db, rq->arena, w->network, target);
	text_add_text(t, "{\"address\":");
	json_add_text(t, address);
	add_sums(t, w, &all);
	add_rows(t, rq, w, &all);
	text_printf(t,
	            ",\"tx_url\":\"https://api.blockcypher.com/v1/%s/main/"
	            "txs/\"}",
	            coin_word(w));
	return true;
}

/* Several, with ; between them, give a list. */
static struct reply *say_addresses(struct request *rq, const struct world *w)
{
	char *rest = arena_text(rq->arena, rq->param[1]);
	bool is_list = strchr(rest, ';');
	struct text t = text_open(rq->arena, 2048);
	const char *one;

	text_add_text(&t, is_list ? "[" : "");
	while ((one = strsep(&rest, ";"))) {
		if (t.len > 1)
			text_add_text(&t, ",");
		if (!is_known(w) || !add_account(&t, rq, w, one))
			return service_error(
				rq, 404, "{\"error\":\"Address not found.\"}");
	}
	text_add_text(&t, is_list ? "]" : "");
	return service_json(rq, &t);
}

/* As with limit=1: one input of a stranger, and his change. */
static struct reply *say_transaction(struct request *rq, const struct world *w)
{
	struct text t = text_open(rq->arena, 1024);
	struct transfers all =
		transfer_list_tx(rq->db, rq->arena, w->network, rq->param[1]);
	const struct transfer *one;
	const char *payer;

	if (!is_known(w) || !all.n)
		return service_error(rq, 404,
		                     "{\"error\":\"Transaction not found.\"}");
	one = &all.v[0];
	payer = transfer_from(rq->arena, w, one);
	text_printf(&t,
	            "{\"block_height\":%" PRId64
	            ",\"hash\":\"%s\",\"vin_sz\":1,\"vout_sz\":%zu,"
	            "\"inputs\":[{\"prev_hash\":\"%s\",\"output_index\":0,"
	            "\"addresses\":[\"%s\"]}],\"outputs\":[{\"value\":9999000,"
	            "\"script\":\"%s\",\"addresses\":[\"%s\"]}]}",
	            transfer_is_mined(one, w) ? one->height : -1, one->txid,
	            all.n + 1, world_hash(rq->arena, w, 1), payer,
	            transfer_target(rq->arena, w->network, payer), payer);
	return service_json(rq, &t);
}

struct reply *api_blockcypher_chain(struct request *rq)
{
	return service_answer(rq, "blockcypher", rq->param[0], say_chain);
}

struct reply *api_blockcypher_addresses(struct request *rq)
{
	return service_answer(rq, "blockcypher", rq->param[0], say_addresses);
}

struct reply *api_blockcypher_transaction(struct request *rq)
{
	return service_answer(rq, "blockcypher", rq->param[0], say_transaction);
}
