/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * rescue: one way out when a service of our own is lost, or memory is full.
 *
 * The dispatcher runs a request inside rescue_run().  When MariaDB or Redis
 * goes away in the middle, the wrapper calls rescue_unwind() and control is
 * back in the dispatcher, which closes the arena and answers 503; when an
 * arena is full, the arena does, and the answer is 500.  Nothing but the arena
 * may be held across a call that can unwind, and every allocation can.  Runs
 * nest: the innermost is unwound (db/transact repeats a deadlocked body this
 * way), and hands on what is not its own.
 */
enum rescue {
	RESCUE_NONE,   /* the body finished */
	RESCUE_LOST,   /* a service is gone: answer 503 */
	RESCUE_REPEAT, /* the transaction was rolled back: run it again */
	RESCUE_FULL    /* an arena is full: answer 500, give up the item */
};

/* Runs body(arg); says how it ended. */
enum rescue rescue_run(void (*body)(void *), void *arg);

/* Leaves the innermost rescue_run(); panics outside one. */
_Noreturn void rescue_unwind(enum rescue why);

/* Whether there is one to leave. */
bool rescue_is_set(void);

/* How often control left that way since the process started. */
unsigned long rescue_count(void);
