/* SPDX-License-Identifier: MIT */
#include "lib/fixture.h"
#include "base/arena.h"
#include "base/file.h"
#include <criterion/criterion.h>
#include <stdlib.h>

enum { LIMIT = 4 * 1024 * 1024 };

struct slice fixture(struct arena *a, const char *name)
{
	const char *top = getenv("srcdir"); /* set by "make check" */
	char *path = arena_printf(a, "%s/tests/data/%s", top ? top : ".", name);
	struct slice body = {"", 0};

	cr_assert(file_read(&body, a, path, LIMIT), "cannot read %s", path);
	return body;
}
