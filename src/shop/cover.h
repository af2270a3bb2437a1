/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
/*
 * cover: GET /cover/SLUG.svg, the drawing of a product without a picture.
 *
 * Its address carries a hash of the name, so browsers may keep it for long
 * and a renamed product still gets a new one.
 */
struct arena;

/* "/cover/SLUG.svg?v=HASH" */
const char *cover_url(struct arena *a, const char *slug, const char *name);

struct reply *cover_show(struct request *rq);
