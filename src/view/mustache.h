/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "view/view.h"
/*
 * mustache: the part of Mustache that a shop needs, strictly.
 *
 *   {{name}}  {{#name}}…{{/name}}  {{^name}}…{{/name}}  {{>part/head}}  {{! …}}
 *   {{.}} is not there, nor {{{raw}}}, {{&raw}} or set delimiters.
 *
 * Names are looked up from the innermost section outwards.  A name that the
 * view lacks is an error and not an empty text, and a section needs a flag,
 * a text (shown unless empty), a count (shown unless zero), a view or a list.
 * Standalone section, partial and comment lines leave no blank line behind.
 * Where in the markup a tag may stand is decided by view/markup.
 */
struct arena;
struct mustache;

/* How a partial is found: its parsed template, or NULL. */
typedef const struct mustache *mustache_find(const char *name, void *arg);

/* Parses source, which must outlive the result; NULL and *why ("line 3: …")
 * on a fault. */
struct mustache *mustache_parse(struct arena *a, struct slice source,
                                const char **why);

/* Finds every partial now, so that rendering need not; false and *why when
 * one is missing. */
bool mustache_link(struct mustache *m, struct arena *a, mustache_find *find,
                   void *arg, const char **why);

/* Renders into out; false and *why when a name or a partial is missing, the
 * partials nest deeper than 16 or the page passes 1 MiB.  find may be NULL
 * where all is linked. */
bool mustache_render(struct text *out, const struct mustache *m,
                     const struct view *v, mustache_find *find, void *arg,
                     const char **why);
