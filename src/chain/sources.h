/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/assets.h"
#include "chain/credit.h"
#include "chain/scan.h"
/*
 * sources: the services that tell what came to an address, one file each.
 *
 * A reader takes every kind of answer of its service that can hold a credit
 * or that the way to one needs, and tells them apart by their shape.  It gives
 * NULL, or the reason with the fault in out, and then no credit.  http is the
 * status, or 0 when only the body is at hand.
 *
 * How a service is asked is in the file beside its reader, ..._scan.c, as the
 * two functions of a scan (scan.h), and what it bears by default in its row.
 */
typedef const char *source_read(struct credits *out, struct arena *a,
                                const struct question *q, long http,
                                struct slice body);

source_read esplora_read, blockcypher_read, bitcoind_read, solana_read,
	solanafm_read, trongrid_read, evm_read, ethplorer_read;

scan_ask evm_ask, evm_native_ask, ethplorer_ask;
scan_take evm_take, evm_native_take, ethplorer_take;
void evm_ask_tip(struct arena *a, struct ask *out);
void ethplorer_ask_tip(struct arena *a, struct ask *out);
scan_ask esplora_ask, blockcypher_ask, bitcoind_ask;
scan_take esplora_take, blockcypher_take, bitcoind_take;
void esplora_ask_tip(struct arena *a, struct ask *out);
void blockcypher_ask_tip(struct arena *a, struct ask *out);
void bitcoind_ask_tip(struct arena *a, struct ask *out);

scan_ask solana_ask, solanafm_ask, trongrid_ask;
scan_take solana_take, solanafm_take, trongrid_take;
void solana_ask_tip(struct arena *a, struct ask *out);
void trongrid_ask_tip(struct arena *a, struct ask *out);

struct source {
	const char *name;
	source_read *read;
	enum network networks[4]; /* up to the first NETWORK_NONE */
	/* One scan for all addresses with one cursor, not one for each. */
	bool is_whole;
	/* It is a wallet that knows which addresses are ours: no watches. */
	bool is_wallet;
	/* What it tells is made whole by what is recorded (scan.known). */
	bool wants_known;
	/* Its answers are large: each is dropped when it was taken, and of it
	 * stays what scan_keep copied and what its take copies itself. */
	bool is_bulky;
	unsigned per_hour, burst; /* calls a host bears; 0: any number */
	scan_ask *ask;
	scan_take *take;
	/* The chain's height: the question; read by `read` into .height. */
	void (*ask_tip)(struct arena *a, struct ask *out);
	/* What goes into a header, with the endpoint's key; or NULL. */
	const char *key_header; /* "TRON-PRO-API-KEY", "Authorization" */
	const char *key_field;  /* of the query string: "token"; or NULL */
	const char *key_public; /* for those who have no key of their own */
	bool asks_again;        /* for one transaction: scan.again */
	bool is_tokens_only;    /* it can't tell of a network's own coin */
	/* The walk for the network's own coin at the same endpoint, with a
	 * cursor of its own; or NULL.  Only where watch_native is set. */
	const struct source *native;
};

extern const struct source SOURCES[];
extern const size_t SOURCES_COUNT;

/* The source of that name, or NULL. */
const struct source *source_find(const char *name);
/* Whether it can tell of that asset. */
bool source_knows(const struct source *s, const struct asset *asset);

/* Esplora's answers that are no list: /blocks/tip/height (esplora_read takes
 * it too), hashes, and
 * /block/:hash/status; NULL or the reason. */
const char *esplora_read_height(int64_t *out, struct slice body);
const char *esplora_read_hash(const char **out, struct arena *a,
                              struct slice body);
const char *esplora_read_block_status(bool *in_best_chain, struct arena *a,
                                      struct slice body);
