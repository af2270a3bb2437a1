/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/panic.h"
#include "remote/json.h"
#include <string.h>
/*
 * Any bytes: json_read must answer, keep every number's text, and agree with
 * itself about the compact form.  See tools/fuzz.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void walk(const json *j)
{
	const char *s;
	int64_t n;
	bool b;

	if (json_number(&s, j))
		must(*s == '-' || (*s >= '0' && *s <= '9'));
	if (json_int(&n, j))
		must(json_number(&s, j));
	if (json_text(&s, j))
		must(!json_number(&s, j));
	json_bool(&b, j);
	must(json_array_length(j) < (1 << 20) + 1);
	for (const json *m = json_first(j); m; m = json_next(m)) {
		if (json_is_object(j))
			must(json_member(j, json_name(m)) == m ||
			     !json_member(j, json_name(m)));
		walk(m);
	}
}

static bool same(const json *x, const json *y)
{
	const char *s, *t;

	if (json_number(&s, x))
		return json_number(&t, y) && strcmp(s, t) == 0;
	if (json_text(&s, x))
		return json_text(&t, y) && strcmp(s, t) == 0;
	x = json_first(x);
	y = json_first(y);
	for (; x && y; x = json_next(x), y = json_next(y))
		if (!same(x, y))
			return false;
	return !x && !y;
}

/* A text written again must read back as it was. */
static void write_back(struct arena *a, const json *j)
{
	struct text t = text_open(a, 16);
	const char *s, *back, *why;

	if (!json_text(&s, j) || strchr(s, '\001'))
		return;
	json_add_text(&t, s);
	must(json_text(&back, json_read(a, slice_text(t.p), 1, &why)));
	must(strcmp(s, back) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_open((size_t)64 * 1024 * 1024);
	struct slice body = {(const char *)bytes, len};
	struct slice tight = json_compact(a, body);
	const char *why = NULL;
	const json *j = json_read(a, body, 0, &why);
	const json *again;

	must(tight.len <= len && (j == NULL) == (why != NULL));
	must(json_compact(a, tight).len == tight.len);
	if (j) {
		walk(j);
		again = json_read(a, tight, 0, &why);
		must(again && same(j, again));
		write_back(a, j);
	}
	arena_close(a);
	return 0;
}
