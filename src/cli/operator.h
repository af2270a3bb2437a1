/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
/*
 * operator: who runs a command, as the trail and batches write it down.
 */
struct arena;

/* "cli:ann": who called sudo, or the user. */
const char *operator_name(struct arena *a);
/* As much of a text from outside as fits and is text. */
const char *operator_text(struct arena *a, const char *s, size_t max);
