/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
/*
 * arena: the memory of one request, one job item or one command.
 *
 * Everything a request allocates lives until its arena is closed, so our code
 * has no free() and no clean-up ladders.  What is not memory (a statement, a
 * reply of Redis, a curl handle) joins the arena with arena_defer() the moment
 * it is made.  Allocation never returns NULL: passing the limit panics, so
 * what comes from outside is limited before it is read.  There is no reset.
 */
struct arena;

/* A new arena that may hold at most limit_bytes. */
struct arena *arena_open(size_t limit_bytes);

/* The arena of what lives as long as the process: settings, paths. */
struct arena *arena_process(void);

/* Runs the deferred work, newest first, then frees everything.  NULL is fine. */
void arena_close(struct arena *a);

/* Zeroed memory, aligned for any type; n * size is checked. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

#define arena_array(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))
#define arena_new(a, type)      arena_array((a), 1, type)

/* Calls undo(arg) when the arena closes. */
void arena_defer(struct arena *a, void (*undo)(void *), void *arg);

/* Copies, always NUL-terminated. */
char *arena_text(struct arena *a, const char *text);
char *arena_bytes(struct arena *a, const void *bytes, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);
