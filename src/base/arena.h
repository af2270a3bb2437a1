/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * arena: the memory of one request, one job item or one command.
 *
 * Everything a request allocates lives until its arena is closed, so our code
 * has no free() and no clean-up ladders.  What is not memory (a statement, a
 * reply of Redis, a curl handle) joins the arena before it is made, with
 * arena_hold().  Allocation never returns NULL.  Passing the limit, or that of
 * all arenas of the process, unwinds (base/rescue): the request is answered
 * 500, the item given up.  Where nothing was set to come back to, it panics;
 * so does the arena of the process, which no request may fill.  What comes
 * from outside is limited before it is read all the same.  There is no reset.
 */
struct arena;

/* A new arena that may hold at most limit_bytes. */
struct arena *arena_open(size_t limit_bytes);
/* The same, small at first: one of thousands at once. */
struct arena *arena_open_small(size_t limit_bytes);

/* The arena of what lives as long as the process: settings, paths. */
struct arena *arena_process(void);

/* What all arenas of the process may hold together (memory.h). */
void arena_limit_all(size_t bytes);

/* Runs the deferred work, newest first, then frees everything.  NULL is fine. */
void arena_close(struct arena *a);

/* Zeroed memory, aligned for any type; n * size is checked. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

#define arena_array(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))
#define arena_new(a, type)      arena_array((a), 1, type)

/* Calls undo(arg) when the arena closes. */
void arena_defer(struct arena *a, void (*undo)(void *), void *arg);

/* A place for what is yet to be made, and is undone when the arena closes
 * unless the place is NULL then: asked for first, nothing is lost when there
 * is no memory for it. */
void **arena_hold(struct arena *a, void (*undo)(void *));

/* Whether that many bytes more fit, for a callback out of which nobody may
 * unwind. */
bool arena_has(const struct arena *a, size_t bytes);

/* Copies, always NUL-terminated. */
char *arena_text(struct arena *a, const char *text);
char *arena_bytes(struct arena *a, const void *bytes, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);
