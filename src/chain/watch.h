/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "chain/address.h"
/*
 * watch: an address of ours, and whether a source means it.
 *
 * Addresses are compared by what they decode to, never as text: one script
 * of Litecoin is written 3... and M..., an EVM address in any case.
 */
enum { WATCH_HEX = 2 * ADDRESS_BYTES + 1 };

struct watch {
	const struct asset *asset;
	enum chain chain;
	const char *address; /* as we show it */
	/* lower-case hex of the script (Bitcoin and its kin), of 20 bytes
	 * (EVM, TRON) or of 32 (Solana) */
	char hex[WATCH_HEX];
};

/* NULL, or why it is no address of that asset. */
const char *watch_open(struct watch *out, const struct asset *asset,
                       enum chain chain, const char *address);

/* What an address decodes to, as in .hex; false when it is none.  Of EVM any
 * case will do, as sources care little for it. */
bool watch_decode(char out[WATCH_HEX], const struct asset *asset,
                  enum chain chain, const char *address);
/* Whether it is the same address in another spelling. */
bool watch_is_address(const struct watch *w, const char *address);
/* Whether it is that script, in hex. */
bool watch_is_script(const struct watch *w, const char *hex);
/* Whether it is that 32 byte word of an EVM log, in hex without 0x. */
bool watch_is_word(const struct watch *w, const char *hex);
/* The 40 digits of an address in such a word, in lower case. */
bool watch_word(char out[WATCH_HEX], const char *hex);

/* Whether the text names the asset's contract or mint; on TRON, which writes
 * it so in logs, it may be 40 hex digits. */
bool watch_is_contract(const struct asset *asset, const char *contract);
/* Whether it is the contract of any asset of that network: what such a one
 * writes must make sense, be it for us or not. */
bool watch_knows_contract(enum network network, const char *contract);
