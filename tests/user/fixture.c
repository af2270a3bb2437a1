/* SPDX-License-Identifier: MIT */
#include "fixture.h"
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "settings.h"
#include "user/user.h"

static char DIR[] = "/tmp/ct-user-XXXXXX";

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value));
}

void user_fixture(void)
{
	const char *top = getenv("srcdir");
	char path[PATH_MAX];
	FILE *f;

	cr_assert(mkdtemp(DIR));
	snprintf(path, sizeof(path), "%s/app.key", DIR);
	f = fopen(path, "we");
	cr_assert(f);
	fputs("000102030405060708090a0b0c0d0e0f"
	      "101112131415161718191a1b1c1d1e1f\n",
	      f);
	fclose(f);
	chmod(path, 0400);
	set("app_key_file", path);
	set("run_dir", DIR);
	set("share_dir", top ? top : ".");
	cr_assert(user_open());
}

void user_fixture_end(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/app.key", DIR);
	unlink(path);
	for (int i = 0; i < 64; i++) {
		snprintf(path, sizeof(path), "%s/hash-seat-%d", DIR, i);
		unlink(path);
		snprintf(path, sizeof(path), "%s/hash-wait-%d", DIR, i);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/crew.shop", DIR);
	unlink(path);
	rmdir(DIR);
}
