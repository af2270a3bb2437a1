/* SPDX-License-Identifier: MIT */
#include "sandbox/world.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/seal.h"
#include "base/text.h"

enum { PURPOSE_TEXT = 200, HASH_DIGITS = 64, HEIGHT_DIGITS = 8 };

/* Blocks on top of one that is final: what each network's nodes say. */
static const int64_t FINAL_BEHIND[NETWORK_COUNT] = {
	[NETWORK_BITCOIN] = 100,  [NETWORK_LITECOIN] = 100,
	[NETWORK_DOGECOIN] = 100, [NETWORK_ETHEREUM] = 31,
	[NETWORK_BSC] = 2,        [NETWORK_SOLANA] = 31,
	[NETWORK_TRON] = 18,
};

int64_t world_final(const struct world *w)
{
	return w->tip - FINAL_BEHIND[w->network];
}

struct moment world_time(const struct world *w, int64_t height)
{
	return (struct moment){w->birth.ms +
	                       (height - w->first) * w->interval_ms};
}

void world_seeded(uint8_t out[32], const struct world *w, const char *purpose,
                  int64_t n)
{
	char text[PURPOSE_TEXT];
	int len = snprintf(text, sizeof(text), "%s/%s/%s/%" PRId64, w->seed,
	                   network_code(w->network), purpose, n);

	must(len > 0 && len < PURPOSE_TEXT);
	sha256(out, (struct slice){text, (size_t)len});
}

/* Which of its reorganisations made the block; 0: none. */
static int64_t fork_of(const struct world *w, int64_t height)
{
	int64_t fork = 0;

	for (size_t i = 0; i < w->reorgs_n; i++)
		if (w->reorgs[i].from <= height && height <= w->reorgs[i].to &&
		    w->reorgs[i].id > fork)
			fork = w->reorgs[i].id;
	return fork;
}

/* TRON writes the height in front; here the others have it at the end, for
 * a hash to be found again. */
const char *world_hash(struct arena *a, const struct world *w, int64_t height)
{
	char purpose[PURPOSE_TEXT];
	uint8_t bytes[32];
	char *hex;

	snprintf(purpose, sizeof(purpose), "block/%" PRId64,
	         fork_of(w, height));
	world_seeded(bytes, w, purpose, height);
	hex = text_hex(a, bytes, sizeof(bytes));
	if (w->network == NETWORK_TRON)
		return arena_printf(a, "%016" PRIx64 "%s", height, hex + 16);
	if (w->network <= NETWORK_DOGECOIN)
		memset(hex, '0', 16);
	return arena_printf(a, "%.*s%08" PRIx64, HASH_DIGITS - HEIGHT_DIGITS,
	                    hex, height);
}

bool world_has_hash(int64_t *height, struct arena *a, const struct world *w,
                    const char *hash)
{
	if (strlen(hash) != HASH_DIGITS)
		return false;
	*height = strtoll(hash + HASH_DIGITS - HEIGHT_DIGITS, NULL, 16);
	return *height > 0 && *height <= w->tip &&
	       !strcasecmp(hash, world_hash(a, w, *height));
}
