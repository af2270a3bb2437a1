/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/sources.h"
#include "side.h"
/*
 * chain: the stand-in's chains, read by the shop's own readers.
 */
/* An address of ours, and how its service is asked. */
struct seat {
	const char *asset, *network, *address;
	source_read *read;
};

/* Sends coins there, all outputs in one transaction; gives its id. */
const char *chain_send(struct side *s, const char *asset, const char *outputs);
/* The same to a seat, on request held back. */
const char *chain_give(struct side *s, const struct seat *seat,
                       const char *amount, bool is_held);
/* Makes the chain longer; gives its height. */
int64_t chain_mine(struct side *s, const char *network, int blocks);
/* Lets something happen; the fields begin with do=. */
struct said chain_fault(struct side *s, const char *fields);

/* What the reader makes of an answer; it must be one that it takes. */
struct credits chain_read(struct side *s, const struct seat *seat,
                          const char *method, const char *uri, const char *body,
                          int64_t tip);
/* The fault that the reader finds. */
enum fault_kind chain_refused(struct side *s, const struct seat *seat,
                              const char *method, const char *uri,
                              const char *body);
/* Whether there is this one credit and no other. */
void chain_expect(const struct credits *read, const char *txid,
                  const char *units, int64_t confirmations);
