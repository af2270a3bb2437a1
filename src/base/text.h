/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/*
 * text: bytes with a length, and the few questions we ask of them.
 */
struct arena;

/* Borrowed bytes; not NUL-terminated. */
struct slice {
	const char *p;
	size_t len;
};

#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})
struct slice slice_text(const char *text);
bool slice_is(struct slice s, const char *text);

/* Whether the bytes are valid UTF-8 without control characters; newlines
 * and tabs pass where multiline is set. */
bool text_is_clean(struct slice s, bool multiline);

/* Without the blanks (utf8_is_blank) around it. */
const char *text_trim(struct arena *a, const char *text);

/* What a text may hold besides letters that everybody sees. */
enum text_rule {
	TEXT_SEEN,  /* one line of nothing else: a user's name */
	TEXT_LINE,  /* one line, and nothing that changes its direction */
	TEXT_NAME,  /* one line, with the marks that scripts need */
	TEXT_TYPED, /* the same in several lines */
	TEXT_WHOLE  /* lines of anything but control characters */
};

/* Its first character that may not stand there, -1 where the bytes are not
 * UTF-8; 0: it is good. */
int32_t text_flaw(struct slice s, enum text_rule rule);

/* Whether it is 1..80 of a-z 0-9 and single inner hyphens. */
bool text_is_slug(const char *text);

/* A slug made of any name; never empty ("x" where nothing is left). */
char *text_slug(struct arena *a, const char *name);

/* Whether the strings are equal, in a time that does not tell where not. */
bool text_same_secret(const void *a, const void *b, size_t len);

/* Lower-case hexadecimal and base64url without padding. */
char *text_hex(struct arena *a, const void *bytes, size_t len);
bool text_unhex(void *bytes, size_t len, const char *hex);
char *text_base64url(struct arena *a, const void *bytes, size_t len);

/* The next word of a list, parted by spaces, tabs and commas; moves *rest
 * behind it.  NULL after the last. */
const char *text_next_word(struct arena *a, const char **rest);

/* A growing text in an arena. */
struct text {
	struct arena *arena;
	char *p;
	size_t len, room;
};

struct text text_open(struct arena *a, size_t room);
void text_add(struct text *t, struct slice s);
void text_add_text(struct text *t, const char *s);
/* Whether that much can be added without unwinding. */
bool text_has(const struct text *t, size_t more);
void text_printf(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
