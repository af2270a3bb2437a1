/* SPDX-License-Identifier: MIT */
#pragma once
#include "view/markup.h"
#include "view/mustache.h"
/*
 * mustache_tree: a parsed template, between the parser and the renderer.
 *
 * The nodes stand in the order of the source; a section names the node that
 * follows it, so rendering walks one array.
 */
enum node_kind {
	NODE_LITERAL,
	NODE_VALUE,
	NODE_SECTION,  /* {{#name}} */
	NODE_INVERTED, /* {{^name}} */
	NODE_PARTIAL
};

struct node {
	enum node_kind kind;
	enum markup_place place; /* of a value */
	struct slice s;          /* the literal, or the name */
	uint32_t hash;           /* of the name */
	uint32_t line;
	size_t end;       /* of a section: the first node behind it */
	const char *name; /* of a partial, and what it was linked to */
	const struct mustache *partial;
};

struct mustache {
	struct node *nodes;
	size_t n;
};

enum { MUSTACHE_DEEP = 16 };
