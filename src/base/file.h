/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"
/*
 * file: whole small files.
 */
struct arena;

/* Reads up to limit bytes; false, with errno set, on any failure (EFBIG when
 * it is longer).  The bytes are followed by a NUL. */
bool file_read(struct slice *out, struct arena *a, const char *path,
               size_t limit);
