/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"
/*
 * json_scan: the grammar of JSON, for json.c alone.
 *
 * It only looks, so a bad body costs no memory: one value, UTF-8, numbers of
 * JSON's own form and not endless, no deeper than allowed, not too many
 * values.  Names that repeat are json.c's to find.
 */

/* Stands before a number's text once it is a string.  No string of a body can
 * hold it: raw it is against the grammar, and its escape is replaced. */
#define JSON_MARK '\001'

/* NULL, and how many numbers there are; or the reason it is not JSON. */
const char *json_scan(size_t *numbers, struct slice body, unsigned depth);

static inline bool json_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline bool json_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int json_hex_digit(char c)
{
	if (json_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
