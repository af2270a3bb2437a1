/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * panic: a promise of our own code was broken.
 *
 * Stopping beats going on wrong with money: the place and a backtrace are
 * logged, the process aborts, and the supervisor starts another.  Nothing a
 * visitor sends may lead here.
 */
#define must(cond) \
	((cond) ? (void)0 : panic_at(__FILE__, __LINE__, "%s", #cond))
#define panic(...) panic_at(__FILE__, __LINE__, __VA_ARGS__)

_Noreturn void panic_at(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
