/* SPDX-License-Identifier: MIT */
#pragma once
#include "view/view.h"
/*
 * cover: the drawing a product without a picture gets.
 *
 * A whole SVG document made from the name alone: the same name always gives
 * the same colours, pattern and initials.  4:3, readable at 160 px.
 */
struct slice cover_draw(struct arena *a, const char *name);
