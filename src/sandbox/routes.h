/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/router.h"
/*
 * routes: every address the stand-in answers.
 */
extern const struct route SANDBOX_ROUTES[];
extern const size_t SANDBOX_ROUTES_COUNT;

/* What it says to any other. */
struct reply *sandbox_error(struct request *rq, int status, const char *what);

/* api.c */
handler api_payment_create, api_payment_show;
/* api_wallet.c */
handler api_wallet_show, api_wallet_withdraw;
/* api_lists.c */
handler api_currency_list, api_coin_list, api_coin_list_all,
	api_coin_list_stable, api_price_list;
/* api_esplora.c */
handler api_esplora_tip_height, api_esplora_tip_hash, api_esplora_hash_at,
	api_esplora_block_status, api_esplora_address, api_esplora_txs,
	api_esplora_txs_chain, api_esplora_txs_mempool, api_esplora_tx,
	api_esplora_tx_status;
/* api_blockcypher.c */
handler api_blockcypher_chain, api_blockcypher_addresses,
	api_blockcypher_transaction;
/* api_evm.c */
handler api_evm_ethereum, api_evm_bsc, api_evm_tron;
/* api_solana.c */
handler api_solana;
/* api_trongrid.c */
handler api_trongrid_list, api_trongrid_info, api_trongrid_solid_info,
	api_trongrid_block, api_trongrid_solid_block;
/* api_ethplorer.c */
handler api_ethplorer_height, api_ethplorer_history, api_ethplorer_info;
/* api_kraken.c, api_coingecko.c, api_coinbase.c */
handler api_kraken, api_coingecko, api_coinbase;
/* control.c: for scripts */
handler control_pay, control_expire, control_fault;
/* control_chain.c: the same of the chains */
handler control_send, control_mine;
/* page.c: for a person */
handler page_show, page_act, page_shop;
/* page_chains.c: the same of the chains */
handler page_send, page_disturb;
