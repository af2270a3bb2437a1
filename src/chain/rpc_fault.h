/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/jsonrpc.h"
/*
 * rpc_fault: what the errors of each kind of node mean.
 *
 * Codes are few and providers use them as they like, so of EVM nodes the
 * words count too: "range" and "results" ask for fewer blocks at once.
 */
struct fault bitcoind_judge(struct arena *a, long http,
                            const struct rpc_error *e);
struct fault evm_judge(struct arena *a, long http, const struct rpc_error *e);
struct fault solana_judge(struct arena *a, long http,
                          const struct rpc_error *e);
