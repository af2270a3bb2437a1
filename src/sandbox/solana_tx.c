/* SPDX-License-Identifier: MIT */
#include "sandbox/solana_tx.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "chain/base58.h"
#include "chain/address.h"
#include "chain/token_account.h"
#include "sandbox/address.h"

static const char TOKEN[] = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
static const char SYSTEM[] = "11111111111111111111111111111111";

enum { FEE = 5000, RENT = 2039280, WEALTH = 9000000 };

/* One account that the transaction touches. */
struct touched {
	const char *key, *owner; /* the owner of tokens, or NULL */
	bool is_signer, is_writable;
	struct coin before, after;               /* lamports */
	struct coin tokens_before, tokens_after; /* where there is an owner */
};

struct touch {
	struct touched v[PARTS_MOST + 4];
	size_t n;
};

static struct touched *touch(struct touch *all, struct touched one)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i].key, one.key))
			return &all->v[i];
	all->v[all->n] = one;
	return &all->v[all->n++];
}

static void touch_lamports(struct touch *all, const struct transfer *one)
{
	struct touched *to =
		touch(all, (struct touched){.key = one->address,
	                                    .is_writable = true,
	                                    .before = one->balance,
	                                    .after = one->balance});

	to->after.units += one->amount.units;
}

static void touch_tokens(struct touch *all, const struct transfer *one)
{
	struct touched *to =
		touch(all, (struct touched){.key = one->account,
	                                    .owner = one->address,
	                                    .is_writable = true,
	                                    .before = {RENT},
	                                    .after = {RENT},
	                                    .tokens_before = one->balance,
	                                    .tokens_after = one->balance});

	to->tokens_after.units += one->amount.units;
}

/* The token account of the stranger who pays. */
static const char *account_of(struct arena *a, const struct minted *coin,
                              const char *owner)
{
	const struct asset *s = asset_find(coin->code);
	struct address its;

	must(!address_read(&its, s, CHAIN_MAIN, owner));
	return token_account_of(a, s, &its);
}

static void touch_all(struct touch *all, struct arena *a,
                      const struct transfers *of, const char *payer)
{
	const struct minted *coin = of->v[0].coin;
	struct coin sum = {0};

	for (size_t i = 0; i < of->n; i++)
		sum.units += of->v[i].amount.units;
	touch(all,
	      (struct touched){
		      .key = payer,
		      .is_signer = true,
		      .is_writable = true,
		      .before = {WEALTH + (coin->contract ? 0 : sum.units)},
		      .after = {WEALTH - FEE}});
	if (coin->contract)
		touch(all, (struct touched){.key = account_of(a, coin, payer),
		                            .owner = payer,
		                            .is_writable = true,
		                            .before = {RENT},
		                            .after = {RENT},
		                            .tokens_before = sum});
	for (size_t i = 0; i < of->n; i++)
		coin->contract ? touch_tokens(all, &of->v[i])
			       : touch_lamports(all, &of->v[i]);
	touch(all, (struct touched){.key = coin->contract ? TOKEN : SYSTEM,
	                            .before = {1},
	                            .after = {1}});
	if (coin->contract)
		touch(all, (struct touched){.key = coin->contract,
		                            .before = {1},
		                            .after = {1}});
}

void solana_add_tokens(struct text *t, const struct minted *coin,
                       struct coin amount)
{
	char units[COIN_TEXT], whole[COIN_TEXT], point[DECIMAL_TEXT];

	coin_print_units(units, amount);
	coin_print(whole, amount, coin->decimals);
	decimal_print(point, units, coin->decimals, 1);
	text_printf(t,
	            "{\"amount\":\"%s\",\"decimals\":%u,\"uiAmount\":%s,"
	            "\"uiAmountString\":\"%s\"}",
	            units, coin->decimals, point, whole);
}

static void add_balances(struct text *t, const char *name,
                         const struct touch *all, bool is_after)
{
	char units[COIN_TEXT];

	text_printf(t, ",\"%s\":[", name);
	for (size_t i = 0; i < all->n; i++) {
		coin_print_units(units,
		                 is_after ? all->v[i].after : all->v[i].before);
		text_printf(t, "%s%s", i ? "," : "", units);
	}
	text_add_text(t, "]");
}

static void add_holdings(struct text *t, const char *name,
                         const struct minted *coin, const struct touch *all,
                         bool is_after)
{
	const char *before = "";

	text_printf(t, ",\"%s\":[", name);
	for (size_t i = 0; i < all->n; i++) {
		const struct touched *one = &all->v[i];

		if (!one->owner)
			continue;
		text_printf(t,
		            "%s{\"accountIndex\":%zu,\"mint\":\"%s\","
		            "\"owner\":\"%s\",\"programId\":\"%s\","
		            "\"uiTokenAmount\":",
		            before, i, coin->contract, one->owner, TOKEN);
		solana_add_tokens(t, coin,
		                  is_after ? one->tokens_after
		                           : one->tokens_before);
		text_add_text(t, "}");
		before = ",";
	}
	text_add_text(t, "]");
}

static void add_keys(struct text *t, const struct touch *all)
{
	text_add_text(t, "\"accountKeys\":[");
	for (size_t i = 0; i < all->n; i++)
		text_printf(t,
		            "%s{\"pubkey\":\"%s\",\"signer\":%s,"
		            "\"source\":\"transaction\",\"writable\":%s}",
		            i ? "," : "", all->v[i].key,
		            all->v[i].is_signer ? "true" : "false",
		            all->v[i].is_writable ? "true" : "false");
	text_add_text(t, "]");
}

static void add_meta(struct text *t, const struct minted *coin,
                     const struct touch *all)
{
	text_printf(t,
	            "\"meta\":{\"computeUnitsConsumed\":450,\"err\":null,"
	            "\"fee\":%d,\"innerInstructions\":[],\"logMessages\":[]",
	            FEE);
	add_balances(t, "postBalances", all, true);
	add_holdings(t, "postTokenBalances", coin, all, true);
	add_balances(t, "preBalances", all, false);
	add_holdings(t, "preTokenBalances", coin, all, false);
	text_add_text(t, ",\"rewards\":[],\"status\":{\"Ok\":null}}");
}

void solana_add_transaction(struct text *t, const struct world *w,
                            const struct transfers *of)
{
	const struct transfer *one = &of->v[0];
	struct touch all = {.n = 0};
	uint8_t bytes[32];

	touch_all(&all, t->arena, of, transfer_from(t->arena, w, one));
	world_seeded(bytes, w, "recent", one->height);
	text_printf(t, "{\"blockTime\":%" PRId64 ",",
	            world_time(w, one->height).ms / 1000);
	add_meta(t, one->coin, &all);
	text_printf(t, ",\"slot\":%" PRId64 ",\"transaction\":{\"message\":{",
	            one->height);
	add_keys(t, &all);
	text_printf(t,
	            ",\"instructions\":[],\"recentBlockhash\":\"%s\"},"
	            "\"signatures\":[\"%s\"]},\"version\":\"legacy\"}",
	            base58_encode(t->arena, bytes, sizeof(bytes)), one->txid);
}
