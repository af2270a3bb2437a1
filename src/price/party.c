/* SPDX-License-Identifier: MIT */
#include "price/party.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/budget.h"
#include "chain/source_key.h"
#include "settings.h"

static const char *url_of(struct arena *a, const struct price_source *s)
{
	const char *url = setting_text(s->url);
	size_t len = strlen(url);

	while (len && url[len - 1] == '/')
		len--;
	return arena_bytes(a, url, len);
}

static const char *host_of(struct arena *a, const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return arena_bytes(a, host, strcspn(host, "/"));
}

static const char *const *
headers_of(struct arena *a, const struct price_source *s, const char *host)
{
	const char **headers = arena_array(a, 3, const char *);
	const char *key = s->key_header ? source_key(a, host) : NULL;

	headers[0] = "Accept: application/json";
	if (key)
		headers[1] =
			arena_printf(a, "%s: %s", s->key_header(host), key);
	return headers;
}

/* The host's own words go before what is known of the source. */
static void read_budget(struct party *p, const char *host)
{
	const char *said = setting_word(SET_SOURCE_BUDGETS, host);

	p->per_hour = p->source->per_hour;
	p->burst = p->source->burst;
	if (said)
		must(budget_read(&p->per_hour, &p->burst, said));
}

struct party party_open(struct arena *a, const struct price_source *source)
{
	struct party p = {.source = source, .url = url_of(a, source)};
	const char *host = host_of(a, p.url);

	p.name = arena_printf(a, "prices/%s@%s", source->name, host);
	p.headers = headers_of(a, source, host);
	read_budget(&p, host);
	return p;
}
