/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/payable.h"
#include "db/transact.h"
#include "trail/trail.h"
#include "wallet/pool_sql.h"

enum { CHUNK = 500, ADDRESS_MOST = 128 };

/* A line that holds something. */
struct entry {
	size_t number;
	const char *why; /* it is left out */
	bool is_known;   /* was here before, or stands above */
	struct own_script script;
};

struct entries {
	size_t n;
	struct entry *v;
};

static size_t count_lines(struct slice text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] == '\n';
	return n;
}

static struct slice trim(struct slice s)
{
	while (s.len && strchr(" \t\r", s.p[s.len - 1]))
		s.len--;
	while (s.len && strchr(" \t\r", *s.p)) {
		s.p++;
		s.len--;
	}
	return s;
}

static struct slice next_line(struct slice *rest)
{
	const char *end = memchr(rest->p, '\n', rest->len);
	struct slice line = {rest->p,
	                     end ? (size_t)(end - rest->p) : rest->len};
	size_t used = line.len + (end != NULL);

	rest->p += used;
	rest->len -= used;
	return trim(line);
}

static const char *read_address(struct entry *e, struct arena *a,
                                const struct asset *asset, enum chain chain,
                                struct slice line)
{
	struct address its;
	const char *why;

	e->script.network = network_code(asset->network);
	e->script.address = "?";
	if (line.len > ADDRESS_MOST || !text_is_clean(line, false))
		return "is no address";
	e->script.address = arena_bytes(a, line.p, line.len);
	why = payable_read(&its, asset, chain, e->script.address);
	if (!why)
		e->script.hex = text_hex(a, its.bytes, its.len);
	return why;
}

/* Blank lines and those that begin with # hold nothing. */
static struct entries read_lines(struct arena *a, const struct asset *asset,
                                 struct slice text)
{
	struct entries all = {0,
	                      arena_array(a, count_lines(text), struct entry)};
	enum chain chain = chain_set();

	if (text.len >= 3 && !memcmp(text.p, "\xef\xbb\xbf", 3))
		text = (struct slice){text.p + 3, text.len - 3};
	for (size_t number = 1; text.len; number++) {
		struct slice line = next_line(&text);
		struct entry *e = &all.v[all.n];

		if (!line.len || *line.p == '#')
			continue;
		e->number = number;
		e->why = read_address(e, a, asset, chain, line);
		all.n++;
	}
	return all;
}

static int by_script(const void *x, const void *y)
{
	const struct entry *const *a = x, *const *b = y;
	int order = strcmp((*a)->script.hex, (*b)->script.hex);

	if (order)
		return order;
	return ((*a)->number > (*b)->number) - ((*a)->number < (*b)->number);
}

/* Of those that are the same, the first stays. */
static void name_doubles(struct arena *a, struct entries all)
{
	struct entry **v = arena_array(a, all.n, struct entry *), *first;
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].why)
			v[n++] = &all.v[i];
	qsort(v, n, sizeof(struct entry *), by_script);
	first = n ? v[0] : NULL;
	for (size_t i = 1; i < n; i++) {
		if (strcmp(first->script.hex, v[i]->script.hex) != 0) {
			first = v[i];
			continue;
		}
		v[i]->is_known = true;
		v[i]->why = arena_printf(a, "is the address of line %zu again",
		                         first->number);
	}
}

struct chunk {
	struct arena *arena;
	const char *actor;
	const struct entry *v;
	size_t n;
};

static enum tx add_body(struct db *db, void *arg)
{
	const struct chunk *c = arg;
	const char *network = NULL;
	size_t added = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].why)
			continue;
		network = c->v[i].script.network;
		added += pool_sql_add(db, &c->v[i].script);
	}
	if (added)
		trail_add(db, c->actor, "pool-import",
		          arena_printf(c->arena, "%s %zu", network, added), "");
	return TX_COMMIT;
}

static void take_chunk(struct db *db, struct arena *a, const char *actor,
                       struct entry *v, size_t n, bool dry_run)
{
	struct chunk chunk = {a, actor, v, n};

	for (size_t i = 0; i < n; i++) {
		if (v[i].why)
			continue;
		v[i].why = pool_sql_known(db, a, &v[i].script);
		v[i].is_known = v[i].why != NULL;
		if (!v[i].why && pool_sql_is_of_gateway(db, a, &v[i].script))
			v[i].why = "is the gateway's, which has its key";
	}
	if (!dry_run)
		db_transact(db, add_body, &chunk);
}

static struct pool_import sum_up(struct arena *a, struct entries all)
{
	struct pool_import out = {
		.lines = arena_array(a, all.n, struct pool_line)};

	for (size_t i = 0; i < all.n; i++) {
		const struct entry *e = &all.v[i];

		if (!e->why) {
			out.added++;
			continue;
		}
		out.known += e->is_known;
		out.wrong += !e->is_known;
		out.lines[out.n++] = (struct pool_line){
			e->number, e->script.address, e->why};
	}
	return out;
}

struct pool_import pool_import(struct db *db, struct arena *a,
                               const char *actor, const struct asset *asset,
                               struct slice text, bool dry_run,
                               struct pool_watcher watcher)
{
	struct entries all = read_lines(a, asset, text);

	name_doubles(a, all);
	for (size_t i = 0; i < all.n; i += CHUNK) {
		size_t n = all.n - i < CHUNK ? all.n - i : CHUNK;

		take_chunk(db, a, actor, all.v + i, n, dry_run);
		if (watcher.show)
			watcher.show(watcher.arg, i + n, all.n);
	}
	return sum_up(a, all);
}
