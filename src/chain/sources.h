/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/assets.h"
#include "chain/credit.h"
/*
 * sources: the services that tell what came to an address, one file each.
 *
 * A reader takes every kind of answer of its service that can hold a credit
 * or that the way to one needs, and tells them apart by their shape.  It gives
 * NULL, or the reason with the fault in out, and then no credit.  http is the
 * status, or 0 when only the body is at hand.
 */
typedef const char *source_read(struct credits *out, struct arena *a,
                                const struct question *q, long http,
                                struct slice body);

source_read esplora_read, blockcypher_read, bitcoind_read, solana_read,
	solanafm_read, trongrid_read, evm_read, ethplorer_read;

struct source {
	const char *name;
	source_read *read;
	enum network networks[4]; /* up to the first NETWORK_NONE */
};

extern const struct source SOURCES[];
extern const size_t SOURCES_COUNT;

/* The source of that name, or NULL. */
const struct source *source_find(const char *name);
/* Whether it can tell of that asset. */
bool source_knows(const struct source *s, const struct asset *asset);

/* Esplora's answers that are no list: /blocks/tip/height, hashes, and
 * /block/:hash/status; NULL or the reason. */
const char *esplora_read_height(int64_t *out, struct slice body);
const char *esplora_read_hash(const char **out, struct arena *a,
                              struct slice body);
const char *esplora_read_block_status(bool *in_best_chain, struct arena *a,
                                      struct slice body);
