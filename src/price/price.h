/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/clock.h"
#include "base/text.h"
#include "chain/fault.h"
#include "settings.h"
/*
 * price: what one coin costs in a fiat currency, as a service says it.
 *
 * A price stays the text it came as ("8.94e-06" is exact) and is more than
 * zero.  A coin without a price is left out; a price that is no number costs
 * its own pair, and where there is no other the answer is none.  Readers are
 * pure: NULL, or the reason and no price.
 */
struct arena;

enum { PRICE_PLACES = 36 };

struct price {
	const char *coin;     /* "BTC", as in struct asset */
	const char *currency; /* "USD" */
	const char *text;
	/* Of when it is, where the source tells; 0: of when it is heard. */
	struct moment told_at;
};

struct prices {
	struct price *v;
	size_t n, room;
	size_t passed;          /* pairs that could not be read */
	const char *passed_why; /* the last of them */
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

/* The prices that are wanted. */
struct price_wish {
	const char *const *coins;
	size_t n;
	const char *currency;
};

/* One request of a source, under its URL.  The question is empty when it is
 * of several coins. */
struct price_request {
	const char *path;
	struct price_question question;
};

struct price_requests {
	size_t n;
	struct price_request *v;
};

/* As few as can be; coins that the source does not know are left out. */
typedef struct price_requests price_plan(struct arena *a,
                                         const struct price_wish *wish);

price_plan kraken_plan, coingecko_plan, coinbase_plan;

struct price_source {
	const char *name;
	price_read *read;
	price_plan *plan;
	enum setting url;
	unsigned per_hour, burst; /* calls that its host bears */
	/* The header that takes a key, at that host; or NULL. */
	const char *(*key_header)(const char *host);
};

extern const struct price_source PRICE_SOURCES[];
extern const size_t PRICE_SOURCES_COUNT;

const struct price_source *price_source_find(const char *name);

struct price_sources {
	size_t n;
	const struct price_source **v;
};

/* Those of the setting price_sources, in order, each once. */
struct price_sources price_sources_set(struct arena *a);

const char *coingecko_key_header(const char *host);

/* Adds it; a price of zero is none.  False when the text is no price. */
bool prices_add(struct prices *out, struct arena *a, struct price p);

/* A pair that cannot be read. */
void prices_pass(struct prices *out, const char *why);
/* The end of a reader: refused with that reason, or when nothing but pairs
 * that cannot be read was there; gives the reason. */
const char *prices_end(struct prices *out, const char *why);

const char *prices_refuse(struct prices *out, struct fault f);
const char *prices_malformed(struct prices *out, const char *message);

/* The same price without an exponent, as far as PRICE_PLACES reach. */
const char *price_plain(struct arena *a, const char *text);
/* Whether it has the form of a currency's code: "USD". */
bool price_is_currency(const char *s);
