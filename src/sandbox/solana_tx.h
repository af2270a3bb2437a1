/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "sandbox/transfer.h"
/*
 * solana_tx: a transaction as Solana's nodes write it, jsonParsed: a stranger
 * signs and pays; each receiver has one account, whose balances before and
 * after tell what came.
 */
void solana_add_transaction(struct text *t, const struct world *w,
                            const struct transfers *of);
/* {"amount":"2500000","decimals":6,…} */
void solana_add_tokens(struct text *t, const struct minted *coin,
                       struct coin amount);
