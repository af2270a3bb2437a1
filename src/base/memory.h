/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * memory: how much each program may take, in one place.
 *
 * An arena has its own limit; all arenas of a process together have the one
 * of its program, set at its start (arena_limit_all).  Passing either costs
 * the request or the item (base/arena.h).  A unit's MemoryMax leaves as much
 * again for what the libraries take, and for a pool counts each of its
 * workers: a test compares them (tests/rules/memory_test.c), so that no
 * kernel ends a process in the middle before we end a request in order.
 */
enum {
	MIB = 1024 * 1024,

	/* cointill-web: templates and settings, and one request. */
	MEMORY_REQUEST = 32 * MIB,
	MEMORY_SORRY = 1 * MIB, /* the page that says so */
	MEMORY_PROCESS = 16 * MIB,
	MEMORY_TEMPLATES = 32 * MIB,
	MEMORY_WEB = 96 * MIB,

	/* cointill-worker: a batch; a look at the chains, and each scan in it;
	 * one item, such as a payment that is judged. */
	MEMORY_BATCH = 64 * MIB,
	MEMORY_LOOK = 160 * MIB,
	MEMORY_SCAN = 64 * MIB,
	MEMORY_ITEM = 32 * MIB,
	MEMORY_WORKER = 384 * MIB,
	MEMORY_CHORE =
		4 * MIB, /* of those that ask, many at once (jobs/ask.h) */

	MEMORY_AUDIT = 512 * MIB,
	MEMORY_TOOL = 384 * MIB, /* cointill, by hand */
};

_Static_assert(MEMORY_REQUEST + MEMORY_PROCESS + MEMORY_TEMPLATES +
                               MEMORY_SORRY <=
                       MEMORY_WEB,
               "a request fits beside what lives as long as its process");
_Static_assert(MEMORY_PROCESS + MEMORY_BATCH + MEMORY_LOOK + MEMORY_SCAN +
                               MEMORY_ITEM <=
                       MEMORY_WORKER,
               "a look fits beside its batch");
