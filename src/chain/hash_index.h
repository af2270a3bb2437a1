/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * hash_index: where in a long array something is, without going through it.
 *
 * It holds places by the hash of what is there; the caller compares.  The
 * hash begins with a number that differs from process to process, so that
 * nobody who writes an answer knows which texts share one.
 */
struct arena;

struct hash_index {
	struct hash_slot *slots;
	size_t room, n;
};

uint64_t hash_begin(void);
uint64_t hash_text(uint64_t hash, const char *text);
uint64_t hash_pointer(uint64_t hash, const void *p);

void hash_index_add(struct hash_index *x, struct arena *a, uint64_t hash,
                    size_t place);

/* Walks the places that have that hash, in the order they were added. */
struct hash_walk {
	const struct hash_index *index;
	uint64_t hash;
	size_t at;
};

struct hash_walk hash_index_walk(const struct hash_index *x, uint64_t hash);
bool hash_walk_next(struct hash_walk *w, size_t *place);
