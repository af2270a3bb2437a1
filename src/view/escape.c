/* SPDX-License-Identifier: MIT */
#include "view/escape.h"

const struct slice ESCAPED[256] = {
	['&'] = {"&amp;",  5},
          ['<'] = {"&lt;",   4},
          ['>'] = {"&gt;",   4},
	['"'] = {"&quot;", 6},
          ['\''] = {"&#39;",  5},
};

size_t escape_length(struct slice s)
{
	size_t n = s.len;

	for (size_t i = 0; i < s.len; i++) {
		const struct slice *to = &ESCAPED[(uint8_t)s.p[i]];

		n += to->p ? to->len - 1 : 0;
	}
	return n;
}

void escape_add(struct text *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		const struct slice *to = &ESCAPED[(uint8_t)s.p[i]];

		text_add(out, to->p ? *to : (struct slice){s.p + i, 1});
	}
}
