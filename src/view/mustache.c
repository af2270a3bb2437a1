/* SPDX-License-Identifier: MIT */
#include "view/mustache.h"
#include "base/arena.h"
#include "view/escape.h"
#include "view/mustache_tree.h"
#include "view/value.h"
#include <string.h>

enum { PAGE_LIMIT = 1024 * 1024 };

/* The views that names are looked up in, innermost first. */
struct frame {
	const struct view *view;
	const struct frame *outer;
};

struct render {
	struct text *out;
	size_t limit; /* that out->len may not pass */
	mustache_find *find;
	void *arg;
	unsigned depth;  /* of partials */
	bool full;       /* the limit would have been passed */
	const char *why; /* set on the first fault */
};

static bool run(struct render *r, const struct node *nodes, size_t from,
                size_t upto, const struct frame *frame);

static bool fail(struct render *r, const struct node *node, const char *why)
{
	r->why = arena_printf(r->out->arena, "line %u: %.*s %s", node->line,
	                      (int)node->s.len, node->s.p, why);
	return false;
}

static bool fits(struct render *r, const struct node *node)
{
	if (!r->full && r->out->len <= r->limit)
		return true;
	r->why = arena_printf(r->out->arena,
	                      "line %u: the page passes its limit", node->line);
	return false;
}

static void put_growing(struct render *r, const char *p, size_t len)
{
	if (len > r->limit || r->out->len > r->limit - len)
		r->full = true;
	else
		text_add(r->out, (struct slice){p, len});
}

/* text_add(), less the call where there is room.  The arena's memory is
 * zeroed, so the text keeps its NUL. */
static inline void put(struct render *r, const char *p, size_t len)
{
	struct text *out = r->out;

	if (len < out->room - out->len) {
		memcpy(out->p + out->len, p, len);
		out->len += len;
	} else {
		put_growing(r, p, len);
	}
}

static void put_escaped(struct render *r, struct slice s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len && !r->full; i++) {
		const struct slice *to = &ESCAPED[(uint8_t)s.p[i]];

		if (!to->p)
			continue;
		put(r, s.p + from, i - from);
		put(r, to->p, to->len);
		from = i + 1;
	}
	put(r, s.p + from, s.len - from);
}

static const struct value *look_up(const struct frame *frame,
                                   const struct node *node)
{
	const struct value *o = NULL;

	for (; frame && !o; frame = frame->outer)
		o = value_find(frame->view, node->s, node->hash);
	return o;
}

static bool put_value(struct render *r, const struct node *node,
                      const struct frame *frame)
{
	const struct value *o = look_up(frame, node);

	if (!o)
		return fail(r, node, "is not in the view");
	switch (o->kind) {
	case VALUE_TEXT:
	case VALUE_COUNT:
		if (node->place == PLACE_URL)
			return fail(r, node, "starts an address and is a text");
		put_escaped(r, o->text);
		break;
	case VALUE_URL:
		put_escaped(r, o->text);
		break;
	case VALUE_HTML:
		if (node->place != PLACE_TEXT)
			return fail(r, node, "is HTML in a place for text");
		put(r, o->text.p, o->text.len);
		break;
	case VALUE_FLAG:
	case VALUE_VIEW:
	case VALUE_LIST:
		return fail(r, node, "is not a text");
	}
	return fits(r, node);
}

static bool is_shown(const struct value *o)
{
	switch (o->kind) {
	case VALUE_TEXT:
	case VALUE_COUNT:
	case VALUE_URL:
	case VALUE_HTML:
	case VALUE_FLAG:
		return o->shown;
	case VALUE_VIEW:
	case VALUE_LIST:
		return o->first != NULL;
	}
	return false;
}

/* Renders the section whose node is at i. */
static bool put_section(struct render *r, const struct node *nodes, size_t i,
                        const struct frame *frame)
{
	const struct node *node = &nodes[i];
	const struct value *o = look_up(frame, node);
	struct frame inner = {.outer = frame};

	if (!o)
		return fail(r, node, "is not in the view");
	if (is_shown(o) != (node->kind == NODE_SECTION))
		return true;
	if (node->kind == NODE_INVERTED || !o->first)
		return run(r, nodes, i + 1, node->end, frame);
	for (inner.view = o->first; inner.view;
	     inner.view = value_next(inner.view))
		if (!run(r, nodes, i + 1, node->end, &inner))
			return false;
	return true;
}

static bool put_partial(struct render *r, const struct node *node,
                        const struct frame *frame)
{
	const struct mustache *m = node->partial;
	bool ok;

	if (!m && r->find)
		m = r->find(node->name, r->arg);
	if (!m)
		return fail(r, node, "is no partial");
	if (r->depth == MUSTACHE_DEEP)
		return fail(r, node, "nests too deep");
	r->depth++;
	ok = run(r, m->nodes, 0, m->n, frame);
	r->depth--;
	if (!ok)
		r->why = arena_printf(r->out->arena, "%s: %s", node->name,
		                      r->why);
	return ok;
}

static bool run(struct render *r, const struct node *nodes, size_t from,
                size_t upto, const struct frame *frame)
{
	for (size_t i = from; i < upto; i++) {
		const struct node *node = &nodes[i];
		bool ok = true;

		switch (node->kind) {
		case NODE_LITERAL:
			put(r, node->s.p, node->s.len);
			ok = fits(r, node);
			break;
		case NODE_VALUE:
			ok = put_value(r, node, frame);
			break;
		case NODE_SECTION:
		case NODE_INVERTED:
			ok = put_section(r, nodes, i, frame);
			i = node->end - 1;
			break;
		case NODE_PARTIAL:
			ok = put_partial(r, node, frame);
			break;
		}
		if (!ok)
			return false;
	}
	return true;
}

bool mustache_render(struct text *out, const struct mustache *m,
                     const struct view *v, mustache_find *find, void *arg,
                     const char **why)
{
	struct frame frame = {.view = v};
	struct render r = {.out = out,
	                   .limit = out->len + PAGE_LIMIT,
	                   .find = find,
	                   .arg = arg};

	if (!run(&r, m->nodes, 0, m->n, &frame)) {
		*why = r.why;
		return false;
	}
	return true;
}
