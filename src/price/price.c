/* SPDX-License-Identifier: MIT */
#include "price/price.h"
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"

enum { TEXT_MOST = 40 };

/* clang-format off */
const struct price_source PRICE_SOURCES[] = {
	{"kraken", kraken_read, kraken_plan, SET_KRAKEN_URL,
		3600, 1, NULL},
	{"coingecko", coingecko_read, coingecko_plan, SET_COINGECKO_URL,
		1800, 5, coingecko_key_header},
	{"coinbase", coinbase_read, coinbase_plan, SET_COINBASE_URL,
		10000, 20, NULL},
};
/* clang-format on */

const size_t PRICE_SOURCES_COUNT =
	sizeof(PRICE_SOURCES) / sizeof(PRICE_SOURCES[0]);

const struct price_source *price_source_find(const char *name)
{
	for (size_t i = 0; i < PRICE_SOURCES_COUNT; i++)
		if (!strcmp(PRICE_SOURCES[i].name, name))
			return &PRICE_SOURCES[i];
	return NULL;
}

static bool is_among(const struct price_sources *all,
                     const struct price_source *s)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i] == s)
			return true;
	return false;
}

struct price_sources price_sources_set(struct arena *a)
{
	const char *rest = setting_text(SET_PRICE_SOURCES), *name;
	struct price_sources all = {0,
	                            arena_array(a, PRICE_SOURCES_COUNT,
	                                        const struct price_source *)};

	while ((name = text_next_word(a, &rest))) {
		const struct price_source *s = price_source_find(name);

		must(s);
		if (!is_among(&all, s))
			all.v[all.n++] = s;
	}
	return all;
}

bool prices_add(struct prices *out, struct arena *a, struct price p)
{
	struct integer n;
	struct price *larger;

	if (strlen(p.text) > TEXT_MOST ||
	    decimal_parse_floor(&n, p.text, PRICE_PLACES))
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

void prices_pass(struct prices *out, const char *why)
{
	out->passed++;
	out->passed_why = why;
}

const char *prices_end(struct prices *out, const char *why)
{
	if (!why && !out->n)
		why = out->passed_why;
	return why ? prices_malformed(out, why) : NULL;
}

const char *price_plain(struct arena *a, const char *text)
{
	char plain[DECIMAL_TEXT];
	struct integer n;

	must(!decimal_parse_floor(&n, text, PRICE_PLACES));
	decimal_print(plain, n.digits, PRICE_PLACES, 0);
	return arena_text(a, plain);
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
