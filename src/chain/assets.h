/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/coin.h"
/*
 * assets: everything we know about each coin, in one table.
 *
 * An asset is a coin on one network: USDT on TRON and USDT on Ethereum are
 * two.  Its code is what the gateway, the database and the URLs say.
 */
struct arena;

enum network {
	NETWORK_NONE,
	NETWORK_BITCOIN,
	NETWORK_LITECOIN,
	NETWORK_DOGECOIN,
	NETWORK_ETHEREUM,
	NETWORK_BSC,
	NETWORK_SOLANA,
	NETWORK_TRON
};

#define NETWORK_COUNT (NETWORK_TRON + 1)

struct asset {
	const char *code; /* "USDT_TRC20" */
	const char *coin; /* "USDT" */
	const char *name; /* "Tether" */
	enum network network;
	unsigned decimals;    /* of one coin, in base units */
	bool is_stable;       /* the gateway takes exact amounts only */
	const char *contract; /* or mint; NULL for a network's own coin */
	const char *least;    /* coins below which moving it costs more */
};

extern const struct asset ASSETS[];
extern const size_t ASSETS_COUNT;

/* The asset with that code, or NULL. */
const struct asset *asset_find(const char *code);

/* Whether a list of codes names it: the settings coins and own_coins. */
bool asset_is_among(struct arena *a, const struct asset *asset,
                    const char *codes);

/* "bitcoin", as settings and tables say it; and back: NETWORK_NONE when there
 * is no such network. */
const char *network_code(enum network network);
enum network network_find(const char *code);
/* The network's own coin, which its fees are paid in. */
const struct asset *network_coin(enum network network);
/* Blocks after which nothing changes any more. */
int64_t network_final(enum network network);
/* Blocks, its own among them, before mined coins may move; 0: there are none.
 * Those that come out of Litecoin's MWEB move sooner. */
int64_t network_maturity(enum network network);
enum { PEG_OUT_MATURITY = 6 };

/* Blocks, its own among them, until a transfer is credited: the setting
 * `confirmations`, or what the network's row says. */
int64_t asset_depth(const struct asset *s);
/* NULL, or what is wrong with a word of that setting. */
const char *confirmations_fault(struct arena *a, const char *word);
/* network_final of its network. */
int64_t asset_final(const struct asset *s);

/* "TRON, TRC-20" */
const char *asset_network(const struct asset *s);
/* "0.0001 BTC" */
const char *asset_amount(struct arena *a, const struct asset *s, struct coin c);
const char *asset_least(struct arena *a, const struct asset *s);
struct coin asset_least_units(const struct asset *s);

/*
 * What a wallet reads from a QR code: a payment URI (BIP-21, ERC-681, Solana
 * Pay), or the bare address where the network has none.  amount may be NULL.
 */
const char *asset_payment_uri(struct arena *a, const struct asset *s,
                              const char *address, const struct coin *amount);
/* The same, with words for the payer's wallet; those that the standard has no
 * field for are left out, as are NULLs. */
struct uri_words {
	const char *label;   /* who is paid */
	const char *message; /* what for */
	const char *memo;    /* written into Solana's ledger, for all to read */
};

const char *asset_payment_uri_with(struct arena *a, const struct asset *s,
                                   const char *address,
                                   const struct coin *amount,
                                   const struct uri_words *words);
/* Whether that is a URI, which a link may carry. */
bool asset_has_uri(const struct asset *s);
/* What wallets call that kind of URI: "BIP-21"; NULL where there is none. */
const char *asset_uri_kind(const struct asset *s);
/* Whether it is a token: its URI names the contract or mint, and a wallet
 * that reads no more than that sends to it. */
bool asset_is_token(const struct asset *s);

/* Where anybody can look the transfer up, or NULL: none is known, or the id
 * has not the form that the network gives its ids. */
const char *asset_explorer_url(struct arena *a, const struct asset *s,
                               const char *txid);
/* The same for an address, which must be valid on the main network. */
const char *asset_explorer_address_url(struct arena *a, const struct asset *s,
                                       const char *address);
