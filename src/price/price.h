/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"
#include "chain/fault.h"
/*
 * price: what one coin costs in a fiat currency, as a service says it.
 *
 * A price stays the text it came as ("8.94e-06" is exact) and is more than
 * zero.  A coin without a price is left out; a price that is no number spoils
 * the whole answer.  Readers are pure: NULL, or the reason and no price.
 */
struct arena;

struct price {
	const char *coin;     /* "BTC", as in struct asset */
	const char *currency; /* "USD" */
	const char *text;
};

struct prices {
	struct price *v;
	size_t n, room;
	struct fault fault;
};

/* What one pair was asked for, where its answer does not say; or NULLs. */
struct price_question {
	const char *coin, *currency;
};

typedef const char *price_read(struct prices *out, struct arena *a,
                               const struct price_question *q, long http,
                               struct slice body);

price_read kraken_read, coingecko_read, coinbase_read;

struct price_source {
	const char *name;
	price_read *read;
};

extern const struct price_source PRICE_SOURCES[];
extern const size_t PRICE_SOURCES_COUNT;

const struct price_source *price_source_find(const char *name);

/* Adds it; a price of zero is none.  False when the text is no price. */
bool prices_add(struct prices *out, struct arena *a, struct price p);

const char *prices_refuse(struct prices *out, struct fault f);
const char *prices_malformed(struct prices *out, const char *message);

/* Whether it has the form of a currency's code: "USD". */
bool price_is_currency(const char *s);
