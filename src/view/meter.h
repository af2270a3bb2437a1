/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "view/view.h"
/*
 * meter: how many of so many, as a bar (SVG) with a notch at each.
 *
 * It says nothing by itself: the words stand beside it, so a screen reader
 * passes over it.
 */
struct html meter_draw(struct arena *a, int64_t n, int64_t of);
