/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "view/view.h"
/*
 * paging: the names part/paging wants.
 *
 * base is the address up to "page=", ending in "?" or "&".
 */
struct arena;

void paging_show(struct view *v, struct arena *a, const char *base,
                 uint32_t page, uint32_t page_size, uint32_t total);
