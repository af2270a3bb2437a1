/* SPDX-License-Identifier: MIT */
#pragma once
#include "remote/json.h"
/*
 * vectors: the files of tests/data/vectors, and ways to read them.
 */
struct arena;
struct asset;

/* The whole file, open until the test ends. */
const json *chain_vectors(struct arena *a, const char *name);
/* A list of it that has rows. */
const json *vectors_in(const json *j, const char *list);
/* A member's text, which must be there; or NULL. */
const char *vector_get(const json *row, const char *name);
const char *vector_find(const json *row, const char *name);
/* The row's own text, or its "string", "address" or "bytes_hex". */
const char *vector_case(struct arena *a, const json *row);
/* The asset of that code. */
const struct asset *vector_asset(const char *code);
