/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * escape: text as HTML and XML show it, in text and in quoted attributes.
 */
void escape_add(struct text *out, struct slice s);
/* How many bytes that adds. */
size_t escape_length(struct slice s);
/* What a byte becomes; p is NULL where it stays as it is. */
extern const struct slice ESCAPED[256];
