/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
/*
 * fault: why an answer of a chain or a price source is no answer.
 *
 * A fault says what to do about it: ask again and when, ask for less, begin
 * anew, or never ask like this again.  It may come as a status, as a page of
 * HTML, or inside an answer with status 200.
 */
struct arena;

enum fault_kind {
	FAULT_NONE,
	FAULT_MALFORMED, /* it answered what we do not understand */
	FAULT_BAD_REQUEST,
	FAULT_AUTH,
	FAULT_UNSUPPORTED, /* this service will never answer this */
	FAULT_RATE_LIMITED,
	FAULT_UNAVAILABLE,
	FAULT_RANGE_TOO_LARGE, /* ask for fewer blocks at once */
	FAULT_BEYOND_HEAD,     /* it has not that block yet */
	FAULT_BATCH_REFUSED,   /* ask one by one */
	FAULT_UNKNOWN_CURSOR   /* begin without a cursor */
};

struct fault {
	enum fault_kind kind;
	bool retry;          /* asking again may help */
	int wait_s;          /* before that */
	bool is_of_one;      /* of the transaction asked for, of no other */
	const char *message; /* for a log or an admin, never for a buyer */
};

/* "rate_limited" */
const char *fault_name(enum fault_kind kind);

/* A fault with what its kind usually asks for. */
struct fault fault_of(enum fault_kind kind, const char *message);

/* What the status alone says; FAULT_NONE for success and for 0, unknown. */
struct fault fault_of_http(struct arena *a, long http);

/* "suspended for 30s" and the like lengthens the wait. */
void fault_read_wait(struct fault *f, const char *message);

/* A text of theirs as it may stand in a log, or the other. */
const char *fault_quote(struct arena *a, const char *text, const char *other);
