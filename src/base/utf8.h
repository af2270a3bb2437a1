/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
/*
 * utf8: text as characters, read strictly.
 *
 * Overlong forms, surrogates and what lies past U+10FFFF are not valid.
 */

struct arena;

/* Takes the next character off rest, which must not be empty; takes one byte
 * and returns -1 where the bytes are not valid. */
int32_t utf8_next(struct slice *rest);

/* What a character is called that nobody sees, or that looks like a plain
 * space: "right-to-left mark"; else NULL.  Scripts need some of them. */
const char *utf8_unseen(int32_t c);
/* Whether it reorders all the text behind it (embeddings, overrides,
 * isolates), not just the character beside it as a mark does. */
bool utf8_reorders(int32_t c);
/* "U+200F right-to-left mark", "U+0007, a control character", or of -1
 * "bytes that are not UTF-8". */
const char *utf8_say(struct arena *a, int32_t c);

/* Whether c is a control character or reorders the text around it (bidi),
 * so that what people see is not what is stored. */
bool utf8_is_control(int32_t c);

/* Whether c is nothing but room: a space of any width, none included, a tab or
 * the end of a line. */
bool utf8_is_blank(int32_t c);
