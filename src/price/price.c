/* SPDX-License-Identifier: MIT */
#include "price/price.h"
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"

enum { TEXT_MOST = 40, PLACES = 36 };

const struct price_source PRICE_SOURCES[] = {
	{"kraken",    kraken_read   },
	{"coingecko", coingecko_read},
	{"coinbase",  coinbase_read },
};

const size_t PRICE_SOURCES_COUNT =
	sizeof(PRICE_SOURCES) / sizeof(PRICE_SOURCES[0]);

const struct price_source *price_source_find(const char *name)
{
	for (size_t i = 0; i < PRICE_SOURCES_COUNT; i++)
		if (!strcmp(PRICE_SOURCES[i].name, name))
			return &PRICE_SOURCES[i];
	return NULL;
}

bool prices_add(struct prices *out, struct arena *a, struct price p)
{
	struct integer n;
	struct price *larger;

	if (strlen(p.text) > TEXT_MOST ||
	    decimal_parse_floor(&n, p.text, PLACES))
		return false;
	if (!strcmp(n.digits, "0"))
		return true;
	if (out->n == out->room) {
		out->room = out->room ? out->room * 2 : 16;
		larger = arena_array(a, out->room, struct price);
		if (out->n)
			memcpy(larger, out->v, out->n * sizeof(*larger));
		out->v = larger;
	}
	p.coin = arena_text(a, p.coin);
	p.currency = arena_text(a, p.currency);
	p.text = arena_text(a, p.text);
	out->v[out->n++] = p;
	return true;
}

const char *prices_refuse(struct prices *out, struct fault f)
{
	*out = (struct prices){.fault = f};
	return f.message;
}

const char *prices_malformed(struct prices *out, const char *message)
{
	return prices_refuse(out, fault_of(FAULT_MALFORMED, message));
}

bool price_is_currency(const char *s)
{
	return strlen(s) == 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}
