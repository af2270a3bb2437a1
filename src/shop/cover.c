/* SPDX-License-Identifier: MIT */
#include "shop/cover.h"
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "http/request.h"
#include "http/session.h"
#include "view/cover.h"

enum { KEPT_S = 24 * 60 * 60, HASH_BYTES = 4 };

const char *cover_url(struct arena *a, const char *slug, const char *name)
{
	uint8_t hash[SHA256_BYTES];

	sha256(hash, slice_text(name));
	return arena_printf(a, "/cover/%s.svg?v=%s", slug,
	                    text_hex(a, hash, HASH_BYTES));
}

/* "SLUG.svg" without its end, or NULL. */
static const char *slug_of(struct arena *a, const char *file)
{
	size_t len = strlen(file);
	const char *slug;

	if (len < 5 || strcmp(file + len - 4, ".svg") != 0)
		return NULL;
	slug = arena_bytes(a, file, len - 4);
	return text_is_slug(slug) ? slug : NULL;
}

struct reply *cover_show(struct request *rq)
{
	const char *slug = slug_of(rq->arena, rq->param[0]);
	const struct product *p =
		slug ? catalog_find(rq->db, rq->arena, slug) : NULL;
	struct reply *r;

	if (!p)
		return reply_error(rq, 404, "There is no such picture.");
	r = reply_body(rq, "image/svg+xml", cover_draw(rq->arena, p->name));
	reply_header(rq, r, "Cache-Control",
	             arena_printf(rq->arena, "public, max-age=%d", KEPT_S));
	if (!rq->session->exists)
		reply_cache_for_visitors(rq, r, KEPT_S);
	return r;
}
