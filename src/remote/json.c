/* SPDX-License-Identifier: MIT */
#include "remote/json.h"
#include "base/arena.h"
#include "base/panic.h"
#include "remote/json_scan.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_USUAL = 8,
	DEPTH_MOST = 100, /* what we and cJSON walk by recursion */
	FEW = 16,         /* members compared one by one */
	UNIT_LENGTH = 6   /* "\u0000" */
};

static const char REPLACEMENT[] = "\xef\xbf\xbd"; /* U+FFFD */

/* The length of the string literal at p, with its quotes.  The body may end
 * before the string does. */
static size_t literal_length(const char *p, const char *end)
{
	const char *q = p + 1;

	while (q < end && *q != '"')
		q += *q == '\\' && q + 1 < end ? 2 : 1;
	return (size_t)(q - p) + (q < end);
}

static char *put(char *out, const char *p, size_t len)
{
	memcpy(out, p, len);
	return out + len;
}

static bool is_of_number(char c)
{
	return json_is_digit(c) || c == '.' || c == 'e' || c == 'E' ||
	       c == '+' || c == '-';
}

/* --- what cJSON cannot hold ---------------------------------------------- */

/* The code unit of the escape at p, "\\uXXXX"; -1 when it is another. */
static int32_t escaped_unit(const char *p, const char *end)
{
	int32_t unit = 0;

	if (end - p < UNIT_LENGTH || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (int i = 2; i < UNIT_LENGTH; i++)
		unit = unit * 16 + json_hex_digit(p[i]);
	return unit;
}

/* How much of the escape at p is one character; 0 when it is none that a
 * string of ours can hold: half of a pair, the end of a text, the mark. */
static size_t escape_length(const char *p, const char *end)
{
	int32_t unit = escaped_unit(p, end), low;

	if (unit < 0)
		return 2;
	if (unit == 0 || unit == JSON_MARK || (unit & 0xfc00) == 0xdc00)
		return 0;
	if ((unit & 0xfc00) != 0xd800)
		return UNIT_LENGTH;
	low = escaped_unit(p + UNIT_LENGTH, end);
	return low >= 0 && (low & 0xfc00) == 0xdc00 ? 2 * UNIT_LENGTH : 0;
}

static char *put_string(char *out, const char *p, size_t len, size_t *replaced)
{
	const char *end = p + len;

	while (p < end) {
		size_t plain = *p == '\\' ? escape_length(p, end) : 1;

		if (plain) {
			out = put(out, p, plain);
			p += plain;
		} else {
			out = put(out, REPLACEMENT, strlen(REPLACEMENT));
			p += UNIT_LENGTH;
			++*replaced;
		}
	}
	return out;
}

/* Of a body known to be good: numbers become strings, and in strings that
 * which none of ours can hold is replaced. */
static struct slice rewrite(struct arena *a, struct slice body, size_t numbers,
                            size_t *replaced)
{
	const char *p = body.p, *end = p + body.len;
	char *text = arena_array(a, body.len + 3 * numbers + 1, char);
	char *out = text;

	while (p < end) {
		size_t len = 1;

		if (*p == '"') {
			len = literal_length(p, end);
			out = put_string(out, p, len, replaced);
		} else if (*p == '-' || json_is_digit(*p)) {
			while (p + len < end && is_of_number(p[len]))
				len++;
			*out++ = '"';
			*out++ = JSON_MARK;
			out = put(out, p, len);
			*out++ = '"';
		} else {
			*out++ = *p;
		}
		p += len;
	}
	return (struct slice){text, (size_t)(out - text)};
}

static int compare_names(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

/* Names that lost a character are nobody's: they may have been different. */
static bool is_repeated(const char *name, const char *other)
{
	return strcmp(name, other) == 0 && !strstr(name, REPLACEMENT);
}

static bool few_names_repeat(const cJSON *object)
{
	for (const cJSON *m = object->child; m; m = m->next)
		for (const cJSON *o = m->next; o; o = o->next)
			if (is_repeated(m->string, o->string))
				return true;
	return false;
}

static bool many_names_repeat(struct arena *a, const cJSON *object, size_t n)
{
	const char **names = arena_array(a, n, const char *);
	size_t i = 0;

	for (const cJSON *m = object->child; m; m = m->next)
		names[i++] = m->string;
	qsort(names, n, sizeof(*names), compare_names);
	for (i = 1; i < n; i++)
		if (is_repeated(names[i - 1], names[i]))
			return true;
	return false;
}

/* Looked for after parsing, when escapes are gone: "a" is "\u0061". */
static bool names_repeat(struct arena *a, const cJSON *j)
{
	size_t n = 0;

	for (const cJSON *m = j->child; m; m = m->next) {
		n++;
		if (names_repeat(a, m))
			return true;
	}
	if (!cJSON_IsObject(j))
		return false;
	return n <= FEW ? few_names_repeat(j) : many_names_repeat(a, j, n);
}

/* The tree is the arena's like all else, so a body that becomes a large tree
 * costs its request and no more; cJSON knows of no context to hand on. */
static struct arena *growing;

static void *take_from_arena(size_t bytes)
{
	return arena_alloc(growing, 1, bytes);
}

/* The arena takes it back. */
static void give_back(void *bytes)
{
	(void)bytes;
}

static cJSON *parse(struct arena *a, struct slice text)
{
	static cJSON_Hooks hooks = {take_from_arena, give_back};

	cJSON_InitHooks(&hooks);
	growing = a;
	return cJSON_ParseWithLength(text.p, text.len + 1);
}

static const json *read_body(struct arena *a, struct slice body, unsigned depth,
                             size_t *replaced, const char **why)
{
	struct slice text;
	size_t numbers;
	cJSON *tree;

	must(depth <= DEPTH_MOST);
	*why = json_scan(&numbers, body, depth ? depth : DEPTH_USUAL);
	if (*why)
		return NULL;
	text = rewrite(a, body, numbers, replaced);
	tree = parse(a, text);
	if (!tree) {
		*why = "cJSON refuses it";
		return NULL;
	}
	if (names_repeat(a, tree)) {
		*why = "a name stands twice in one object";
		return NULL;
	}
	return tree;
}

const json *json_read(struct arena *a, struct slice body, unsigned depth,
                      const char **why)
{
	size_t replaced = 0;

	return read_body(a, body, depth, &replaced, why);
}

const json *json_read_exact(struct arena *a, struct slice body, unsigned depth,
                            const char **why)
{
	size_t replaced = 0;
	const json *j = read_body(a, body, depth, &replaced, why);

	if (j && replaced) {
		*why = "a text holds \\u0000, \\u0001 or half a surrogate "
		       "pair, which no text of ours can";
		return NULL;
	}
	return j;
}

static const json *unless_null(const cJSON *j)
{
	return cJSON_IsNull(j) ? NULL : j;
}

const json *json_member(const json *object, const char *name)
{
	if (!json_is_object(object))
		return NULL;
	return unless_null(cJSON_GetObjectItemCaseSensitive(object, name));
}

bool json_is_object(const json *j)
{
	return cJSON_IsObject(j);
}

bool json_is_array(const json *j)
{
	return cJSON_IsArray(j);
}

size_t json_array_length(const json *j)
{
	return json_is_array(j) ? (size_t)cJSON_GetArraySize(j) : 0;
}

const json *json_item(const json *array, size_t i)
{
	if (i >= json_array_length(array))
		return NULL;
	return unless_null(cJSON_GetArrayItem(array, (int)i));
}

const json *json_first(const json *j)
{
	return json_is_array(j) || json_is_object(j) ? j->child : NULL;
}

const json *json_next(const json *j)
{
	return j->next;
}

const char *json_name(const json *member)
{
	must(member->string);
	return member->string;
}

static bool is_number(const json *j)
{
	return cJSON_IsString(j) && j->valuestring[0] == JSON_MARK;
}

bool json_text(const char **out, const json *j)
{
	if (!cJSON_IsString(j) || is_number(j))
		return false;
	*out = j->valuestring;
	return true;
}

bool json_number(const char **out, const json *j)
{
	if (!is_number(j))
		return false;
	*out = j->valuestring + 1;
	return true;
}

bool json_int(int64_t *out, const json *j)
{
	const char *text;
	int64_t n = 0;
	bool negative;

	if (!json_number(&text, j))
		return false;
	negative = *text == '-';
	for (text += negative; json_is_digit(*text); text++) {
		int digit = *text - '0';

		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_sub_overflow(n, digit, &n))
			return false;
	}
	if (*text || (!negative && n == INT64_MIN))
		return false;
	*out = negative ? n : -n;
	return true;
}

bool json_bool(bool *out, const json *j)
{
	if (!cJSON_IsBool(j))
		return false;
	*out = cJSON_IsTrue(j);
	return true;
}

struct slice json_compact(struct arena *a, struct slice body)
{
	const char *p = body.p, *end = p + body.len;
	char *text = arena_array(a, body.len + 1, char);
	char *out = text;

	while (p < end) {
		size_t len = *p == '"' ? literal_length(p, end) : 1;

		if (!json_is_space(*p))
			out = put(out, p, len);
		p += len;
	}
	return (struct slice){text, (size_t)(out - text)};
}

static void add_escaped(struct text *t, unsigned char c)
{
	if (c == '"' || c == '\\')
		text_printf(t, "\\%c", c);
	else if (c == '\n')
		text_add_text(t, "\\n");
	else
		text_printf(t, "\\u%04x", c);
}

void json_add_text(struct text *t, const char *s)
{
	text_add_text(t, "\"");
	while (*s) {
		size_t plain = 0;

		while ((unsigned char)s[plain] >= 0x20 && s[plain] != '"' &&
		       s[plain] != '\\')
			plain++;
		text_add(t, (struct slice){s, plain});
		s += plain;
		if (*s)
			add_escaped(t, (unsigned char)*s++);
	}
	text_add_text(t, "\"");
}

void json_add_member(struct text *t, const char *name, const char *value)
{
	if (t->p[t->len - 1] != '{')
		text_add_text(t, ",");
	json_add_text(t, name);
	text_add_text(t, ":");
	if (value)
		json_add_text(t, value);
	else
		text_add_text(t, "null");
}
