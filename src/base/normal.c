/* SPDX-License-Identifier: MIT */
#include "base/normal.h"
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/utf8.h"

enum { GROWS = 4 /* times, at most, a text that is taken apart */ };

static const char *normal(struct arena *a, const UNormalizer2 *form,
                          const char *text)
{
	int32_t room, len, n;
	UErrorCode code = U_ZERO_ERROR;
	UChar *wide, *done;
	char *out;

	must(strlen(text) < 1 << 20);
	len = (int32_t)strlen(text);
	room = len * GROWS + 1;
	wide = arena_array(a, (size_t)len + 1, UChar);
	done = arena_array(a, (size_t)room, UChar);
	u_strFromUTF8(wide, len + 1, &n, text, len, &code);
	n = unorm2_normalize(form, wide, n, done, room, &code);
	must(U_SUCCESS(code));
	out = arena_array(a, (size_t)n * 3 + 1, char);
	u_strToUTF8(out, n * 3 + 1, &len, done, n, &code);
	must(U_SUCCESS(code));
	return out;
}

const char *normal_composed(struct arena *a, const char *text)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFCInstance(&code);

	must(U_SUCCESS(code));
	return normal(a, form, text);
}

const char *normal_apart(struct arena *a, const char *text)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFDInstance(&code);

	must(U_SUCCESS(code));
	return normal(a, form, text);
}

const char *normal_look(struct arena *a, const char *text)
{
	struct slice rest = slice_text(normal_composed(a, text));
	struct text seen = text_open(a, rest.len);

	while (rest.len > 0) {
		const char *p = rest.p;
		int32_t c = utf8_next(&rest);

		if (!utf8_unseen(c))
			text_add(&seen,
			         (struct slice){p, (size_t)(rest.p - p)});
	}
	return seen.p;
}
