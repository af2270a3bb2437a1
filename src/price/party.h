/* SPDX-License-Identifier: MIT */
#pragma once
#include "price/price.h"
/*
 * party: where a source of prices answers in this shop, by the settings.
 */
struct party {
	const struct price_source *source;
	const char *name; /* "prices/kraken@api.kraken.com", in table sources */
	const char *url;  /* without a slash at its end */
	const char *const *headers; /* the key among them, where there is one */
	unsigned per_hour, burst;
};

struct party party_open(struct arena *a, const struct price_source *source);
