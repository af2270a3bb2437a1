/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "deposit/deposit.h"
/*
 * transfer: one deposit on a chain, in words for the buyer who sent it.
 *
 * What happened to it is said plainly, whatever it was: nothing that came to
 * an address is passed over in silence.
 */
struct transfer {
	const struct deposit *deposit;
	const char *amount;   /* "0.001 BTC" */
	const char *label;    /* "Confirming", "Under review", ... */
	const char *band;     /* of the label: good, warn, bad or "" */
	const char *credited; /* "$12.50", or "" */
	const char *rate;     /* "1 BTC = $64,120.00", or "" */
	const char *depth;    /* "1 of 2 confirmations", or "" */
	const char *url;      /* of an explorer, or NULL */
	const char *host;     /* of that: "mempool.space" */
	const char *note;     /* sentences */
};

/* A deposit of a source's among all of the payment. */
struct transfer transfer_of(struct arena *a, const struct payment *p,
                            const struct deposits *all,
                            const struct deposit *d);

/* "1 of 2", never more than all. */
const char *transfer_depth(struct arena *a, const struct deposit *d);
bool transfer_is_deep(const struct deposit *d);
/* Whether the gateway's word, once credited, counts this one. */
bool transfer_is_counted(const struct deposits *all, const struct deposit *d);
/* "$12.50" */
const char *transfer_money(struct arena *a, struct money m);
/* The price it is credited at, or "" when that is not known. */
const char *transfer_rate(struct arena *a, const struct deposit *d);
/* "TRON": without the kind of token. */
const char *transfer_network(struct arena *a, const struct asset *asset);
