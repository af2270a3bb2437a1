/* SPDX-License-Identifier: MIT */
#include "chain/fault.h"
#include <string.h>
#include "base/arena.h"

enum { QUOTE_MOST = 200, WAIT_MOST_S = 3600 };

static const struct {
	const char *name;
	bool retry;
	int wait_s;
} KINDS[] = {
	[FAULT_NONE] = {"none",            false, 0 },
	[FAULT_MALFORMED] = {"malformed",       true,  30},
	[FAULT_BAD_REQUEST] = {"bad_request",     false, 0 },
	[FAULT_AUTH] = {"auth",            false, 0 },
	[FAULT_UNSUPPORTED] = {"unsupported",     false, 0 },
	[FAULT_RATE_LIMITED] = {"rate_limited",    true,  60},
	[FAULT_UNAVAILABLE] = {"unavailable",     true,  30},
	[FAULT_RANGE_TOO_LARGE] = {"range_too_large", true,  0 },
	[FAULT_BEYOND_HEAD] = {"beyond_head",     true,  5 },
	[FAULT_BATCH_REFUSED] = {"batch_refused",   true,  0 },
	[FAULT_UNKNOWN_CURSOR] = {"unknown_cursor",  true,  0 },
};

const char *fault_name(enum fault_kind kind)
{
	return KINDS[kind].name;
}

struct fault fault_of(enum fault_kind kind, const char *message)
{
	return (struct fault){
		.kind = kind,
		.retry = KINDS[kind].retry,
		.wait_s = KINDS[kind].wait_s,
		.message = message,
	};
}

static enum fault_kind kind_of(long http)
{
	switch (http) {
	case 401:
	case 402:
	case 407:
		return FAULT_AUTH;
	case 403:
	case 408:
	case 409:
	case 425:
	case 451:
		return FAULT_UNAVAILABLE;
	case 418: /* a ban, as some exchanges say it */
	case 429:
		return FAULT_RATE_LIMITED;
	}
	if (http == 0 || (http >= 200 && http < 300))
		return FAULT_NONE;
	return http >= 400 && http < 500 ? FAULT_BAD_REQUEST
	                                 : FAULT_UNAVAILABLE;
}

struct fault fault_of_http(struct arena *a, long http)
{
	struct fault f = fault_of(kind_of(http), NULL);

	if (f.kind == FAULT_NONE)
		return f;
	f.message = arena_printf(a, "HTTP status %ld", http);
	/* We are shut out; only a person can change that. */
	if (http == 403 || http == 451)
		f.retry = false;
	return f;
}

void fault_read_wait(struct fault *f, const char *message)
{
	const char *p = strstr(message, "suspended for ");
	int seconds = 0;

	if (!p)
		return;
	for (p += strlen("suspended for "); *p >= '0' && *p <= '9'; p++)
		if (seconds < WAIT_MOST_S)
			seconds = seconds * 10 + (*p - '0');
	if (seconds > WAIT_MOST_S)
		seconds = WAIT_MOST_S;
	if (seconds > f->wait_s)
		f->wait_s = seconds;
}

const char *fault_quote(struct arena *a, const char *text, const char *other)
{
	if (!text || !*text || strlen(text) > QUOTE_MOST ||
	    !text_is_clean(slice_text(text), false))
		return other;
	return arena_text(a, text);
}
