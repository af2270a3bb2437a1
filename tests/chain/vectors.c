/* SPDX-License-Identifier: MIT */
#include "chain/vectors.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "lib/fixture.h"

const json *chain_vectors(struct arena *a, const char *name)
{
	const char *why;
	const json *j = json_read(
		a, fixture(a, arena_printf(a, "vectors/%s.json", name)), 8,
		&why);

	cr_assert_not_null(j, "%s: %s", name, why);
	return j;
}

const json *vectors_in(const json *j, const char *list)
{
	const json *rows = json_member(j, list);

	cr_assert(json_array_length(rows) > 0, "%s", list);
	return rows;
}

const char *vector_find(const json *row, const char *name)
{
	const char *text = NULL;

	(void)json_text(&text, json_member(row, name));
	return text;
}

const char *vector_get(const json *row, const char *name)
{
	const char *text = vector_find(row, name);

	cr_assert_not_null(text, "%s", name);
	return text;
}

const char *vector_case(struct arena *a, const json *row)
{
	const char *text = NULL;
	char *bytes;

	if (json_text(&text, row))
		return text;
	text = vector_find(row, "string");
	if (!text)
		text = vector_find(row, "address");
	if (text)
		return text;
	text = vector_get(row, "bytes_hex");
	bytes = arena_array(a, strlen(text) / 2 + 1, char);
	cr_assert(text_unhex(bytes, strlen(text) / 2, text));
	return bytes;
}

const struct asset *vector_asset(const char *code)
{
	const struct asset *s = asset_find(code);

	cr_assert_not_null(s, "%s", code);
	return s;
}
