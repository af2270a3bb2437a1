/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "chain/assets.h"
#include "sandbox/listing.h"
/*
 * minted: the coins that move on the simulated chains.
 *
 * The table is not the shop's (chain/assets): what one side gets wrong, the
 * other must not share.  Only the names of networks and the forms of
 * addresses are common.
 */
struct minted {
	const char *code; /* "USDT_TRC20" */
	const char *symbol, *name;
	enum network network;
	unsigned decimals;
	const char *contract; /* as its network writes it; NULL: its own coin */
};

const struct minted *minted_find(const char *code);
/* NULL after the last. */
const struct minted *minted_at(size_t i);
/* The one with that contract, in any spelling; on TRON 40 hex digits, too.
 * NULL contract: the network's own coin. */
const struct minted *minted_of(enum network network, const char *contract);
/* 40 hex digits without 0x; of EVM and TRON. */
const char *minted_contract_hex(struct arena *a, const struct minted *m);

/* What kind of address a network has. */
enum address_kind minted_address_kind(enum network network);
