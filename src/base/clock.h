/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * clock: points in time (UTC) and spans.
 *
 * Storage and logic are UTC milliseconds; text is ISO 8601 with its zone.
 * What expires is decided by the clock of the database, not by this one.
 */
struct moment {
	int64_t ms; /* since 1970-01-01T00:00:00Z */
};

enum { CLOCK_TEXT = 32 };

struct moment clock_now(void);
/* Milliseconds of a clock that never jumps; only differences mean anything. */
int64_t clock_ticks_ms(void);

/* "2026-01-02T03:04:05Z" */
void clock_iso(char buf[CLOCK_TEXT], struct moment m);
/* "2026-01-02 03:04 UTC", for people. */
void clock_show(char buf[CLOCK_TEXT], struct moment m);
/* "2026-01-02 03:04:05.678", what DATETIME(3) takes and gives. */
void clock_sql(char buf[CLOCK_TEXT], struct moment m);
bool clock_parse_sql(struct moment *out, const char *text);
