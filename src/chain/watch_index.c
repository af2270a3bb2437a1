/* SPDX-License-Identifier: MIT */
#include "chain/watch_index.h"
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "chain/hash_index.h"

struct watch_index {
	const struct watch *v;
	const struct watch **next; /* of the same address, or NULL */
	struct hash_index first;
};

static size_t find(const struct watch_index *x, const char *hex, size_t none)
{
	struct hash_walk walk =
		hash_index_walk(&x->first, hash_text(hash_begin(), hex));
	size_t i;

	while (hash_walk_next(&walk, &i))
		if (!strcmp(x->v[i].hex, hex))
			return i;
	return none;
}

/* last[i]: the latest of those whose first is i. */
const struct watch_index *watch_index_open(struct arena *a,
                                           const struct watch *v, size_t n)
{
	struct watch_index *x = arena_new(a, struct watch_index);
	size_t *last = arena_array(a, n + 1, size_t);

	x->v = v;
	x->next = arena_array(a, n + 1, const struct watch *);
	for (size_t i = 0; i < n; i++) {
		size_t at = find(x, v[i].hex, n);

		last[i] = i;
		if (at < n) {
			x->next[last[at]] = &v[i];
			last[at] = i;
			continue;
		}
		hash_index_add(&x->first, a, hash_text(hash_begin(), v[i].hex),
		               i);
	}
	return x;
}

const struct watch *watch_index_next(const struct watch_index *x,
                                     const char *hex, const struct watch *after)
{
	size_t i;

	if (after)
		return x->next[after - x->v];
	i = find(x, hex, SIZE_MAX);
	return i == SIZE_MAX ? NULL : &x->v[i];
}
