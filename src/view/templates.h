/* SPDX-License-Identifier: MIT */
#pragma once
#include "view/view.h"
/*
 * templates: every file under templates/, parsed once at start.
 */
struct arena;

/* Parses all of dir; a fault there is logged with file and line and the
 * result is false, so that the program stops before it serves a page. */
bool templates_open(const char *dir);
void templates_close(void);
/* Whether there is a template of that name ("shop/cart"). */
bool templates_have(const char *name);
/* Renders one; a missing name is a bug: logged, and a 500 for the visitor
 * (the result's p is NULL then). */
struct html templates_render(struct arena *a, const char *name,
                             const struct view *v);
