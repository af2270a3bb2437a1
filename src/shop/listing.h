/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "catalog/catalog.h"
#include "http/reply.h"
/*
 * listing: what the pages that list products have in common: ?q= sort= page=,
 * the grid, the filter and the way from page to page.
 */
struct arena;
struct fragment;
struct request;
struct view;

/* What is wrong when listing_read says false. */
#define LISTING_REFUSED                                                      \
	"Search by at most 100 letters, sort by name, price or newest, and " \
	"count pages from 1."

/* Reads the query; false when there is a value that cannot be. */
bool listing_read(struct request *rq, struct listing *l);

/* The key of the page's fragment; what tells the page itself apart is in
 * front. */
const char *listing_key(struct arena *a, const char *page,
                        const struct listing *l);

/* Whether the listing has that page; the first one always is there. */
bool listing_has_page(const struct listing *l, uint32_t total);

/* Sets found, products, filter and paging; path is that of the page. */
void listing_show(struct arena *a, struct view *v, const struct listing *l,
                  const char *path, struct products products, uint32_t total);

/* "1 product", "12 products" */
const char *listing_count_text(struct arena *a, int64_t n);

/* The page around a body that was drawn before; nginx keeps it for visitors
 * without a session. */
struct reply *listing_page(struct request *rq, const char *template,
                           const struct fragment *f);
