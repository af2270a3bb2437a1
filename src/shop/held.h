/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * held: why money is under review, in words for its buyer.
 *
 * What the nouns write down is for a person of the shop; here each of their
 * reasons has its sentence, and one that has none gets a general one.
 */
struct arena;

/* As the nouns say it. */
extern const char HELD_OTHER_COIN[], HELD_SURPLUS[], HELD_AGAIN[];

/* "Top-ups over $1,000.00 are reviewed by hand."; of NULL the general one. */
const char *held_why(struct arena *a, const char *reason);
/* Whether nothing but its size is the matter; reason may be NULL. */
bool held_is_size(const char *reason);
/* "Top-ups over $1,000.00 are reviewed by hand." */
const char *held_limit(struct arena *a);
