/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/sources.h"
/*
 * ask: one body put before a source, for one address, as a test writes it.
 */
struct asked {
	struct credits got;
	const char *why;
};

/* The arena is never closed: a test is a process. */
struct asked ask(source_read *read, const char *asset, const char *address,
                 int64_t tip, const char *body);
/* The same, to somebody who says what kind of answer he wants. */
struct asked ask_for(enum question_kind kind, source_read *read,
                     const char *asset, const char *address, const char *body);
/* The text with every ' as ". */
const char *quoted(const char *text);
