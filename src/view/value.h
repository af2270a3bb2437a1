/* SPDX-License-Identifier: MIT */
#pragma once
#include "view/view.h"
/*
 * value: what the renderer sees of a view.
 *
 * Names are compared by hash and length first, so that a look-up through a
 * few dozen names touches the bytes of one.
 */
enum value_kind {
	VALUE_TEXT,
	VALUE_COUNT,
	VALUE_URL,
	VALUE_HTML,
	VALUE_FLAG,
	VALUE_VIEW,
	VALUE_LIST
};

struct value {
	struct slice name;
	uint32_t hash;
	enum value_kind kind;
	bool shown;         /* as a section: flags, texts and counts */
	struct slice text;  /* texts, counts, URLs and HTML */
	struct view *first; /* the view, or the rows of a list */
	struct view *last;
};

uint32_t value_hash(struct slice name);
/* The value of that name in this view alone, or NULL. */
const struct value *value_find(const struct view *v, struct slice name,
                               uint32_t hash);
/* The row after this one, or NULL. */
const struct view *value_next(const struct view *row);
