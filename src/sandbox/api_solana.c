/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/base58.h"
#include "sandbox/routes.h"
#include "sandbox/rpc.h"
#include "sandbox/service.h"
#include "sandbox/solana_tx.h"
/*
 * Nodes of Solana below /sol.  What is not said otherwise is finalized.  Coins
 * are found by the owner's address, tokens by their account's alone.
 */
enum { BAD_PARAMS = -32602, PAGE = 1000 };

static const char TOKEN[] = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

/* The last slot that the call may tell of: of the options at i. */
static int64_t slot_of(const struct rpc_call *c, size_t i)
{
	const char *commitment;

	if (json_text(&commitment,
	              json_member(json_item(c->params, i), "commitment")) &&
	    strcmp(commitment, "finalized") != 0)
		return c->w->tip;
	return world_final(c->w);
}

static const char *say_slot(struct text *t, struct rpc_call *c)
{
	text_printf(t, "%" PRId64, slot_of(c, 0));
	return NULL;
}

static const char *say_health(struct text *t, struct rpc_call *c)
{
	(void)c;
	text_add_text(t, "\"ok\"");
	return NULL;
}

/* The 32 bytes of an address in hex, or NULL. */
static const char *read_key(struct rpc_call *c)
{
	const char *text = rpc_text(c, 0);
	uint8_t bytes[32];

	if (!text || base58_decode(bytes, sizeof(bytes), text))
		return NULL;
	return text_hex(c->rq->arena, bytes, sizeof(bytes));
}

static bool is_in(const struct transfer *one, int64_t slot)
{
	return one->height >= 0 && one->height <= slot;
}

/* --- signatures ---------------------------------------------------------- */

static void add_signature(struct text *t, const struct world *w,
                          const struct transfer *one)
{
	text_printf(t,
	            "%s{\"blockTime\":%" PRId64 ",\"confirmationStatus\":"
	            "\"%s\",\"err\":null,\"memo\":null,\"signature\":\"%s\","
	            "\"slot\":%" PRId64 "}",
	            t->len > 1 ? "," : "", world_time(w, one->height).ms / 1000,
	            one->height <= world_final(w) ? "finalized" : "confirmed",
	            one->txid, one->height);
}

struct walk {
	const char *before, *until;
	int64_t slot, limit;
};

static struct walk read_walk(struct rpc_call *c)
{
	const json *options = json_item(c->params, 1);
	struct walk walk = {.slot = slot_of(c, 1), .limit = PAGE};

	(void)json_text(&walk.before, json_member(options, "before"));
	(void)json_text(&walk.until, json_member(options, "until"));
	(void)json_int(&walk.limit, json_member(options, "limit"));
	return walk;
}

/* Newest first, without both ends. */
static void add_walk(struct text *t, const struct world *w,
                     const struct transfers *all, const struct walk *walk)
{
	bool is_after = !walk->before;
	const char *last = "";
	int64_t n = 0;

	for (size_t i = all->n; i-- > 0 && n < walk->limit;) {
		const struct transfer *one = &all->v[i];

		if (!is_in(one, walk->slot) || !strcmp(one->txid, last))
			continue;
		last = one->txid;
		if (walk->until && !strcmp(one->txid, walk->until))
			return;
		if (is_after) {
			add_signature(t, w, one);
			n++;
		}
		is_after = is_after || !strcmp(one->txid, walk->before);
	}
}

/* Its own coins as an owner, or what came to it as an account of tokens. */
static struct transfers list_of(struct rpc_call *c, const char *hex)
{
	struct arena *a = c->rq->arena;
	struct transfers all =
		transfer_list_to(c->rq->db, a, c->w->network, hex);
	struct transfer *own = arena_array(a, all.n + 1, struct transfer);
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].coin->contract)
			own[n++] = all.v[i];
	if (n)
		return (struct transfers){n, own};
	return transfer_list_account(c->rq->db, a, rpc_text(c, 0));
}

static const char *say_signatures(struct text *t, struct rpc_call *c)
{
	const char *hex = read_key(c);
	struct walk walk = read_walk(c);
	struct transfers all;

	if (!hex)
		return rpc_refuse(c, BAD_PARAMS, "Invalid param: Invalid");
	all = list_of(c, hex);
	text_add_text(t, "[");
	add_walk(t, c->w, &all, &walk);
	text_add_text(t, "]");
	return NULL;
}

static const char *say_transaction(struct text *t, struct rpc_call *c)
{
	const char *txid = rpc_text(c, 0);
	struct transfers of = {0};

	if (!txid)
		return rpc_refuse(c, BAD_PARAMS, "Invalid param: Invalid");
	of = transfer_list_tx(c->rq->db, t->arena, c->w->network, txid);
	if (of.n && is_in(&of.v[0], slot_of(c, 1)))
		solana_add_transaction(t, c->w, &of);
	else
		text_add_text(t, "null");
	return NULL;
}

static void add_context(struct text *t, int64_t slot)
{
	text_printf(t,
	            "{\"context\":{\"apiVersion\":\"3.1.8\",\"slot\":%" PRId64
	            "},\"value\":",
	            slot);
}

static void add_status(struct text *t, const struct world *w,
                       const struct transfers *of)
{
	const struct transfer *one = &of->v[0];
	bool is_final;

	if (!of->n || !transfer_is_mined(one, w)) {
		text_add_text(t, "null");
		return;
	}
	is_final = one->height <= world_final(w);
	text_printf(t, "{\"confirmationStatus\":\"%s\",\"confirmations\":",
	            is_final ? "finalized" : "confirmed");
	if (is_final)
		text_add_text(t, "null");
	else
		text_printf(t, "%" PRId64, w->tip - one->height);
	text_printf(t,
	            ",\"err\":null,\"slot\":%" PRId64 ",\"status\":"
	            "{\"Ok\":null}}",
	            one->height);
}

static const char *say_statuses(struct text *t, struct rpc_call *c)
{
	const json *list = json_item(c->params, 0);
	const char *txid;

	if (!json_is_array(list))
		return rpc_refuse(c, BAD_PARAMS, "Invalid param: Invalid");
	add_context(t, c->w->tip);
	for (const json *j = json_first(list); j; j = json_next(j)) {
		struct transfers of = {0};

		if (json_text(&txid, j))
			of = transfer_list_tx(c->rq->db, t->arena,
			                      c->w->network, txid);
		text_add_text(t, j == json_first(list) ? "[" : ",");
		add_status(t, c->w, &of);
	}
	text_add_text(t, json_first(list) ? "]}" : "[]}");
	return NULL;
}

/* --- accounts ------------------------------------------------------------ */

static void add_account(struct text *t, const struct transfer *one,
                        struct coin held)
{
	text_printf(t,
	            "{\"account\":{\"data\":{\"parsed\":{\"info\":{\"isNative\""
	            ":false,\"mint\":\"%s\",\"owner\":\"%s\",\"state\":"
	            "\"initialized\",\"tokenAmount\":",
	            one->coin->contract, one->address);
	solana_add_tokens(t, one->coin, held);
	text_printf(t,
	            "},\"type\":\"account\"},\"program\":\"spl-token\","
	            "\"space\":165},\"executable\":false,\"lamports\":2039280,"
	            "\"owner\":\"%s\",\"rentEpoch\":18446744073709551615,"
	            "\"space\":165},\"pubkey\":\"%s\"}",
	            TOKEN, one->account);
}

static bool is_wanted(const struct transfer *one, const json *filter)
{
	const char *mint;

	return one->account &&
	       (!json_text(&mint, json_member(filter, "mint")) ||
	        !strcmp(mint, one->coin->contract));
}

/* One account for each token that ever came, at its last transfer. */
static void add_accounts(struct text *t, const struct transfers *all,
                         const json *filter, int64_t slot)
{
	const char *before = "";

	for (size_t i = 0; i < all->n; i++) {
		struct coin held = {0};
		bool is_last = is_wanted(&all->v[i], filter) &&
		               is_in(&all->v[i], slot);

		for (size_t k = 0; is_last && k < all->n; k++) {
			if (all->v[k].coin != all->v[i].coin ||
			    !is_in(&all->v[k], slot))
				continue;
			held.units += all->v[k].amount.units;
			is_last = k <= i;
		}
		if (!is_last)
			continue;
		text_add_text(t, before);
		add_account(t, &all->v[i], held);
		before = ",";
	}
}

static const char *say_accounts(struct text *t, struct rpc_call *c)
{
	const char *hex = read_key(c);
	int64_t slot = slot_of(c, 2);
	struct transfers all;

	if (!hex)
		return rpc_refuse(c, BAD_PARAMS, "Invalid param: Invalid");
	all = transfer_list_to(c->rq->db, t->arena, c->w->network, hex);
	add_context(t, slot);
	text_add_text(t, "[");
	add_accounts(t, &all, json_item(c->params, 1), slot);
	text_add_text(t, "]}");
	return NULL;
}

static const char *say_balance(struct text *t, struct rpc_call *c)
{
	const char *hex = read_key(c);
	int64_t slot = slot_of(c, 1);
	struct coin sum = {0};
	struct transfers all;
	char units[COIN_TEXT];

	if (!hex)
		return rpc_refuse(c, BAD_PARAMS, "Invalid param: Invalid");
	all = transfer_list_to(c->rq->db, t->arena, c->w->network, hex);
	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].coin->contract && is_in(&all.v[i], slot))
			sum.units += all.v[i].amount.units;
	coin_print_units(units, sum);
	add_context(t, slot);
	text_printf(t, "%s}", units);
	return NULL;
}

static struct reply *say(struct request *rq, const struct world *w)
{
	static const struct rpc_method METHODS[] = {
		{"getSlot",                 say_slot       },
		{"getBlockHeight",          say_slot       },
		{"getHealth",               say_health     },
		{"getSignaturesForAddress", say_signatures },
		{"getTransaction",          say_transaction},
		{"getSignatureStatuses",    say_statuses   },
		{"getTokenAccountsByOwner", say_accounts   },
		{"getBalance",              say_balance    },
		{NULL,                      NULL           },
	};

	return rpc_answer(rq, w, METHODS);
}

struct reply *api_solana(struct request *rq)
{
	return service_answer(rq, "solana", "sol", say);
}
