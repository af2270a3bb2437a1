/* SPDX-License-Identifier: MIT */
#include "cli/import_read.h"
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "remote/json.h"

struct import_reader {
	FILE *in;
	enum import_format format;
	char delimiter;
	bool begun;
	unsigned line;  /* being read */
	unsigned began; /* of the last record */
	size_t len;
	char *record; /* RECORD_BYTES_MAX and a NUL */
};

struct import_reader *import_reader_open(struct arena *a, FILE *in,
                                         enum import_format format,
                                         char delimiter)
{
	struct import_reader *r = arena_new(a, struct import_reader);

	r->in = in;
	r->format = format;
	r->delimiter = delimiter;
	r->line = 1;
	r->record = arena_array(a, RECORD_BYTES_MAX + 1, char);
	return r;
}

unsigned import_line(const struct import_reader *r)
{
	return r->began;
}

size_t import_bytes(const struct import_reader *r)
{
	return r->len;
}

/* The next byte, counting lines. */
static int next(struct import_reader *r)
{
	int c = getc_unlocked(r->in);

	if (c == '\n')
		r->line++;
	return c;
}

/* The mark some editors put in front of UTF-8. */
static void skip_mark(struct import_reader *r)
{
	static const char MARK[] = {'\xef', '\xbb', '\xbf'};
	char head[sizeof(MARK)];

	if (fread(head, 1, sizeof(head), r->in) != sizeof(head) ||
	    memcmp(head, MARK, sizeof(MARK)) != 0)
		rewind(r->in);
}

static const char *too_long(void)
{
	return "longer than 256 KiB";
}

/* --- txt ---------------------------------------------------------------- */

enum { TYPE, CATEGORY, SUBCATEGORY, DESCRIPTION, PRICE, CONTENT, FIELDS };

/* Reads a line without its end; false at the end of the file. */
static bool read_line(struct import_reader *r, bool *fits)
{
	int c;

	r->began = r->line;
	r->len = 0;
	*fits = true;
	while ((c = next(r)) != EOF && c != '\n') {
		if (r->len < RECORD_BYTES_MAX)
			r->record[r->len++] = (char)c;
		else
			*fits = false;
	}
	if (r->len && r->record[r->len - 1] == '\r')
		r->len--;
	r->record[r->len] = 0;
	return c != EOF || r->len;
}

static bool is_blank(const char *s)
{
	return !s[strspn(s, " \t")];
}

/* One field up to the delimiter (the last one: up to the end), with its
 * escapes undone; what is wrong with it, or NULL. */
static const char *read_field(struct arena *a, const char **at, char delimiter,
                              bool is_last, const char **out)
{
	const char *p = *at;
	char *to = arena_array(a, strlen(p) + 1, char);
	size_t n = 0;

	for (; *p && (is_last || *p != delimiter); p++) {
		if (*p != '\\') {
			to[n++] = *p;
			continue;
		}
		p++;
		if (*p != 'n' && *p != '\\' && *p != delimiter)
			return "a backslash that means nothing (write \\\\ for "
			       "a backslash)";
		to[n++] = *p;
		if (*p == 'n' && delimiter != 'n')
			to[n - 1] = '\n';
	}
	*at = p;
	*out = to;
	return NULL;
}

static const char *read_fields(struct import_reader *r, struct arena *a,
                               struct record *out)
{
	const char *field[FIELDS], *at = r->record;

	for (int i = 0; i < FIELDS; i++) {
		const char *why = read_field(a, &at, r->delimiter, i == CONTENT,
		                             &field[i]);

		if (why)
			return why;
		if (i < CONTENT && !*at)
			return arena_printf(a, "%d of %d fields between \"%c\"",
			                    i + 1, FIELDS, r->delimiter);
		at += *at != 0;
	}
	out->item_type = field[TYPE];
	out->category = field[CATEGORY];
	out->subcategory = field[SUBCATEGORY];
	out->description = field[DESCRIPTION];
	out->price = field[PRICE];
	out->content = field[CONTENT];
	return NULL;
}

static enum import_read read_txt(struct import_reader *r, struct arena *a,
                                 struct record *out, const char **why)
{
	int32_t flaw;
	bool fits;

	do
		if (!read_line(r, &fits))
			return IMPORT_END;
	while (is_blank(r->record) && r->len == strlen(r->record));
	if (!fits)
		*why = too_long();
	else if ((flaw = text_flaw((struct slice){r->record, r->len},
	                           TEXT_WHOLE)))
		*why = arena_printf(a, "it holds %s", utf8_say(a, flaw));
	else
		*why = read_fields(r, a, out);
	if (*why && strchr("[{", r->record[0]))
		*why = "this looks like JSON: call the file .json or say "
		       "--format json";
	return *why ? IMPORT_WRONG : IMPORT_RECORD;
}

/* --- json --------------------------------------------------------------- */

static int next_solid(struct import_reader *r)
{
	int c;

	do
		c = next(r);
	while (c == ' ' || c == '\t' || c == '\r' || c == '\n');
	return c;
}

/* Copies an object whose "{" was read; false where the file ends in it. */
static bool read_object(struct import_reader *r, bool *fits)
{
	bool in_text = false, escaped = false;
	unsigned depth = 0;
	int c = '{';

	r->len = 0;
	*fits = true;
	for (; c != EOF; c = next(r)) {
		if (r->len < RECORD_BYTES_MAX)
			r->record[r->len++] = (char)c;
		else
			*fits = false;
		if (in_text) {
			in_text = escaped || c != '"';
			escaped = !escaped && c == '\\';
		} else if (c == '"') {
			in_text = true;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']') && --depth == 0) {
			return true;
		}
	}
	return false;
}

struct member {
	const char *name;
	bool required;
	const char **out;
};

/* A text, or where asked a number by its own digits. */
static const char *read_member(struct arena *a, const json *object,
                               const char *name, bool required,
                               const char **out)
{
	const json *j = json_member(object, name);

	*out = "";
	if (!j)
		return required ? arena_printf(a, "no %s", name) : NULL;
	if (json_text(out, j) ||
	    (!strcmp(name, "price") && json_number(out, j)))
		return NULL;
	return arena_printf(a, "%s is not text", name);
}

static const char *read_count(struct arena *a, const json *object,
                              const char *name, int64_t *out)
{
	const json *j = json_member(object, name);

	if (!j)
		return NULL;
	if (json_int(out, j) && *out >= 1 && *out <= 1000)
		return NULL;
	return arena_printf(a, "%s is not a whole number from 1 to 1000", name);
}

static const char *read_members(struct import_reader *r, struct arena *a,
                                struct record *out)
{
	const char *why;
	const json *j =
		json_read_exact(a, (struct slice){r->record, r->len}, 0, &why);
	const struct member members[] = {
		{"item_type",    true,  &out->item_type  },
		{"category",     true,  &out->category   },
		{"subcategory",  true,  &out->subcategory},
		{"description",  false, &out->description},
		{"price",        true,  &out->price      },
		{"private_data", false, &out->content    },
		{"product",      false, &out->product    },
	};

	if (!j)
		return arena_printf(a, "not valid JSON: %s", why);
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		why = read_member(a, j, members[i].name, members[i].required,
		                  members[i].out);
		if (why)
			return why;
	}
	if (!json_member(j, "private_data")) {
		if (!*out->product)
			return "no private_data";
		out->content = NULL;
	}
	why = read_count(a, j, "min_quantity", &out->min_quantity);
	return why ? why : read_count(a, j, "max_quantity", &out->max_quantity);
}

static enum import_read broken(struct import_reader *r, const char **why,
                               const char *reason)
{
	r->began = r->line;
	*why = reason;
	return IMPORT_BROKEN;
}

static const char *no_array(int c)
{
	if (c == '{')
		return "the JSON begins with an object, and one array of "
		       "objects is wanted: [{...}, {...}]";
	if (c == EOF)
		return "an empty file is no JSON";
	return "not JSON: it begins with no \"[\" (text files end in .txt, or "
	       "take --format txt)";
}

/* Whether another object begins; otherwise how the array went on. */
static bool begins_object(struct import_reader *r, enum import_read *end,
                          const char **why)
{
	bool is_first = !r->begun;
	int c = next_solid(r);

	if (is_first) {
		r->begun = true;
		if (c != '[') {
			*end = broken(r, why, no_array(c));
			return false;
		}
		c = next_solid(r);
	}
	if (c == ']') {
		*end = IMPORT_END;
		if (next_solid(r) != EOF)
			*end = broken(r, why, "not JSON: more after the array");
		return false;
	}
	if (!is_first) {
		if (c != ',') {
			*end = broken(r, why,
			              "not JSON: neither \",\" nor \"]\" after "
			              "an object");
			return false;
		}
		c = next_solid(r);
	}
	if (c == '{')
		return true;
	*end = broken(r, why,
	              "the JSON holds what is no object: one array of objects "
	              "is wanted");
	return false;
}

static enum import_read read_json(struct import_reader *r, struct arena *a,
                                  struct record *out, const char **why)
{
	enum import_read end;
	bool fits;

	if (!begins_object(r, &end, why))
		return end;
	r->began = r->line;
	if (!read_object(r, &fits))
		return broken(r, why, "the file ends inside an object");
	*why = fits ? read_members(r, a, out) : too_long();
	return *why ? IMPORT_WRONG : IMPORT_RECORD;
}

enum import_read import_read(struct import_reader *r, struct arena *a,
                             struct record *out, const char **why)
{
	if (r->line == 1 && !r->began)
		skip_mark(r);
	*out = (struct record){"", "", "", "", "", "", "", 0, 0};
	if (r->format == IMPORT_JSON)
		return read_json(r, a, out, why);
	return read_txt(r, a, out, why);
}
