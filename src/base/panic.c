/* SPDX-License-Identifier: MIT */
#include "base/panic.h"
#include "base/log.h"
#include <execinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FRAMES = 64, MESSAGE = 1024 };

void panic_at(const char *file, int line, const char *fmt, ...)
{
	char why[MESSAGE];
	void *frames[FRAMES];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	log_line("panic", "%s:%d: %s", file, line, why);
	backtrace_symbols_fd(frames, backtrace(frames, FRAMES), STDERR_FILENO);
	abort();
}
