/* SPDX-License-Identifier: MIT */
#include "shop/paging.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"

static void link_to(struct view *paging, const char *name, struct arena *a,
                    const char *base, uint32_t page, bool there)
{
	if (!there) {
		view_flag(paging, name, false);
		return;
	}
	/* The first page has one address, with or without a number. */
	view_url(view_inside(paging, name), "url",
	         page == 1 ? arena_bytes(a, base, strlen(base) - 1)
	                   : arena_printf(a, "%spage=%" PRIu32, base, page));
}

void paging_show(struct view *v, struct arena *a, const char *base,
                 uint32_t page, uint32_t page_size, uint32_t total)
{
	uint32_t pages = (total + page_size - 1) / page_size;
	struct view *paging;

	if (pages < 2) {
		view_flag(v, "paging", false);
		return;
	}
	paging = view_inside(v, "paging");
	view_count(paging, "page", page);
	view_count(paging, "pages", pages);
	link_to(paging, "prev", a, base, page - 1, page > 1);
	link_to(paging, "next", a, base, page + 1, page < pages);
}
