/* SPDX-License-Identifier: MIT */
#include "view/mustache.h"
#include "base/arena.h"
#include "view/mustache_tree.h"
#include "view/value.h"
#include <string.h>

struct section {
	size_t node;
	struct markup before;
};

struct parser {
	struct arena *arena;
	struct slice source;
	size_t pos; /* of what is not yet in a node */
	size_t counted;
	uint32_t line; /* of counted */
	struct node *nodes;
	size_t n, room;
	struct markup markup;
	struct section open[MUSTACHE_DEEP];
	size_t depth;
	const char *why;
};

/* A tag's parts: from and upto hold its whole line where it stands alone. */
struct tag {
	size_t from, upto;
	char sigil; /* or 0 */
	struct slice name;
};

static bool fail(struct parser *p, const char *why, struct slice name)
{
	if (name.len)
		p->why = arena_printf(p->arena, "line %u: %s: %.*s", p->line,
		                      why, (int)name.len, name.p);
	else
		p->why = arena_printf(p->arena, "line %u: %s", p->line, why);
	return false;
}

static void count_lines(struct parser *p, size_t upto)
{
	for (; p->counted < upto; p->counted++)
		if (p->source.p[p->counted] == '\n')
			p->line++;
}

static struct node *add(struct parser *p, enum node_kind kind, struct slice s)
{
	struct node *node;

	if (p->n == p->room) {
		size_t room = p->room ? p->room * 2 : 32;
		struct node *more = arena_array(p->arena, room, struct node);

		if (p->n)
			memcpy(more, p->nodes, p->n * sizeof(*more));
		p->nodes = more;
		p->room = room;
	}
	node = &p->nodes[p->n++];
	node->kind = kind;
	node->s = s;
	node->hash = value_hash(s);
	node->line = p->line;
	return node;
}

static bool literal(struct parser *p, size_t upto)
{
	struct slice s = {p->source.p + p->pos, upto - p->pos};
	const char *why;

	if (s.len == 0)
		return true;
	why = markup_read(&p->markup, s);
	if (why)
		return fail(p, why, (struct slice){0});
	add(p, NODE_LITERAL, s);
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Widens a tag that stands alone on its line to the whole line. */
static void widen(const struct parser *p, struct tag *tag)
{
	const char *s = p->source.p;
	size_t from = tag->from, upto = tag->upto;

	while (from > 0 && is_blank(s[from - 1]))
		from--;
	if (from > 0 && s[from - 1] != '\n')
		return;
	while (upto < p->source.len && is_blank(s[upto]))
		upto++;
	if (upto + 1 < p->source.len && s[upto] == '\r' && s[upto + 1] == '\n')
		upto++;
	if (upto < p->source.len && s[upto++] != '\n')
		return;
	tag->from = from;
	tag->upto = upto;
}

static struct slice trim(struct slice s)
{
	while (s.len && is_blank(s.p[0])) {
		s.p++;
		s.len--;
	}
	while (s.len && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

static bool is_name(struct slice s, bool path)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '_' && !(path && (c == '/' || c == '-')))
			return false;
	}
	return s.len > 0;
}

/* Reads the tag that starts at open. */
static bool read_tag(struct parser *p, struct tag *tag, size_t open)
{
	const char *in = p->source.p + open + 2;
	const char *end = memmem(in, p->source.len - open - 2, "}}", 2);
	struct slice s;

	if (!end)
		return fail(p, "a tag is not closed", (struct slice){0});
	s = (struct slice){in, (size_t)(end - in)};
	tag->from = open;
	tag->upto = open + s.len + 4;
	tag->sigil = s.len && strchr("#^/>!", s.p[0]) ? s.p[0] : 0;
	if (tag->sigil) {
		s.p++;
		s.len--;
		widen(p, tag);
	}
	tag->name = trim(s);
	if (tag->sigil == '!')
		return true;
	if (!is_name(tag->name, tag->sigil == '>'))
		return fail(p, "not a tag we know",
		            (struct slice){in, (size_t)(end - in)});
	return true;
}

static bool take_value(struct parser *p, struct slice name)
{
	enum markup_place place;
	const char *why = markup_value(&p->markup, &place);

	if (why)
		return fail(p, why, name);
	add(p, NODE_VALUE, name)->place = place;
	return true;
}

static bool take_section(struct parser *p, enum node_kind kind,
                         struct slice name)
{
	const char *why = markup_section(&p->markup);

	if (why)
		return fail(p, why, name);
	if (p->depth == MUSTACHE_DEEP)
		return fail(p, "sections nest too deep", name);
	p->open[p->depth].node = p->n;
	p->open[p->depth++].before = p->markup;
	add(p, kind, name);
	return true;
}

static bool take_end(struct parser *p, struct slice name)
{
	const struct section *open;
	struct slice s;
	const char *why;

	if (p->depth == 0)
		return fail(p, "no section to end", name);
	open = &p->open[--p->depth];
	s = p->nodes[open->node].s;
	if (s.len != name.len || memcmp(s.p, name.p, s.len) != 0)
		return fail(p, "another section is open", name);
	why = markup_section_end(&p->markup, &open->before);
	if (why)
		return fail(p, why, name);
	p->nodes[open->node].end = p->n;
	return true;
}

static bool take_partial(struct parser *p, struct slice name)
{
	const char *why = markup_partial(&p->markup);

	if (why)
		return fail(p, why, name);
	add(p, NODE_PARTIAL, name)->name =
		arena_bytes(p->arena, name.p, name.len);
	return true;
}

static bool take(struct parser *p, const struct tag *tag)
{
	switch (tag->sigil) {
	case '#':
		return take_section(p, NODE_SECTION, tag->name);
	case '^':
		return take_section(p, NODE_INVERTED, tag->name);
	case '/':
		return take_end(p, tag->name);
	case '>':
		return take_partial(p, tag->name);
	case '!':
		return true;
	default:
		return take_value(p, tag->name);
	}
}

/* Takes the next tag and the literal before it; false at the end or on a
 * fault. */
static bool step(struct parser *p)
{
	const char *rest = p->source.p + p->pos;
	const char *open = memmem(rest, p->source.len - p->pos, "{{", 2);
	struct tag tag;

	if (!open)
		return false;
	count_lines(p, (size_t)(open - p->source.p));
	if (!read_tag(p, &tag, (size_t)(open - p->source.p)))
		return false;
	if (!literal(p, tag.from) || !take(p, &tag))
		return false;
	p->pos = tag.upto;
	return true;
}

static bool finish(struct parser *p)
{
	const char *why;

	if (p->why)
		return false;
	count_lines(p, p->source.len);
	if (!literal(p, p->source.len))
		return false;
	if (p->depth)
		return fail(p, "a section is not ended",
		            p->nodes[p->open[p->depth - 1].node].s);
	why = markup_end(&p->markup);
	return why ? fail(p, why, (struct slice){0}) : true;
}

struct mustache *mustache_parse(struct arena *a, struct slice source,
                                const char **why)
{
	struct parser *p = arena_new(a, struct parser);
	struct mustache *m = arena_new(a, struct mustache);

	p->arena = a;
	p->source = source;
	p->line = 1;
	while (step(p))
		;
	if (!finish(p)) {
		*why = p->why;
		return NULL;
	}
	m->nodes = p->nodes;
	m->n = p->n;
	return m;
}

bool mustache_link(struct mustache *m, struct arena *a, mustache_find *find,
                   void *arg, const char **why)
{
	for (size_t i = 0; i < m->n; i++) {
		struct node *node = &m->nodes[i];

		if (node->kind != NODE_PARTIAL)
			continue;
		node->partial = find(node->name, arg);
		if (!node->partial) {
			*why = arena_printf(a, "line %u: no partial %s",
			                    node->line, node->name);
			return false;
		}
	}
	return true;
}
