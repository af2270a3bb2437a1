/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
/*
 * view: what a template may show, as a tree of named values.
 *
 * A view is built in the request's arena and rendered once.  Texts are
 * escaped by the renderer; only a struct html is shown as it is, and few
 * functions can make one.  A name holds a text, a flag, a view or a list of
 * views; setting a name twice panics.  Texts are copied, names are not: they
 * are literals.
 */
struct arena;
struct view;

/* Markup that is safe to show as it is. */
struct html {
	struct slice s;
};

struct view *view_open(struct arena *a);

void view_text(struct view *v, const char *name, const char *text);
void view_count(struct view *v, const char *name, int64_t n);
void view_flag(struct view *v, const char *name, bool on);
/* For people ("$1,234.50"). */
void view_money(struct view *v, const char *name, struct money m);
/* A view {iso, text}: <time datetime="{{iso}}">{{text}}</time>. */
void view_time(struct view *v, const char *name, struct moment m);
void view_html(struct view *v, const char *name, struct html html);
/* An address for href, action or src: a path of ours ("/cart?x=1"), "?…",
 * "#…" or https://; anything else panics, so what a visitor typed is
 * percent-encoded before it comes here. */
void view_url(struct view *v, const char *name, const char *url);
/* What a wallet opens ("bitcoin:bc1…?amount=0.1"); another scheme panics. */
void view_payment_uri(struct view *v, const char *name, const char *uri);

/* A named view inside; a section of that name renders once inside it. */
struct view *view_inside(struct view *v, const char *name);
/* Declares a list that may stay empty. */
void view_list(struct view *v, const char *name);
/* Adds a row to a declared list. */
struct view *view_row(struct view *v, const char *name);
