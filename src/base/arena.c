/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "base/memory.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef COINTILL_STRICT
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum {
	FIRST_ROOM = 32 * 1024,
	SMALL_ROOM = 2 * 1024,
	LARGEST_ROOM = 1024 * 1024,
	ALIGN = _Alignof(max_align_t),
#ifdef COINTILL_STRICT
	/* Never handed out, so the sanitizer sees an overrun. */
	TRAIL = 16
#else
	TRAIL = 0
#endif
};

struct chunk {
	struct chunk *older;
	size_t room, taken;
	_Alignas(max_align_t) char bytes[];
};

struct undo {
	struct undo *older;
	void (*run)(void *);
	void *arg;
};

struct arena {
	size_t limit, used;
	struct undo *undo;
	struct chunk *chunk;
};

static struct arena *process;
/* Of all arenas, as their chunks are. */
static size_t all_taken, all_most = SIZE_MAX;

/* Back to whoever can answer or go on; else there is nobody left to ask. */
static _Noreturn void is_full(const struct arena *a, const char *what,
                              size_t bytes, size_t limit)
{
	if (!rescue_is_set() || (a && a == process))
		panic("%s: %zu bytes pass the limit of %zu", what, bytes,
		      limit);
	log_error("%s: %zu bytes pass the limit of %zu", what, bytes, limit);
	rescue_unwind(RESCUE_FULL);
}

void arena_limit_all(size_t bytes)
{
	all_most = bytes;
}

static struct chunk *chunk_open(size_t room, struct chunk *older)
{
	struct chunk *c = NULL;

	if (all_taken <= all_most && room <= all_most - all_taken)
		c = malloc(sizeof(*c) + room);
	if (!c)
		is_full(NULL, "memory", room, all_most);
	all_taken += room;
	c->older = older;
	c->room = room;
	c->taken = 0;
	ASAN_POISON_MEMORY_REGION(c->bytes, room);
	return c;
}

static size_t aligned(size_t n)
{
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static void *chunk_take(struct chunk *c, size_t n)
{
	char *p = c->bytes + c->taken;

	c->taken += aligned(n + TRAIL);
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	memset(p, 0, n);
	return p;
}

static bool chunk_has(const struct chunk *c, size_t n)
{
	return aligned(n + TRAIL) <= c->room - c->taken;
}

static struct arena *open_with(size_t room, size_t limit_bytes)
{
	struct chunk *first = chunk_open(room, NULL);
	struct arena *a = chunk_take(first, sizeof(*a));

	a->limit = limit_bytes;
	a->chunk = first;
	return a;
}

struct arena *arena_open(size_t limit_bytes)
{
	return open_with(FIRST_ROOM, limit_bytes);
}

struct arena *arena_open_small(size_t limit_bytes)
{
	return open_with(SMALL_ROOM, limit_bytes);
}

struct arena *arena_process(void)
{
	if (!process)
		process = arena_open(MEMORY_PROCESS);
	return process;
}

void arena_close(struct arena *a)
{
	struct chunk *c;

	if (!a)
		return;
	while (a->undo) {
		struct undo *u = a->undo;

		a->undo = u->older;
		u->run(u->arg);
	}
	/* The arena itself lies in the oldest chunk, freed last. */
	c = a->chunk;
	while (c) {
		struct chunk *older = c->older;

		ASAN_UNPOISON_MEMORY_REGION(c->bytes, c->room);
		all_taken -= c->room;
		free(c);
		c = older;
	}
}

/* Of the chunk to open for n bytes more. */
static size_t next_room(const struct arena *a, size_t n)
{
	size_t room = a->chunk->room * 2;

	if (room > LARGEST_ROOM)
		room = LARGEST_ROOM;
	return room < aligned(n + TRAIL) ? aligned(n + TRAIL) : room;
}

bool arena_has(const struct arena *a, size_t bytes)
{
	return bytes <= a->limit - a->used &&
	       (chunk_has(a->chunk, bytes) ||
	        (all_taken <= all_most &&
	         next_room(a, bytes) <= all_most - all_taken));
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		panic("arena: %zu times %zu bytes are too many", n, size);
	if (bytes > a->limit - a->used)
		is_full(a, "arena", bytes, a->limit);
	if (!chunk_has(a->chunk, bytes))
		a->chunk = chunk_open(next_room(a, bytes), a->chunk);
	a->used += bytes;
	return chunk_take(a->chunk, bytes);
}

void arena_defer(struct arena *a, void (*undo)(void *), void *arg)
{
	struct undo *u = arena_new(a, struct undo);

	u->older = a->undo;
	u->run = undo;
	u->arg = arg;
	a->undo = u;
}

struct held {
	void (*undo)(void *);
	void *thing;
};

static void let_go(void *arg)
{
	struct held *h = arg;

	if (h->thing)
		h->undo(h->thing);
}

void **arena_hold(struct arena *a, void (*undo)(void *))
{
	struct held *h = arena_new(a, struct held);

	h->undo = undo;
	arena_defer(a, let_go, h);
	return &h->thing;
}

char *arena_text(struct arena *a, const char *text)
{
	return arena_bytes(a, text, strlen(text));
}

char *arena_bytes(struct arena *a, const void *bytes, size_t len)
{
	char *copy;

	must(len < SIZE_MAX);
	copy = arena_array(a, len + 1, char);
	if (len)
		memcpy(copy, bytes, len);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	int len;
	char *p;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	must(len >= 0);
	p = arena_array(a, (size_t)len + 1, char);
	vsnprintf(p, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(args);
	return p;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
