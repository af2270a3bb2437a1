/* SPDX-License-Identifier: MIT */
#include "sandbox/routes.h"
#include "sandbox/answer.h"

/* None has a session: a MACHINE asks, or a person on the one page. */
#define ROW(method, path, handler)                  \
	{                                           \
		method, path, handler, MACHINE, ALL \
	}

/* clang-format off */
const struct route SANDBOX_ROUTES[] = {
	/* The gateway, as it speaks */
	ROW(POST, "/api/payment",               api_payment_create),
	ROW(GET,  "/api/payment",               api_payment_show),
	ROW(GET,  "/api/wallet",                api_wallet_show),
	ROW(POST, "/api/wallet/withdrawal",     api_wallet_withdraw),
	ROW(GET,  "/api/currency",              api_currency_list),
	ROW(GET,  "/api/cryptocurrency",        api_coin_list),
	ROW(GET,  "/api/cryptocurrency/all",    api_coin_list_all),
	ROW(GET,  "/api/cryptocurrency/stable", api_coin_list_stable),
	ROW(GET,  "/api/cryptocurrency/price",  api_price_list),
	/* The chains, each as its services speak: Esplora */
	ROW(GET,  "/{coin}/api/blocks/tip/height",   api_esplora_tip_height),
	ROW(GET,  "/{coin}/api/blocks/tip/hash",     api_esplora_tip_hash),
	ROW(GET,  "/{coin}/api/block-height/{height}",
	                                             api_esplora_hash_at),
	ROW(GET,  "/{coin}/api/block/{hash}/status", api_esplora_block_status),
	ROW(GET,  "/{coin}/api/address/{address}",   api_esplora_address),
	ROW(GET,  "/{coin}/api/address/{address}/txs",
	                                             api_esplora_txs),
	ROW(GET,  "/{coin}/api/address/{address}/txs/chain",
	                                             api_esplora_txs_chain),
	ROW(GET,  "/{coin}/api/address/{address}/txs/chain/{last}",
	                                             api_esplora_txs_chain),
	ROW(GET,  "/{coin}/api/address/{address}/txs/mempool",
	                                             api_esplora_txs_mempool),
	ROW(GET,  "/{coin}/api/tx/{txid}",           api_esplora_tx),
	ROW(GET,  "/{coin}/api/tx/{txid}/status",    api_esplora_tx_status),
	/* BlockCypher */
	ROW(GET,  "/blockcypher/{coin}", api_blockcypher_chain),
	ROW(GET,  "/blockcypher/{coin}/addrs/{address}",
	                                 api_blockcypher_addresses),
	ROW(GET,  "/blockcypher/{coin}/txs/{txid}",
	                                 api_blockcypher_transaction),
	/* Nodes */
	ROW(POST, "/eth",          api_evm_ethereum),
	ROW(POST, "/bsc",          api_evm_bsc),
	ROW(POST, "/sol",          api_solana),
	ROW(POST, "/tron/jsonrpc", api_evm_tron),
	/* TronGrid */
	ROW(GET,  "/tron/v1/accounts/{address}/transactions/trc20",
	                                              api_trongrid_list),
	ROW(POST, "/tron/wallet/gettransactioninfobyid",
	                                              api_trongrid_info),
	ROW(POST, "/tron/walletsolidity/gettransactioninfobyid",
	                                              api_trongrid_solid_info),
	ROW(POST, "/tron/wallet/getnowblock",         api_trongrid_block),
	ROW(POST, "/tron/walletsolidity/getnowblock", api_trongrid_solid_block),
	/* Ethplorer */
	ROW(GET,  "/ethplorer/getLastBlock",     api_ethplorer_height),
	ROW(GET,  "/ethplorer/getAddressHistory/{address}",
	                                         api_ethplorer_history),
	ROW(GET,  "/ethplorer/getTxInfo/{txid}", api_ethplorer_info),
	/* The price sources */
	ROW(GET,  "/kraken/0/public/Ticker",         api_kraken),
	ROW(GET,  "/coingecko/api/v3/simple/price",  api_coingecko),
	ROW(GET,  "/coinbase/v2/prices/{pair}/spot", api_coinbase),
	/* The world around it, for scripts */
	ROW(POST, "/pay",    control_pay),
	ROW(POST, "/expire", control_expire),
	ROW(POST, "/fault",  control_fault),
	ROW(POST, "/send",   control_send),
	ROW(POST, "/mine",   control_mine),
	/* The same, for a person */
	ROW(GET,  "/",           page_show),
	ROW(POST, "/",           page_act),
	ROW(POST, "/page/send",  page_send),
	ROW(POST, "/page/chain", page_disturb),
	ROW(GET,  "/shop",       page_shop),
};
/* clang-format on */
const size_t SANDBOX_ROUTES_COUNT =
	sizeof(SANDBOX_ROUTES) / sizeof(SANDBOX_ROUTES[0]);

struct reply *sandbox_error(struct request *rq, int status, const char *what)
{
	return answer_error(rq, status, status == 404 ? "not_found" : "error",
	                    what);
}
