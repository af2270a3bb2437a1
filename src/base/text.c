/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "base/arena.h"
#include "base/panic.h"
#include "base/utf8.h"
#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SLUG_LIMIT = 80 };

struct slice slice_text(const char *text)
{
	return (struct slice){text, strlen(text)};
}

bool slice_is(struct slice s, const char *text)
{
	return s.len == strlen(text) &&
	       (s.len == 0 || memcmp(s.p, text, s.len) == 0);
}

/* Browsers send a line's end as CR LF; a CR alone is not one. */
static bool breaks_or_indents(int32_t c, struct slice rest)
{
	return c == '\n' || c == '\t' ||
	       (c == '\r' && rest.len > 0 && rest.p[0] == '\n');
}

bool text_is_clean(struct slice s, bool multiline)
{
	while (s.len > 0) {
		int32_t c = utf8_next(&s);

		if (c < 0)
			return false;
		if (multiline && breaks_or_indents(c, s))
			continue;
		if (utf8_is_control(c))
			return false;
	}
	return true;
}

const char *text_trim(struct arena *a, const char *text)
{
	const char *from = NULL, *end = text;
	struct slice rest = slice_text(text);

	while (rest.len > 0) {
		const char *at = rest.p;

		if (utf8_is_blank(utf8_next(&rest)))
			continue;
		from = from ? from : at;
		end = rest.p;
	}
	return from ? arena_bytes(a, from, (size_t)(end - from)) : "";
}

static bool is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

static bool may_stand(int32_t c, struct slice rest, enum text_rule rule)
{
	switch (rule) {
	case TEXT_SEEN:
		return !is_control(c) && !utf8_unseen(c);
	case TEXT_LINE:
		return !utf8_is_control(c);
	case TEXT_NAME:
		return !is_control(c) && !utf8_reorders(c);
	case TEXT_TYPED:
		return (!is_control(c) && !utf8_reorders(c)) ||
		       breaks_or_indents(c, rest);
	case TEXT_WHOLE:
		return !is_control(c) || breaks_or_indents(c, rest);
	}
	return false;
}

int32_t text_flaw(struct slice s, enum text_rule rule)
{
	while (s.len > 0) {
		int32_t c = utf8_next(&s);

		/* NUL is told as what it is not. */
		if (c <= 0)
			return -1;
		if (!may_stand(c, s, rule))
			return c;
	}
	return 0;
}

static bool is_slug_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool text_is_slug(const char *text)
{
	size_t len = strnlen(text, SLUG_LIMIT + 1);

	if (len < 1 || len > SLUG_LIMIT)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (is_slug_letter(text[i]))
			continue;
		if (text[i] != '-' || i == 0 || text[i - 1] == '-' ||
		    i + 1 == len)
			return false;
	}
	return true;
}

/* The letter a slug has for c; 0 where it has none. */
static char slug_letter(int32_t c)
{
	/* U+00C0 to U+00FF without their accents. */
	static const char LATIN[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
				    "aaaaaaaceeeeiiiidnooooo-ouuuuyty";

	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if (c >= 0xc0 && c <= 0xff)
		c = LATIN[c - 0xc0];
	return is_slug_letter(c) ? (char)c : 0;
}

char *text_slug(struct arena *a, const char *name)
{
	struct slice rest = slice_text(name);
	char slug[SLUG_LIMIT + 1];
	size_t len = 0;
	bool gap = false;

	while (rest.len > 0 && len + gap < SLUG_LIMIT) {
		char letter = slug_letter(utf8_next(&rest));

		if (!letter) {
			gap = len > 0;
			continue;
		}
		if (gap)
			slug[len++] = '-';
		slug[len++] = letter;
		gap = false;
	}
	if (len == 0)
		slug[len++] = 'x';
	return arena_bytes(a, slug, len);
}

bool text_same_secret(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

char *text_hex(struct arena *a, const void *bytes, size_t len)
{
	static const char HEX[] = "0123456789abcdef";
	const uint8_t *p = bytes;
	char *hex;

	must(len < SIZE_MAX / 2);
	hex = arena_array(a, 2 * len + 1, char);
	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = HEX[p[i] >> 4];
		hex[2 * i + 1] = HEX[p[i] & 15];
	}
	return hex;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool text_unhex(void *bytes, size_t len, const char *hex)
{
	uint8_t *p = bytes;

	for (size_t i = 0; i < len; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = high < 0 ? -1 : hex_digit(hex[2 * i + 1]);

		if (low < 0)
			return false;
		p[i] = (uint8_t)(high << 4 | low);
	}
	return hex[2 * len] == '\0';
}

char *text_base64url(struct arena *a, const void *bytes, size_t len)
{
	static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	const uint8_t *p = bytes;
	size_t n = 0;
	uint32_t bits = 0;
	unsigned held = 0;
	char *out;

	must(len < SIZE_MAX / 2);
	out = arena_array(a, len + len / 3 + 3, char);
	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | p[i];
		for (held += 8; held >= 6; held -= 6)
			out[n++] = LETTERS[bits >> (held - 6) & 63];
	}
	if (held > 0)
		out[n] = LETTERS[bits << (6 - held) & 63];
	return out;
}

const char *text_next_word(struct arena *a, const char **rest)
{
	const char *word = *rest + strspn(*rest, " \t,");
	size_t len = strcspn(word, " \t,");

	*rest = word + len;
	return len ? arena_bytes(a, word, len) : NULL;
}

struct text text_open(struct arena *a, size_t room)
{
	must(room < SIZE_MAX / 2);
	return (struct text){.arena = a,
	                     .p = arena_array(a, room + 1, char),
	                     .room = room + 1};
}

/* Room for more bytes and the NUL. */
static size_t room_for(const struct text *t, size_t more)
{
	size_t room = t->room;

	must(more < SIZE_MAX / 4 && room < SIZE_MAX / 4);
	while (more >= room - t->len)
		room *= 2;
	return room;
}

bool text_has(const struct text *t, size_t more)
{
	return more < t->room - t->len ||
	       arena_has(t->arena, room_for(t, more));
}

static void reserve(struct text *t, size_t more)
{
	size_t room;
	char *p;

	if (more < t->room - t->len)
		return;
	room = room_for(t, more);
	p = arena_array(t->arena, room, char);
	memcpy(p, t->p, t->len);
	t->p = p;
	t->room = room;
}

void text_add(struct text *t, struct slice s)
{
	if (s.len == 0)
		return;
	reserve(t, s.len);
	memcpy(t->p + t->len, s.p, s.len);
	t->len += s.len;
	t->p[t->len] = '\0';
}

void text_add_text(struct text *t, const char *s)
{
	text_add(t, slice_text(s));
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list args, again;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	must(len >= 0);
	reserve(t, (size_t)len);
	vsnprintf(t->p + t->len, (size_t)len + 1, fmt, again);
	t->len += (size_t)len;
	va_end(again);
	va_end(args);
}
