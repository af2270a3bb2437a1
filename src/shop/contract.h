/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * contract: what templates/part/contract wants: what happens to less, more,
 * late, second and wrong-network transfers of a coin.
 */
struct arena;
struct asset;
struct view;

/* exact: a named amount must arrive. */
void contract_add(struct arena *a, struct view *v, const struct asset *asset,
                  bool exact);
