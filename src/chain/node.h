/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
/*
 * node: how our own bitcoind or litecoind is spoken to.
 */
struct text;

/* A JSON-RPC question; params is a JSON array. */
struct slice node_body(struct arena *a, const char *method, const char *params);
/* "/wallet/cointill", or "" for a node with one wallet. */
const char *node_wallet_path(struct arena *a);
/* The wallet's name as JSON text. */
const char *node_wallet_json(struct arena *a);
