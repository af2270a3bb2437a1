/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
/*
 * figures: the state of the shop as Prometheus text, for /metrics.
 *
 * Counts by index only, so asking is cheap.
 */
struct arena;
struct db;

void figures_print(struct text *out, struct db *db, struct arena *a);
