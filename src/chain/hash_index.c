/* SPDX-License-Identifier: MIT */
#include "chain/hash_index.h"
#include "base/arena.h"
#include "base/random.h"

enum { ROOM_FIRST = 64 };

struct hash_slot {
	uint64_t hash;
	size_t place; /* + 1; 0: free */
};

/* FNV-1a, from where nobody knows. */
uint64_t hash_begin(void)
{
	static uint64_t secret;

	if (!secret) {
		random_bytes(&secret, sizeof(secret));
		secret |= 1;
	}
	return secret;
}

static uint64_t mix(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001b3);
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = mix(hash, (unsigned char)*text);
	return mix(hash, 0xff);
}

uint64_t hash_pointer(uint64_t hash, const void *p)
{
	uintptr_t rest = (uintptr_t)p;

	for (size_t i = 0; i < sizeof(rest); i++, rest >>= 8)
		hash = mix(hash, (unsigned char)rest);
	return hash;
}

static size_t first_of(const struct hash_index *x, uint64_t hash)
{
	return (size_t)(hash ^ hash >> 32) & (x->room - 1);
}

static void put(struct hash_index *x, struct hash_slot slot)
{
	size_t at = first_of(x, slot.hash);

	while (x->slots[at].place)
		at = (at + 1) & (x->room - 1);
	x->slots[at] = slot;
}

/* At most half full; the order of what shares a hash is kept by beginning
 * behind a free slot. */
static void widen(struct hash_index *x, struct arena *a)
{
	struct hash_index old = *x;
	size_t begin = 0;

	x->room = old.room ? old.room * 2 : ROOM_FIRST;
	x->slots = arena_array(a, x->room, struct hash_slot);
	while (old.room && old.slots[begin].place)
		begin++;
	for (size_t i = 0; i < old.room; i++) {
		size_t at = (begin + i) & (old.room - 1);

		if (old.slots[at].place)
			put(x, old.slots[at]);
	}
}

void hash_index_add(struct hash_index *x, struct arena *a, uint64_t hash,
                    size_t place)
{
	if (x->n * 2 >= x->room)
		widen(x, a);
	put(x, (struct hash_slot){hash, place + 1});
	x->n++;
}

struct hash_walk hash_index_walk(const struct hash_index *x, uint64_t hash)
{
	return (struct hash_walk){x, hash, x->room ? first_of(x, hash) : 0};
}

bool hash_walk_next(struct hash_walk *w, size_t *place)
{
	const struct hash_index *x = w->index;

	while (x->room && x->slots[w->at].place) {
		const struct hash_slot *s = &x->slots[w->at];

		w->at = (w->at + 1) & (x->room - 1);
		if (s->hash != w->hash)
			continue;
		*place = s->place - 1;
		return true;
	}
	return false;
}
