/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * json: foreign JSON, read strictly, with every number kept as its text.
 *
 * cJSON turns numbers into doubles and drops their text, so a tokenizer runs
 * over the raw bytes first: it checks the grammar (valid UTF-8, depth, one
 * value, numbers of JSON's own form, no duplicate keys) and puts quotes and a
 * mark around every number literal.  Readers return false on a wrong
 * type; absent and null are alike.  Names are case-sensitive.
 *
 * Every string that JSON allows is read, for strangers write some of them (a
 * memo, the name of a token).  What no string of C or of UTF-8 can hold, the
 * escapes \u0000 and \u0001 and halves of surrogate pairs, becomes U+FFFD.
 */
struct arena;
struct cJSON;
typedef struct cJSON json;

/* Parses; NULL and *why on any fault.  At most depth 8 unless said (0).
 * Takes up to 4 times the body of the arena. */
const json *json_read(struct arena *a, struct slice body, unsigned depth,
                      const char **why);

/* The same of what must be kept as it is: with nothing replaced. */
const json *json_read_exact(struct arena *a, struct slice body, unsigned depth,
                            const char **why);

/* The member, or NULL when absent or null. */
const json *json_member(const json *object, const char *name);
bool json_is_object(const json *j);
size_t json_array_length(const json *j);
const json *json_item(const json *array, size_t i);
bool json_is_array(const json *j);

/* Walking an array or the members of an object, nulls included; json_item
 * counts from the start each time, so long lists are walked. */
const json *json_first(const json *j);
const json *json_next(const json *j);
const char *json_name(const json *member);

/* A string's text. */
bool json_text(const char **out, const json *j);
/* A number's own text ("1.2e-05"), never of a string. */
bool json_number(const char **out, const json *j);
/* A number that is a whole int64. */
bool json_int(int64_t *out, const json *j);
bool json_bool(bool *out, const json *j);

/* Takes white space outside strings away, as the gateway signs it. */
struct slice json_compact(struct arena *a, struct slice body);

/* Writing: the text of a JSON string with its quotes. */
void json_add_text(struct text *t, const char *s);
/* A member of the object that was opened last, with a comma unless it is the
 * first; a value of NULL is null. */
void json_add_member(struct text *t, const char *name, const char *value);
