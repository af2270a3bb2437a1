/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "jobs/ask.h"
/*
 * What our programs may hold in arenas, and what systemd lets them take: we
 * end a request in order before the kernel ends its process in the middle.
 */

/* The number behind `name=` in a unit, in MiB; 1G is 1024. */
static int64_t unit_says(const char *unit, const char *name)
{
	const char *top = getenv("srcdir");
	char path[256], line[512];
	int64_t n = -1;
	FILE *f;

	snprintf(path, sizeof(path), "%s/systemd/%s", top ? top : ".", unit);
	f = fopen(path, "re");
	cr_assert(f, "%s", path);
	while (fgets(line, sizeof(line), f)) {
		char *end;

		if (strncmp(line, name, strlen(name)) != 0)
			continue;
		n = strtoll(line + strlen(name), &end, 10);
		n *= *end == 'G' ? 1024 : 1;
	}
	fclose(f);
	cr_assert_geq(n, 0, "%s says no %s", unit, name);
	return n;
}

/* The libraries take some: answers of MariaDB, TLS, the program itself. */
static int64_t with_libraries(int64_t arenas)
{
	return arenas / MIB * 5 / 4 + 32;
}

/* A hash of a password, as many at once as hash_slots says (2). */
enum { HASHES_MIB = 2 * 64 };

Test(memory, a_pool_fits_into_its_unit)
{
	int64_t workers =
		unit_says("cointill-web@.service.in", "Environment=WORKERS=");

	/* Twice the default, before an operator has to think. */
	cr_assert_leq(2 * workers * with_libraries(MEMORY_WEB) + HASHES_MIB,
	              unit_says("cointill-web@.service.in", "MemoryMax="));
}

Test(memory, the_worker_fits_into_its_unit)
{
	cr_assert_leq(with_libraries(MEMORY_WORKER),
	              unit_says("cointill-worker.service.in", "MemoryMax="));
}

Test(memory, those_that_ask_fit_into_their_unit)
{
	cr_assert_leq(with_libraries((int64_t)CHORES_MOST * MEMORY_CHORE),
	              unit_says("cointill-ask.service.in", "MemoryMax="));
}

Test(memory, the_auditor_fits_into_its_unit)
{
	cr_assert_leq(with_libraries(MEMORY_AUDIT),
	              unit_says("cointill-audit.service.in", "MemoryMax="));
}
