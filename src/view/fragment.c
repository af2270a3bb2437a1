/* SPDX-License-Identifier: MIT */
#include "view/fragment.h"
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"

enum {
	ENTRIES = 64,
	ALL_BYTES = 1024 * 1024,
	ONE_BYTES = ALL_BYTES / 4,
	AGE_MS = 60 * 1000,
	OVERHEAD = 1024
};

struct entry {
	struct arena *arena; /* NULL: a free place */
	const char *key;
	const struct fragment *fragment;
	size_t bytes;
	int64_t made_ms;
	uint64_t used;
};

static struct {
	struct entry entry[ENTRIES];
	char version[64];
	size_t bytes;
	uint64_t uses;
} kept;

static void drop(struct entry *e)
{
	if (!e->arena)
		return;
	kept.bytes -= e->bytes;
	arena_close(e->arena);
	*e = (struct entry){0};
}

void fragment_drop_all(void)
{
	for (size_t i = 0; i < ENTRIES; i++)
		drop(&kept.entry[i]);
}

/* Whether the version can be kept at all. */
static bool at_version(const char *version)
{
	if (strcmp(kept.version, version) == 0)
		return true;
	fragment_drop_all();
	kept.version[0] = 0;
	if (strlen(version) >= sizeof(kept.version))
		return false;
	memcpy(kept.version, version, strlen(version) + 1);
	return true;
}

static struct entry *find(const char *key)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (kept.entry[i].arena && !strcmp(kept.entry[i].key, key))
			return &kept.entry[i];
	return NULL;
}

static struct fragment *copy(struct arena *a, const struct fragment *f)
{
	struct fragment *to = arena_new(a, struct fragment);

	to->title = arena_text(a, f->title);
	for (size_t i = 0; i < FRAGMENT_PIECES; i++) {
		struct slice s = f->piece[i].s;

		to->piece[i].s.p = arena_bytes(a, s.len ? s.p : "", s.len);
		to->piece[i].s.len = s.len;
	}
	return to;
}

const struct fragment *fragment_find(struct arena *a, const char *key,
                                     const char *version)
{
	struct entry *e = at_version(version) ? find(key) : NULL;

	if (e && clock_ticks_ms() - e->made_ms > AGE_MS) {
		drop(e);
		e = NULL;
	}
	if (!e)
		return NULL;
	e->used = ++kept.uses;
	return copy(a, e->fragment);
}

static size_t size_of(const char *key, const struct fragment *f)
{
	size_t n = OVERHEAD + strlen(key) + strlen(f->title);

	for (size_t i = 0; i < FRAGMENT_PIECES; i++)
		n += f->piece[i].s.len;
	return n;
}

/* The free place, or the one used least recently. */
static struct entry *oldest(bool free_too)
{
	struct entry *found = NULL;

	for (size_t i = 0; i < ENTRIES; i++) {
		struct entry *e = &kept.entry[i];

		if (!e->arena && !free_too)
			continue;
		if (!found || e->used < found->used)
			found = e;
	}
	return found;
}

void fragment_keep(const char *key, const char *version,
                   const struct fragment *f)
{
	size_t bytes = size_of(key, f);
	struct entry *e;

	if (bytes > ONE_BYTES || !at_version(version))
		return;
	e = find(key);
	if (e)
		drop(e);
	while (kept.bytes + bytes > ALL_BYTES)
		drop(oldest(false));
	e = oldest(true);
	drop(e);
	e->arena = arena_open(bytes + OVERHEAD);
	e->key = arena_text(e->arena, key);
	e->fragment = copy(e->arena, f);
	e->bytes = bytes;
	e->made_ms = clock_ticks_ms();
	e->used = ++kept.uses;
	kept.bytes += bytes;
}

size_t fragment_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < ENTRIES; i++)
		n += kept.entry[i].arena != NULL;
	return n;
}

size_t fragment_bytes(void)
{
	return kept.bytes;
}
