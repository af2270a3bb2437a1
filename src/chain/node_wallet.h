/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/endpoint.h"
/*
 * node_wallet: what our own bitcoind or litecoind must be told.
 *
 * An address is imported, watch-only, before anybody sees it: what came
 * before the import would need a rescan.  Nodes with legacy wallets take
 * importmulti, or importaddress where they do not know that; those with
 * descriptor wallets importdescriptors.  Dogecoin Core has one wallet, without
 * a name.
 */
struct arena;

/* The first endpoint of the network that is a node of our own, or NULL. */
const struct endpoint *node_of(enum network network);
/* Loads the watch-only wallet where it is not there, or, if it may, makes it;
 * NULL or why.  A new one knows no address and would miss all that came, so
 * one that was used before is never made. */
const char *node_wallet_open(struct arena *a, const struct endpoint *node,
                             bool may_make);
/* Makes it watch these; NULL, or why not.  Twice does no harm. */
const char *node_wallet_import(struct arena *a, const struct endpoint *node,
                               const char *const *addresses, size_t n);
