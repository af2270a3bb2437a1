/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * log: one line an event, on standard error, in logfmt:
 *
 *   at=2026-01-02T03:04:05.678Z level=info rq=8f3a… pid=12 msg="…" key=value
 *
 * Control characters and quotes are escaped, so no visitor can forge a line.
 * Never pass a secret.
 */
#define log_info(...)  log_line("info", __VA_ARGS__)
#define log_warn(...)  log_line("warn", __VA_ARGS__)
#define log_error(...) log_line("error", __VA_ARGS__)

/* The text becomes msg="…". */
void log_line(const char *level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The request id named by the following lines; NULL for none.  Borrowed. */
void log_request(const char *id);
