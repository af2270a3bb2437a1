/* SPDX-License-Identifier: MIT */
#include "view/view.h"
#include "base/arena.h"
#include "base/panic.h"
#include "view/value.h"
#include <inttypes.h>
#include <string.h>

struct view {
	struct arena *arena;
	struct value *values;
	size_t n, room;
	struct view *next; /* in a list */
};

enum { FIRST_ROOM = 8, COUNT_TEXT = 24 };

struct view *view_open(struct arena *a)
{
	struct view *v = arena_new(a, struct view);

	v->arena = a;
	v->room = FIRST_ROOM;
	v->values = arena_array(a, v->room, struct value);
	return v;
}

/* FNV-1a */
uint32_t value_hash(struct slice name)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (uint8_t)name.p[i]) * 16777619U;
	return h;
}

static struct value *find(const struct view *v, struct slice name,
                          uint32_t hash)
{
	for (size_t i = 0; i < v->n; i++) {
		struct value *o = &v->values[i];

		if (o->hash == hash && o->name.len == name.len &&
		    memcmp(o->name.p, name.p, name.len) == 0)
			return o;
	}
	return NULL;
}

const struct value *value_find(const struct view *v, struct slice name,
                               uint32_t hash)
{
	return find(v, name, hash);
}

const struct view *value_next(const struct view *row)
{
	return row->next;
}

static void grow(struct view *v)
{
	struct value *more = arena_array(v->arena, v->room * 2, struct value);

	memcpy(more, v->values, v->n * sizeof(*more));
	v->values = more;
	v->room *= 2;
}

static struct value *add(struct view *v, const char *name, enum value_kind kind)
{
	struct slice s = slice_text(name);
	uint32_t hash = value_hash(s);
	struct value *o;

	if (find(v, s, hash))
		panic("the view has %s already", name);
	if (v->n == v->room)
		grow(v);
	o = &v->values[v->n++];
	o->name = s;
	o->hash = hash;
	o->kind = kind;
	return o;
}

static void add_text(struct view *v, const char *name, enum value_kind kind,
                     const char *text)
{
	struct value *o = add(v, name, kind);
	size_t len;

	must(text != NULL);
	len = strlen(text);
	o->text = (struct slice){arena_bytes(v->arena, text, len), len};
	o->shown = len > 0;
}

void view_text(struct view *v, const char *name, const char *text)
{
	add_text(v, name, VALUE_TEXT, text);
}

void view_count(struct view *v, const char *name, int64_t n)
{
	struct value *o = add(v, name, VALUE_COUNT);
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char *end = arena_array(v->arena, COUNT_TEXT, char) + COUNT_TEXT;
	char *p = end;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	o->text = (struct slice){p, (size_t)(end - p)};
	o->shown = n != 0;
}

void view_flag(struct view *v, const char *name, bool on)
{
	add(v, name, VALUE_FLAG)->shown = on;
}

void view_money(struct view *v, const char *name, struct money m)
{
	char buf[MONEY_TEXT];

	money_show(buf, m);
	view_text(v, name, buf);
}

void view_time(struct view *v, const char *name, struct moment m)
{
	struct view *time = view_inside(v, name);
	char buf[CLOCK_TEXT];

	clock_iso(buf, m);
	view_text(time, "iso", buf);
	clock_show(buf, m);
	view_text(time, "text", buf);
}

void view_html(struct view *v, const char *name, struct html html)
{
	struct value *o = add(v, name, VALUE_HTML);

	must(html.s.p != NULL || html.s.len == 0);
	o->text = html.s;
	o->shown = html.s.len > 0;
}

static bool has_only_visible(const char *url)
{
	for (const char *p = url; *p; p++)
		if ((uint8_t)*p < ' ' || *p == 0x7f || *p == '\\')
			return false;
	return true;
}

/* Browsers read "//host" and "/\host" as addresses of others. */
static bool is_ours(const char *url)
{
	return (url[0] == '/' && url[1] != '/') || url[0] == '?' ||
	       url[0] == '#';
}

static bool is_https(const char *url)
{
	char host;

	if (strncmp(url, "https://", 8) != 0)
		return false;
	host = url[8];
	return (host >= 'a' && host <= 'z') || (host >= 'A' && host <= 'Z') ||
	       (host >= '0' && host <= '9') || host == '[';
}

void view_url(struct view *v, const char *name, const char *url)
{
	must(url != NULL);
	if (!has_only_visible(url) || !(is_ours(url) || is_https(url)))
		panic("%s is no address to link to", name);
	add_text(v, name, VALUE_URL, url);
}

static const char *const PAYMENT_SCHEMES[] = {
	"bitcoin:", "litecoin:", "solana:",     "ethereum:",
	"tron:",    "dogecoin:", "smartchain:",
};

static bool is_payment(const char *uri)
{
	size_t n = sizeof(PAYMENT_SCHEMES) / sizeof(PAYMENT_SCHEMES[0]);

	for (size_t i = 0; i < n; i++)
		if (strncmp(uri, PAYMENT_SCHEMES[i],
		            strlen(PAYMENT_SCHEMES[i])) == 0)
			return true;
	return false;
}

void view_payment_uri(struct view *v, const char *name, const char *uri)
{
	must(uri != NULL);
	if (!has_only_visible(uri) || !is_payment(uri))
		panic("%s is no payment URI", name);
	add_text(v, name, VALUE_URL, uri);
}

struct view *view_inside(struct view *v, const char *name)
{
	struct value *o = add(v, name, VALUE_VIEW);

	o->first = view_open(v->arena);
	return o->first;
}

void view_list(struct view *v, const char *name)
{
	add(v, name, VALUE_LIST);
}

struct view *view_row(struct view *v, const char *name)
{
	struct slice s = slice_text(name);
	struct value *o = find(v, s, value_hash(s));
	struct view *row = view_open(v->arena);

	if (!o || o->kind != VALUE_LIST)
		panic("the view has no list %s", name);
	if (o->last)
		o->last->next = row;
	else
		o->first = row;
	o->last = row;
	return row;
}
