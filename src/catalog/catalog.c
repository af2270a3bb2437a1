/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "redis/keys.h"
#include "redis/redis.h"

enum { LOW_STOCK = 5 };

const char *catalog_stock_text(struct arena *a, int64_t stock)
{
	if (stock <= 0)
		return "Sold out";
	if (stock <= LOW_STOCK)
		return arena_printf(a, "%" PRId64 " left", stock);
	return "In stock";
}

const char *catalog_stock_band(int64_t stock)
{
	if (stock <= 0)
		return "out";
	return stock <= LOW_STOCK ? "low" : "in";
}

bool catalog_stock_looks_same(int64_t before, int64_t after)
{
	return before == after || (before > LOW_STOCK && after > LOW_STOCK) ||
	       (before <= 0 && after <= 0);
}

void catalog_changed(struct redis *r, struct arena *a)
{
	char fresh[PUBLIC_ID_TEXT];

	random_public_id(fresh);
	redis_keep(r, a, key_catalogue(a), word(fresh));
}
