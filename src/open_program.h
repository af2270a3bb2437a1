/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "settings.h"
/*
 * open_program: the programs that run as services, and the keys each opens.
 *
 * One row a program.  It opens what its row says and nothing else, its unit is
 * handed the same (tests/rules/units_test.c compares), and `cointill
 * check-config` tries the same before it starts.
 */
struct program {
	const char *name; /* of the pool and the unit: "shop" */
	enum setting db_user;
	bool has_pages;
	size_t n;
	enum setting keys[4]; /* that name a file, or a folder of them */
};

extern const struct program PROGRAMS[];
extern const size_t PROGRAMS_COUNT;

/* NULL when there is none of that name. */
const struct program *program_find(const char *name);

/* Opens its keys, all of them; logs each that cannot be.  False: it must not
 * start. */
bool program_open_keys(const struct program *p);
/* Whether it can read the passwords of MariaDB and Redis that were set; logs
 * each that it cannot. */
bool program_reads_passwords(const struct program *p);
