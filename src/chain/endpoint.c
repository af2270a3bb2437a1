/* SPDX-License-Identifier: MIT */
#include "chain/endpoint.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/budget.h"
#include "chain/source_key.h"
#include "chain/sources.h"
#include "settings.h"

enum {
	WORDS_MOST = 16,
	NAME_MOST = 64, /* what the column of a deposit holds */
	SCRATCH = 64 * 1024
};

static struct endpoint of[NETWORK_COUNT][WORDS_MOST];
static size_t counts[NETWORK_COUNT];
static bool is_read[NETWORK_COUNT];

/* --- words --------------------------------------------------------------- */

struct word {
	const char *text; /* all of it */
	const char *kind, *url, *host;
};

static bool is_for(const struct source *s, enum network network)
{
	for (size_t i = 0; i < 4 && s->networks[i] != NETWORK_NONE; i++)
		if (s->networks[i] == network)
			return true;
	return false;
}

/* What stands in a URL of ours: no login, no query, nothing to be escaped. */
static bool is_plain(const char *url)
{
	for (; *url; url++)
		if (*url <= ' ' || *url > '~' || strchr("@?#\"'<>\\%", *url))
			return false;
	return true;
}

/* As far as remote/ lets plain http go. */
static bool is_loopback(const char *host)
{
	size_t len = strcspn(host, ":/");
	struct slice name = {host, len};

	return slice_is(name, "127.0.0.1") || slice_is(name, "localhost");
}

static const char *read_url(struct word *w, struct arena *a, const char *url)
{
	char *own = arena_text(a, url);
	size_t len = strlen(own);
	const char *host;

	while (len && own[len - 1] == '/')
		own[--len] = '\0';
	if (!strncmp(own, "https://", 8))
		host = own + 8;
	else if (!strncmp(own, "http://", 7))
		host = own + 7;
	else
		return "the URL begins with neither https:// nor http://";
	if (!*host || *host == '/')
		return "the URL has no host";
	if (own[4] == ':' && !is_loopback(host))
		return "plain http goes to 127.0.0.1 alone, by a tunnel if it "
		       "must; elsewhere it is https";
	if (!is_plain(own))
		return "the URL has a login, a query or odd characters; keys "
		       "and logins go into a file of source_key_dir";
	w->url = own;
	w->host = arena_bytes(a, host, strcspn(host, "/"));
	return NULL;
}

static const char *word_read(struct word *w, struct arena *a,
                             enum network network, const char *text)
{
	const char *equals = strchr(text, '=');
	const struct source *source;
	const char *why;

	*w = (struct word){.text = text};
	if (!equals)
		return "it is not KIND=URL";
	w->kind = arena_bytes(a, text, (size_t)(equals - text));
	source = source_find(w->kind);
	if (!source)
		return "there is no such kind of source";
	if (!is_for(source, network))
		return "that kind of source does not know this network";
	why = read_url(w, a, equals + 1);
	if (!why && strlen(network_code(network)) + strlen(w->kind) +
	                            strlen(w->host) + strlen("/@#10") >
	                    NAME_MOST)
		why = "the host's name is too long";
	return why;
}

/* The next word of the text, or NULL. */
static const char *word_next(const char **p, struct arena *a)
{
	size_t len;
	const char *word;

	*p += strspn(*p, " \t");
	len = strcspn(*p, " \t");
	word = *p;
	*p += len;
	return len ? arena_bytes(a, word, len) : NULL;
}

const char *endpoints_fault(struct arena *a, enum network network,
                            const char *text)
{
	const char *word, *why;
	struct word w;
	size_t n = 0;

	while ((word = word_next(&text, a))) {
		why = word_read(&w, a, network, word);
		if (!why && ++n > WORDS_MOST)
			why = "there are too many sources";
		if (why)
			return arena_printf(a, "%s: %s", word, why);
	}
	return NULL;
}

/* --- keys ---------------------------------------------------------------- */

static void renew(struct endpoint *e)
{
	struct arena *a = arena_open(SCRATCH);
	const char *key = source_key(a, e->host);

	if (!key || !e->key || strcmp(key, e->key) != 0)
		e->key = key ? arena_text(arena_process(), key) : NULL;
	arena_close(a);
}

void endpoint_renew(const struct endpoint *e)
{
	for (size_t i = 0; i < counts[e->network]; i++)
		if (&of[e->network][i] == e)
			renew(&of[e->network][i]);
}

/* --- those of the process ------------------------------------------------ */

/* The host's own words go before what its kind bears. */
static void read_budget(struct endpoint *e)
{
	const char *said = setting_word(SET_SOURCE_BUDGETS, e->host);

	e->per_hour = e->source->per_hour;
	e->burst = e->source->burst ? e->source->burst : 1;
	if (said)
		must(budget_read(&e->per_hour, &e->burst, said));
}

/* Of two at one host, the second is told apart by its number. */
static const char *name_of(enum network network, const struct word *w)
{
	struct arena *a = arena_process();
	const char *name = arena_printf(a, "%s/%s@%s", network_code(network),
	                                w->kind, w->host);
	size_t same = 0, len = strlen(name);

	for (size_t i = 0; i < counts[network]; i++) {
		const char *its = of[network][i].name;

		if (!strncmp(its, name, len) && (!its[len] || its[len] == '#'))
			same++;
	}
	return same ? arena_printf(a, "%s#%zu", name, same + 1) : name;
}

static void add(enum network network, const struct word *w)
{
	struct endpoint *e = &of[network][counts[network]];

	*e = (struct endpoint){
		.source = source_find(w->kind),
		.network = network,
		.name = name_of(network, w),
		.url = w->url,
		.host = w->host,
	};
	read_budget(e);
	renew(e);
	counts[network]++;
}

static const char *words_of(enum network network)
{
	switch (network) {
	case NETWORK_BITCOIN:
		return setting_text(SET_SOURCES_BITCOIN);
	case NETWORK_LITECOIN:
		return setting_text(SET_SOURCES_LITECOIN);
	case NETWORK_DOGECOIN:
		return setting_text(SET_SOURCES_DOGECOIN);
	case NETWORK_ETHEREUM:
		return setting_text(SET_SOURCES_ETHEREUM);
	case NETWORK_BSC:
		return setting_text(SET_SOURCES_BSC);
	case NETWORK_SOLANA:
		return setting_text(SET_SOURCES_SOLANA);
	case NETWORK_TRON:
		return setting_text(SET_SOURCES_TRON);
	case NETWORK_NONE:
		return "";
	}
	panic("no such network");
}

static void read_words(enum network network)
{
	const char *text = words_of(network), *word;
	struct word w;

	must(!endpoints_fault(arena_process(), network, text));
	while ((word = word_next(&text, arena_process()))) {
		must(!word_read(&w, arena_process(), network, word));
		add(network, &w);
	}
}

struct endpoints endpoints_of(enum network network)
{
	must(network < NETWORK_COUNT);
	if (!is_read[network])
		read_words(network);
	is_read[network] = true;
	return (struct endpoints){counts[network], of[network]};
}

/* ETH and BNB are only seen block by block, which has to be wanted. */
static bool knows(const struct endpoint *e, const struct asset *asset)
{
	bool is_native =
		!asset->contract && (asset->network == NETWORK_ETHEREUM ||
	                             asset->network == NETWORK_BSC);

	if (is_native && (!setting_yes(SET_WATCH_NATIVE) ||
	                  strcmp(e->source->name, "evm") != 0))
		return false;
	return source_knows(e->source, asset);
}

bool endpoint_knows(const struct asset *asset)
{
	struct endpoints all = endpoints_of(asset->network);

	for (size_t i = 0; i < all.n; i++)
		if (knows(&all.v[i], asset))
			return true;
	return false;
}
