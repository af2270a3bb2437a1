/* SPDX-License-Identifier: MIT */
#include "remote/json_scan.h"
#include "base/utf8.h"
#include <string.h>

enum {
	NUMBER_MOST = 256,    /* a uint256 has 78 digits */
	VALUES_MOST = 1 << 20 /* cJSON takes about 100 bytes for each */
};

struct scan {
	const char *p, *end;
	unsigned depth;
	size_t values, numbers;
	const char *why;
};

static bool scan_value(struct scan *s);

static bool bad(struct scan *s, const char *why)
{
	if (!s->why)
		s->why = why;
	return false;
}

static bool at(const struct scan *s, char c)
{
	return s->p < s->end && *s->p == c;
}

static bool take(struct scan *s, char c)
{
	if (!at(s, c))
		return false;
	s->p++;
	return true;
}

static void skip_space(struct scan *s)
{
	while (s->p < s->end && json_is_space(*s->p))
		s->p++;
}

static bool skip_digits(struct scan *s)
{
	const char *start = s->p;

	while (s->p < s->end && json_is_digit(*s->p))
		s->p++;
	return s->p > start;
}

static bool scan_number(struct scan *s)
{
	const char *start = s->p;

	take(s, '-');
	if (!take(s, '0') && !skip_digits(s))
		return bad(s, "not a number");
	if (take(s, '.') && !skip_digits(s))
		return bad(s, "a number ends in its point");
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			take(s, '-');
		if (!skip_digits(s))
			return bad(s, "a number ends in its exponent");
	}
	if (s->p - start > NUMBER_MOST)
		return bad(s, "a number of too many digits");
	s->numbers++;
	return true;
}

/* The four digits after "\\u".  Which character they are, and whether it is
 * half of one, is no matter of grammar: see json.h. */
static bool scan_unit(struct scan *s)
{
	for (int i = 0; i < 4; i++, s->p++)
		if (s->p == s->end || json_hex_digit(*s->p) < 0)
			return bad(s, "a broken \\u escape");
	return true;
}

static bool scan_escape(struct scan *s)
{
	if (s->p == s->end)
		return bad(s, "a string without end");
	if (take(s, 'u'))
		return scan_unit(s);
	if (!*s->p || !strchr("\"\\/bfnrt", *s->p))
		return bad(s, "an unknown escape");
	s->p++;
	return true;
}

static bool scan_character(struct scan *s)
{
	struct slice rest = {s->p, (size_t)(s->end - s->p)};

	if (utf8_next(&rest) < 0)
		return bad(s, "not UTF-8");
	s->p = rest.p;
	return true;
}

static bool scan_string(struct scan *s)
{
	if (!take(s, '"'))
		return bad(s, "a string was expected");
	while (s->p < s->end) {
		unsigned char c = (unsigned char)*s->p;

		if (take(s, '"'))
			return true;
		if (c < 0x20)
			return bad(s, "a control character in a string");
		if (take(s, '\\')) {
			if (!scan_escape(s))
				return false;
		} else if (!scan_character(s)) {
			return false;
		}
	}
	return bad(s, "a string without end");
}

static bool scan_member(struct scan *s)
{
	skip_space(s);
	if (!scan_string(s))
		return false;
	skip_space(s);
	if (!take(s, ':'))
		return bad(s, "a colon was expected");
	return scan_value(s);
}

/* The elements of an array or an object, after its opening bracket. */
static bool scan_elements(struct scan *s, char close,
                          bool (*element)(struct scan *))
{
	if (s->depth == 0)
		return bad(s, "nested too deeply");
	s->depth--;
	skip_space(s);
	if (!take(s, close)) {
		do {
			if (!element(s))
				return false;
		} while (take(s, ','));
		if (!take(s, close))
			return bad(s, "a comma or a bracket was expected");
	}
	s->depth++;
	return true;
}

static bool scan_word(struct scan *s, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(s->end - s->p) < len || memcmp(s->p, word, len) != 0)
		return bad(s, "a value was expected");
	s->p += len;
	return true;
}

static bool scan_plain(struct scan *s)
{
	if (at(s, '"'))
		return scan_string(s);
	if (at(s, 't'))
		return scan_word(s, "true");
	if (at(s, 'f'))
		return scan_word(s, "false");
	if (at(s, 'n'))
		return scan_word(s, "null");
	if (at(s, '-') || (s->p < s->end && json_is_digit(*s->p)))
		return scan_number(s);
	return bad(s, "a value was expected");
}

/* A value and the white space on both of its sides. */
static bool scan_value(struct scan *s)
{
	bool good;

	if (++s->values > VALUES_MOST)
		return bad(s, "too many values");
	skip_space(s);
	if (take(s, '{'))
		good = scan_elements(s, '}', scan_member);
	else if (take(s, '['))
		good = scan_elements(s, ']', scan_value);
	else
		good = scan_plain(s);
	skip_space(s);
	return good;
}

const char *json_scan(size_t *numbers, struct slice body, unsigned depth)
{
	struct scan s = {.p = body.p, .end = body.p + body.len, .depth = depth};

	if (body.len == 0)
		return "empty";
	if (!scan_value(&s))
		return s.why;
	if (s.p != s.end)
		return "more than one value";
	*numbers = s.numbers;
	return NULL;
}
