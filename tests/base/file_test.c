/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_file(char *path, size_t len)
{
	int fd = mkstemp(path);

	cr_assert_geq(fd, 0);
	for (size_t i = 0; i < len; i++)
		cr_assert_eq(write(fd, &"0123456789"[i % 10], 1), 1);
	close(fd);
}

Test(file, bytes_are_read_whole_and_end_in_nul)
{
	char path[] = "/tmp/cointill-file-XXXXXX";
	struct arena *a = arena_open(1 << 20);
	struct slice s;

	write_file(path, 40001);
	cr_assert(file_read(&s, a, path, 40001));
	cr_assert_eq(s.len, 40001);
	cr_assert_eq(strlen(s.p), 40001);
	cr_assert_eq(s.p[39999], '9');
	errno = 0;
	cr_assert_not(file_read(&s, a, path, 40000));
	cr_assert_eq(errno, EFBIG);
	unlink(path);
	arena_close(a);
}

Test(file, an_empty_one_is_empty_text)
{
	struct arena *a = arena_open(4096);
	struct slice s;

	cr_assert(file_read(&s, a, "/dev/null", 0));
	cr_assert_eq(s.len, 0);
	cr_assert_str_eq(s.p, "");
	arena_close(a);
}

Test(file, an_endless_one_stops_at_the_limit)
{
	struct arena *a = arena_open(1 << 20);
	struct slice s;

	errno = 0;
	cr_assert_not(file_read(&s, a, "/dev/zero", 50000));
	cr_assert_eq(errno, EFBIG);
	arena_close(a);
}

Test(file, what_can_not_be_read_says_why)
{
	struct arena *a = arena_open(4096);
	struct slice s;

	cr_assert_not(file_read(&s, a, "/nonexistent/file", 10));
	cr_assert_eq(errno, ENOENT);
	cr_assert_not(file_read(&s, a, "/tmp", 10));
	cr_assert_eq(errno, EISDIR);
	arena_close(a);
}
