/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * redis: one connection to Redis, for what may be lost: sessions, carts,
 * limits, caches.
 *
 * Commands are sent as lists of byte strings, so no text of a visitor is ever
 * parsed as a command.  Any error of the connection, a time-out (200 ms)
 * above all, throws the connection away, because its next answer could be
 * somebody else's; then it unwinds (base/rescue) and the next request
 * connects anew.  The connection belongs to the process that opened it.
 * Only redis/ calls hiredis.
 *
 * What is written goes through redis_keep or a script, and so gets the end and
 * the bound that redis/keys.c has for its kind.  A key that holds what it
 * should not is lost: logged, removed, begun afresh (ask.c).
 */
struct arena;
struct redis;

struct redis *redis_open(const char *socket, const char *password_file);
void redis_close(struct redis *r);
/* Whether it answers now; never unwinds. */
bool redis_alive(struct redis *r);
/* Whether it also takes what is written now: it may be full, a replica, or
 * unable to save.  The key is written, for a minute; never unwinds. */
bool redis_takes(struct redis *r, const char *key);
/* Round trips since the process started. */
uint64_t redis_trips(void);

/* An answer in the arena. */
struct answer {
	enum answer_kind {
		ANSWER_NONE,
		ANSWER_TEXT,
		ANSWER_INT,
		ANSWER_LIST,
		ANSWER_ERROR
	} kind;
	struct slice s; /* TEXT (also status) and ERROR */
	int64_t i;
	size_t n; /* LIST */
	const struct answer *const *item;
};

struct words {
	const struct slice *v;
	size_t n;
};

#define WORDS(...)                                                    \
	((struct words){(const struct slice[]){__VA_ARGS__},          \
	                sizeof((const struct slice[]){__VA_ARGS__}) / \
	                        sizeof(struct slice)})
/* One word. */
struct slice word(const char *text);
struct slice word_int(struct arena *a, int64_t i);

/* One command that reads or removes, its key in second place, and its answer;
 * an error answer panics (a bug of ours), except OOM, READONLY, LOADING and
 * MISCONF, which unwind. */
const struct answer *redis_ask(struct redis *r, struct arena *a,
                               struct words w);

/* Sets a text, as long as its rule says. */
void redis_keep(struct redis *r, struct arena *a, const char *key,
                struct slice value);

/* A script, known by its text; EVALSHA first, EVAL when Redis forgot it.  It
 * writes to its KEYS alone, and no command of it has its key elsewhere than
 * in second place. */
struct script {
	const char *text;
	char sha[41]; /* filled at first use */
};

const struct answer *redis_script(struct redis *r, struct arena *a,
                                  struct script *s, struct words keys,
                                  struct words args);
